import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shipped } from './shipped';

const PREBUILT = 'src/targets/probe/prebuilt';

/** A committed program. */
function prebuilt(name: string): Buffer {
  return readFileSync(join(shipped(PREBUILT), name));
}

/** The probe: see src/targets/probe/probe.c. Committed, so that nobody needs a cross compiler. */
export function probeImage(): Buffer {
  return prebuilt('probe.bin');
}

/** The VMM with the probe in it: see src/targets/probe/vmm.c. */
export function vmmProgram(): Buffer {
  return prebuilt('vmm');
}
