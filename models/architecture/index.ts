import type { Implementation } from '../contract/implementation';
import { ArchitectureGic } from './gic';

export { ANY_GROUP, CpuInterface } from './cpu-interface';
export { CpuInterfaceV2, GROUP_1_PENDING } from './cpu-interface-v2';
export { CpuInterfaceV3, ICC_SRE } from './cpu-interface-v3';
export { ArchitectureGic } from './gic';
export type { InterruptSource } from './interrupt-source';
export type { PhysicalDeactivation } from './list-registers';
export { ListRegisters, State } from './list-registers';
export type { PriorityShape } from './priority-interface';
export { IDLE, PriorityInterface } from './priority-interface';
export type { RegisterEntry, Side } from './registers';
export {
  Register,
  findRegister,
  frameNames,
  implementedCount,
  registerAt,
  registerName,
  registers,
} from './registers';
export { Hcr, Misr, VirtualInterface } from './virtual-interface';

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
