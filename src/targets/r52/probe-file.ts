import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PROBE = 'src/targets/r52/probe/prebuilt/probe.elf';

/**
 * The probe: see src/targets/r52/probe. Committed, so that nobody needs a cross compiler. Found from
 * sources and from dist alike.
 */
export function r52Probe(): Buffer {
  let folder = __dirname;
  while (!existsSync(join(folder, PROBE)) && folder !== dirname(folder)) folder = dirname(folder);
  return readFileSync(join(folder, PROBE));
}
