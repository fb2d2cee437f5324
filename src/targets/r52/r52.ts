import type { MpuMachine } from '../../../models/contract/mpu';
import type { MpuProcessorImplementation } from '../../../models/contract/mpu-implementation';
import { QEMU_VERSION } from '../install/packages';
import { memory } from './operations';
import { R52Target } from './target';

/** A real processor that runs region programs. */
export interface R52Implementation extends MpuProcessorImplementation {
  machine: MpuMachine;
  /** First and last byte that programs may name. */
  memory: { first: number; last: number };
  open(): R52Target;
}

function implementation(id: string, el1Regions: number): R52Implementation {
  const machine: MpuMachine = { format: 32, el1Regions, el2Regions: 16, vmsa: false };
  return {
    kind: 'processor',
    id,
    version: QEMU_VERSION,
    title: `Cortex-R52 of QEMU ${QEMU_VERSION}, ${el1Regions} regions of EL1`,
    deviations: [],
    machine,
    memory,
    machines: { formats: [32], regions: [{ el1Regions, el2Regions: 16 }], vmsa: false },
    create: () => {
      throw new Error(`${id} runs elsewhere`);
    },
    open: () => new R52Target(id, machine),
  };
}

/** QEMU's Cortex-R52 as it comes. */
export const r52 = implementation('qemu:r52', 16);
/** The same with as many regions of EL1 as a Cortex-R52 can have. */
export const r52With24 = implementation('qemu:r52-24', 24);
