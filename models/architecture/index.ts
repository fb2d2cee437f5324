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

export { architecture } from './architecture';
export { otherChoices } from './other-choices';
