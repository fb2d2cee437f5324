import type { Implementation } from '../../models/contract/implementation';
import type { Machine } from '../../models/contract/machine';
import type { Step, Workload } from '../../models/contract/workload';
import type { ArchitectureGic } from '../../models/architecture';
import type { TraceReport } from '../../reports/schema/report';
import { architecture } from '../../models/architecture';
import { traceReport } from '../../src/engine/findings';
import { Runner } from '../../src/engine/runner';
import { faulty } from '../../src/faults';
import { encode } from '../../src/workload/encode';

/** A small machine; every interrupt is edge-triggered unless said otherwise. */
export function machine(gic: 2 | 3, changes: Partial<Machine> = {}): Machine {
  return {
    gic,
    vcpus: 2,
    listRegisters: 4,
    priorityBits: 5,
    preemptionBits: 5,
    spis: 32,
    level: [],
    hardware: [],
    oneOfN: true,
    ...changes,
  };
}

export function workload(on: Machine, steps: Step[], flavour: Workload['flavour'] = 'legal') {
  return { format: 'lockstep-workload-1', machine: on, flavour, steps } satisfies Workload;
}

/** Steps that let PE 0 of a GICv3 take SPIs 32 to 63, all of Group 1. Only 40 and 41 are routed. */
export const openGicv3: Step[] = [
  { step: 'write', vcpu: 0, register: 'GICD_CTLR', value: '0x13' },
  { step: 'write', vcpu: 0, register: 'GICD_IGROUPR1', value: '0xffffffff' },
  { step: 'write', vcpu: 0, register: 'GICD_IROUTER40', value: '0x0' },
  { step: 'write', vcpu: 0, register: 'GICD_IROUTER41', value: '0x0' },
  { step: 'write', vcpu: 0, register: 'GICD_IPRIORITYR10', value: '0x0' },
  { step: 'write', vcpu: 0, register: 'GICD_ISENABLER1', value: '0xffffffff' },
  { step: 'write', vcpu: 0, register: 'ICC_PMR_EL1', value: '0xf8' },
  { step: 'write', vcpu: 0, register: 'ICC_IGRPEN1_EL1', value: '0x1' },
];

/** The reference with an operation replaced, under another name. */
export function variant(id: string, override: (gic: ArchitectureGic) => void): Implementation {
  return faulty({ id, title: id, caughtBy: ['GIC-CPU-001'], override });
}

/** What an implementation shows for each step. */
export function observe(
  given: Workload,
  implementation: Implementation = architecture,
): TraceReport['observations'] {
  const encoded = encode(given);
  const runner = new Runner(implementation, []);
  runner.execute(encoded);
  return traceReport(implementation.id, encoded, runner.trace).observations;
}
