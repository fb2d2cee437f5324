import { InputError } from '../errors';
import type { Found } from './install';
import { locate } from './install';

/** An installed artefact. @throws InputError with the command that installs it */
export function needed(id: string): Found {
  const located = locate(id);
  if (located.state === 'installed') return located;
  throw new InputError(`${id} is missing (${located.reason}): npx ${located.command}`);
}
