import { MPU_REGISTERS, MpuRegister } from '../../models/contract/mpu-registers';
import { translationRegisters } from '../../models/contract/mpu-script';
import type { ScriptMoment } from './requirement';
import { MpuRegisters } from './registers';
import type { ScriptAccount } from './script-account';

/**
 * Regions that a vCPU has room for where that is fixed: CONFIG_ARM_MPU_EL1_PROTECTION_REGIONS, if
 * nothing else was chosen. A design may keep so many and tell guests of no more (MPU-P-042).
 */
export const EL1_ROOM = 32;

/** Who ran before a switch and who runs after it, if they have PMSA. */
export interface Change {
  from: boolean;
  to: boolean;
}

/** The change of vCPUs that a step made; nothing if it made none. */
export function changeOf(
  { step, shown }: ScriptMoment,
  account: ScriptAccount,
): Change | undefined {
  if ((step.step !== 'switch' && step.step !== 'idle') || shown.result !== 'ok') return undefined;
  const { runningBefore: before, running: now, layout } = account;
  if (before?.domain === now?.domain && before?.vcpu === now?.vcpu) return undefined;
  const hasPmsa = (of: typeof now): boolean =>
    of !== undefined && layout.domains[of.domain].el1 === 'mpu';
  return { from: hasPmsa(before), to: hasPmsa(now) };
}

const setAside: readonly number[] = [
  MpuRegister.VTCR_EL2,
  MpuRegister.VSCTLR_EL2,
  ...translationRegisters,
];

/**
 * The hypervisor may have changed what EL1 has: it made another vCPU run, or wrote such a register
 * itself.
 */
export function mayChangeEl1(m: ScriptMoment, account: ScriptAccount): boolean {
  if (changeOf(m, account)) return true;
  const writes = m.shown.accesses.filter(
    (one) =>
      one.does === 'write' && (one.register < MPU_REGISTERS || setAside.includes(one.register)),
  );
  // One of them is the guest's own.
  return writes.length > (m.step.step === 'guest-write' ? 1 : 0);
}

/** Regions of EL1 by what a step did with their registers. */
export interface Touched {
  basesRead: Set<number>;
  limitsRead: Set<number>;
  basesWritten: Set<number>;
  limitsWritten: Set<number>;
}

/** Follows PRSELR_EL1 through a step. */
export function regionsTouched({ shown }: ScriptMoment, account: ScriptAccount): Touched {
  const { format, count } = account.el1;
  const el1 = new MpuRegisters(format, count);
  el1.selector = account.selectorBefore;
  const touched: Touched = {
    basesRead: new Set(),
    limitsRead: new Set(),
    basesWritten: new Set(),
    limitsWritten: new Set(),
  };
  for (const access of shown.accesses) {
    if (!('register' in access) || access.register >= MPU_REGISTERS) continue;
    const isRead = access.does === 'read';
    const region = el1.regionOf(access.index);
    if (access.register === MpuRegister.PRBAR_EL1) {
      (isRead ? touched.basesRead : touched.basesWritten).add(region);
    } else if (access.register === MpuRegister.PRLAR_EL1) {
      (isRead ? touched.limitsRead : touched.limitsWritten).add(region);
    } else if (access.register === MpuRegister.PRSELR_EL1 && !isRead) {
      el1.selector = access.low & 0xff;
    }
  }
  return touched;
}
