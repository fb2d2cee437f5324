import { readFileSync } from 'node:fs';
import { shipped } from '../shipped';

const PROBE = 'src/targets/r52/probe/prebuilt/probe.elf';

/** The probe: see src/targets/r52/probe. Committed, so that nobody needs a cross compiler. */
export function r52Probe(): Buffer {
  return readFileSync(shipped(PROBE));
}
