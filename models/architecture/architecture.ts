import type { Implementation } from '../contract/implementation';
import { ArchitectureGic } from './gic';

/** The GIC as the specification has it: the reference, judged like every other implementation. */
export const architecture: Implementation = {
  id: 'model:architecture',
  version: '1',
  title: 'GIC architecture reference (GICv2 IHI 0048B.b, GICv3 IHI 0069)',
  capabilities: {
    gic: [2, 3],
    vcpus: 8,
    listRegisterInterface: true,
    listRegisters: { 2: [1, 64], 3: [1, 16] },
    spis: 988,
    groups: true,
    lines: true,
    power: true,
    immediate: true,
  },
  create: (machine) => new ArchitectureGic(machine),
  deviations: [],
};
