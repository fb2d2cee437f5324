import type { Implementation } from '../contract';
import { ArchitectureGic } from './gic';

export * from './cpu-interface';
export * from './cpu-interface-v2';
export * from './cpu-interface-v3';
export * from './gic';
export * from './interrupt-source';
export * from './list-registers';
export * from './priority-interface';
export * from './registers';
export * from './virtual-interface';

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
