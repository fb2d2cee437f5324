import type { CpuInterfaceV2 } from './cpu-interface-v2';
import type { CpuInterfaceV3 } from './cpu-interface-v3';
import { ICC_SRE } from './cpu-interface-v3';
import type { CpuRegister } from './cpu-registers';
import { registersV2, registersV3 } from './cpu-registers';
import { Register, registers } from './registers';
import type { VirtualInterface } from './virtual-interface';

/**
 * The CPU interface registers as a guest of a hypervisor accesses them: GICC_* and ICC_* act on the
 * virtual interface without a trap. Nothing where the guest has no such register.
 */
export const guestReads: (((v: VirtualInterface, index: number) => number) | undefined)[] =
  registers.map(() => undefined);
export const guestWrites: (
  ((v: VirtualInterface, index: number, low: number) => void) | undefined
)[] = registers.map(() => undefined);

/** Active-priority registers beyond the implemented ones are UNDEFINED (GIC-CPU-031). */
export function isImplemented(v: VirtualInterface, register: number, index: number): boolean {
  const isActivePriority = register === Register.ICC_AP0R_EL1 || register === Register.ICC_AP1R_EL1;
  return !isActivePriority || index < v.priority.activePriorityRegisters;
}

function define<T extends CpuInterfaceV2 | CpuInterfaceV3>(
  prefix: string,
  entries: readonly CpuRegister<T>[],
): void {
  const names: Readonly<Record<string, number>> = Register;
  for (const { name, read, write } of entries) {
    const register = names[`${prefix}_${name}`];
    if (read) guestReads[register] = (v) => read(v.cpu as T);
    if (write) guestWrites[register] = (v, _index, low) => write(v.cpu as T, low);
  }
}

define('GICC', registersV2);
define('ICC', registersV3);
guestReads[Register.ICC_SRE_EL1] = () => ICC_SRE;
guestWrites[Register.ICC_SRE_EL1] = () => undefined;
for (const [register, group] of [
  [Register.ICC_AP0R_EL1, 0],
  [Register.ICC_AP1R_EL1, 1],
] as const) {
  guestReads[register] = (v, index) => v.priority.readActivePriorities(group, index);
  guestWrites[register] = (v, index, low) => v.priority.writeActivePriorities(group, index, low);
}
