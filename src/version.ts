import { version as packageVersion } from '../package.json';

/** Version of Lockstep. */
export const version: string = packageVersion;
