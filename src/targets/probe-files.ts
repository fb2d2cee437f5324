import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PREBUILT = 'src/targets/probe/prebuilt';

/** The folder of the committed programs, from sources and from dist alike. */
function prebuilt(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, PREBUILT)) && folder !== dirname(folder))
    folder = dirname(folder);
  return join(folder, PREBUILT);
}

/** The probe: see src/targets/probe/probe.c. Committed, so that nobody needs a cross compiler. */
export function probeImage(): Buffer {
  return readFileSync(join(prebuilt(), 'probe.bin'));
}

/** The VMM with the probe in it: see src/targets/probe/vmm.c. */
export function vmmProgram(): Buffer {
  return readFileSync(join(prebuilt(), 'vmm'));
}
