import type { Implementation } from '../../models/contract/implementation';
import { ArchitectureGic, architecture } from '../../models/architecture';
import type { Fault } from './fault';
import { faults } from './reference';

/** Every fault: one file each. */
export function allFaults(): readonly Fault[] {
  return faults;
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
