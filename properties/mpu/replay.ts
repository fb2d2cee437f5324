import { MPU_REGISTERS, MpuRegister } from '../../models/contract/mpu-registers';
import type { MpuRegisterAccess, MpuShown } from '../../models/contract/mpu-script';
import { MpuRegisters } from './registers';
import type { ScriptAccount } from './script-account';

export type RegisterWrite = Extract<MpuRegisterAccess, { register: number }>;

/** PRBAR, PRLAR and PRENR of EL2. */
export const regionRegisters: readonly number[] = [
  MpuRegister.PRBAR_EL2,
  MpuRegister.PRLAR_EL2,
  MpuRegister.PRENR_EL2,
];

/** It is a write of PRBAR, PRLAR or PRENR of EL2. */
export function isRegionWrite(access: MpuRegisterAccess | undefined): access is RegisterWrite {
  return access?.does === 'write' && regionRegisters.includes(access.register);
}

export function isOfEl2(register: number): boolean {
  return register >= MPU_REGISTERS && register < 2 * MPU_REGISTERS;
}

/** Does it hold for the EL2 MPU after each write of a step to one of its registers? */
export function isAlways(
  { accesses }: MpuShown,
  { el2Before }: ScriptAccount,
  holds: (el2: MpuRegisters, write: RegisterWrite) => boolean,
): boolean {
  const el2 = new MpuRegisters(el2Before.format, el2Before.count);
  el2.copyFrom(el2Before);
  return accesses.every((access) => {
    if (access.does !== 'write' || !isOfEl2(access.register)) return true;
    el2.write(access.register - MPU_REGISTERS, access.index, access.low, access.high);
    return holds(el2, access);
  });
}
