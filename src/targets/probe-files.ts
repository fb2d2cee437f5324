import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the package, from sources and from dist alike. */
function packageFolder(): string {
  return dirname(require.resolve('../../package.json'));
}

/** The probe: see src/targets/probe/probe.c. Committed, so that nobody needs a cross compiler. */
export function probeImage(): Buffer {
  return readFileSync(join(packageFolder(), 'src/targets/probe/prebuilt/probe.bin'));
}

/** The VMM with the probe in it: see src/targets/probe/vmm.c. */
export function vmmProgram(): Buffer {
  return readFileSync(join(packageFolder(), 'src/targets/probe/prebuilt/vmm'));
}
