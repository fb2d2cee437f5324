import { Register } from '../models/architecture/registers';
import type { Account } from './account/account';
import type { InterfaceAccount } from './account/cpu-interface';
import type { Moment } from './account/moment';
import { Lens } from './account/moment';
import { reading, writing } from './events';
import { bitsAre, holds, Verdict } from './requirement';

const APRS = [
  Register.GICH_APR,
  Register.ICC_AP0R_EL1,
  Register.ICC_AP1R_EL1,
  Register.ICV_AP0R_EL1,
  Register.ICV_AP1R_EL1,
  Register.ICH_AP0R_EL2,
  Register.ICH_AP1R_EL2,
];
export const APR_READS = reading(...APRS);
export const APR_WRITES = writing(...APRS);

/** BPR0, and GICC_BPR of GICv2. */
export const BPR0_READS = reading(
  Register.GICC_BPR,
  Register.GICV_BPR,
  Register.ICC_BPR0_EL1,
  Register.ICV_BPR0_EL1,
);
/** BPR1, and ABPR of GICv2. */
export const BPR1_READS = reading(
  Register.GICC_ABPR,
  Register.GICV_ABPR,
  Register.ICC_BPR1_EL1,
  Register.ICV_BPR1_EL1,
);

/** Whether a register is RPR, and no APR. */
export function isRunningPriority(register: number): boolean {
  return (
    register === Register.GICC_RPR ||
    register === Register.GICV_RPR ||
    register === Register.ICC_RPR_EL1 ||
    register === Register.ICV_RPR_EL1
  );
}

/** The interface whose priorities a read of RPR or APR shows: ICH and GICH show the virtual one. */
export function prioritiesOf(account: Account, m: Moment): InterfaceAccount {
  const hypervisor =
    m.register === Register.GICH_APR ||
    m.register === Register.ICH_AP0R_EL2 ||
    m.register === Register.ICH_AP1R_EL2;
  return account.interface(m.vcpu, hypervisor ? 1 : m.interface);
}

/** What an APR reads: bit = group priority >> (8 - PREbits) (GIC-CPU-020). GICH_APR: both groups. */
export function activePriorities(iface: InterfaceAccount, m: Moment): number {
  switch (m.register) {
    case Register.GICH_APR:
      return iface.apr[0] | iface.apr[4];
    case Register.ICC_AP1R_EL1:
    case Register.ICV_AP1R_EL1:
    case Register.ICH_AP1R_EL2:
      return iface.apr[4 + m.index];
    default:
      return iface.apr[m.index];
  }
}

/** The bits of RPR that two correct implementations agree on (DIV-25: GICv2 low bits). */
function runningBits(account: Account, iface: InterfaceAccount, idle: boolean): number {
  if (account.machine.gic === 3) return 0xff;
  return idle ? iface.priorityMask : iface.groupMask(0) & iface.groupMask(1);
}

/** Judges a read of RPR or of an APR by the active priorities; not concerned if they are unknown. */
export function prioritiesVerdict(account: Account, m: Moment): Verdict {
  const iface = prioritiesOf(account, m);
  if (iface.aprUnknown) return Verdict.NotConcerned;
  if (!isRunningPriority(m.register)) return holds((m.low ^ activePriorities(iface, m)) === 0);
  const running = iface.running();
  if (running === 0x100) return bitsAre(m.low, 0xff, runningBits(account, iface, true));
  // Whether RPR then shows the new or the old split is open (DIV-09).
  if (iface.bprChangedWhileActive) return Verdict.NotConcerned;
  return bitsAre(m.low, running, runningBits(account, iface, false));
}

/** Groups that an acknowledge register or HPPIR returns the INTID of: bit n is group n. */
export function visibleGroups(account: Account, m: Moment): number {
  if (m.lens === Lens.Group0) return 1;
  if (m.lens === Lens.Group1) return 2;
  return account.interface(m.vcpu, m.interface).ackCtl ? 3 : 1;
}

/** Group of what an acknowledge or HPPIR named, or -1 if it named nothing the account knows. */
export function namedGroup(account: Account, m: Moment): number {
  if (m.special) return -1;
  if (m.interface === 1) {
    const lrs = account.listRegisters[m.vcpu];
    if (m.listRegister < 0 || lrs.unknown[m.listRegister]) return -1;
    return lrs.group[m.listRegister];
  }
  if (m.instance < 0) return -1;
  return (account.interrupts.group1[m.instance >> 5] >>> (m.instance & 31)) & 1;
}

/** Priority of what an acknowledge named, or -1 if the account does not know it. */
export function namedPriority(account: Account, m: Moment): number {
  if (m.special) return -1;
  if (m.interface === 1) {
    const lrs = account.listRegisters[m.vcpu];
    if (m.listRegister < 0 || lrs.unknown[m.listRegister]) return -1;
    return lrs.priority[m.listRegister];
  }
  if (m.instance < 0 || account.priorityOpen(m.instance)) return -1;
  return account.interrupts.priority[m.instance];
}

/** Group priority of what an acknowledge named, with the split of its group; -1 if not known. */
export function namedGroupPriority(account: Account, m: Moment): number {
  const priority = namedPriority(account, m);
  const group = namedGroup(account, m);
  if (priority < 0 || group < 0) return -1;
  return priority & account.interface(m.vcpu, m.interface).groupMask(group);
}

export const LIST_REGISTER_READS = reading(Register.GICH_LR, Register.ICH_LR_EL2);

/** State of the list register that was read: is it what the account says. */
export function listRegisterStateVerdict(account: Account, m: Moment): Verdict {
  const lrs = account.listRegisters[m.vcpu];
  if (m.index >= lrs.count || lrs.unknown[m.index]) return Verdict.NotConcerned;
  const state = account.machine.gic === 2 ? (m.low >>> 28) & 3 : m.high >>> 30;
  return holds(state === lrs.state[m.index]);
}

/** Marks of the list register that was read, bits of `LrMark`. */
export function listRegisterMarks(account: Account, m: Moment): number {
  const lrs = account.listRegisters[m.vcpu];
  return m.index < lrs.count ? lrs.marks[m.index] : 0;
}

/** Whether a read was of a list register. */
export function isListRegister(register: number): boolean {
  return register === Register.GICH_LR || register === Register.ICH_LR_EL2;
}
