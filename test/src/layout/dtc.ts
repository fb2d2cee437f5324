import { spawnSync } from 'node:child_process';

/** Tests that compile a device tree source: left out where there is no dtc. */
export const itWithDtc = spawnSync('dtc', ['--version']).status === 0 ? it : it.skip;
