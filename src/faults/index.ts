import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Implementation } from '../../models/contract/implementation';
import { ArchitectureGic, architecture } from '../../models/architecture';
import type { Fault } from './fault';

let loaded: Fault[] | undefined;

/** Every fault: one file each. */
export function allFaults(): readonly Fault[] {
  const folder = join(__dirname, 'reference');
  loaded ??= readdirSync(folder)
    .filter((file) => /\.[tj]s$/.test(file) && !file.endsWith('.d.ts'))
    .sort()
    .map((file) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      return (require(join(folder, file)) as { default: Fault }).default;
    });
  return loaded;
}

/** The reference with a fault, as an implementation. */
export function faulty(fault: Fault): Implementation {
  return {
    ...architecture,
    id: `fault:${fault.id}`,
    title: `Reference with a fault: ${fault.title}`,
    create(machine) {
      const gic = new ArchitectureGic(machine);
      fault.override(gic);
      return gic;
    },
  };
}

export function faultImplementations(): readonly Implementation[] {
  return allFaults().map(faulty);
}
