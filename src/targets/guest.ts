import type { Capabilities } from '../../models/contract/implementation';
import { StepKind } from '../../models/contract/encoded';

/** What a guest of a hypervisor on QEMU's `virt` machine offers, with two vCPUs and 64 SPIs. */
export const guestCapabilities = {
  gic: [2, 3],
  vcpus: 2,
  listRegisterInterface: false,
  listRegisters: { 2: [4, 4], 3: [4, 4] },
  spis: 64,
  groupAtReset: { 2: 0, 3: 1 },
  lines: false,
  immediate: false,
  without: [StepKind.Wfi, StepKind.Exit, StepKind.Enter, StepKind.Preempt, StepKind.Schedule],
  hardware: [],
  ppis: 'level',
  machine: {
    vcpus: 2,
    listRegisters: 4,
    priorityBits: 5,
    preemptionBits: 5,
    spis: 64,
    oneOfN: false,
  },
} as const satisfies Partial<Capabilities>;
