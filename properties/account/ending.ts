import { FIRST_LPI } from '../../models/contract/machine';
import { Register } from '../../models/architecture/registers';
import type { Account } from './account';
import type { InterfaceAccount } from './cpu-interface';
import type { ListRegisterAccount } from './list-registers';
import { CountMark, LR_ACTIVE, LR_INACTIVE, LR_PENDING, LrMark } from './list-registers';
import { Mark } from './marks';
import type { Moment } from './moment';

const ACTIVE_STATES = 0b1100;

/** The INTID and source a value names in EOIR and DIR. */
function intidOf(account: Account, value: number): number {
  return account.machine.gic === 2 ? value & 0x3ff : value & 0xffffff;
}

function isSpecial(intid: number): boolean {
  return intid >= 1020 && intid < 1024;
}

/** EOIR of either interface: the priority drop, and with EOImode 0 the deactivation. */
export function endOfInterrupt(account: Account, m: Moment): void {
  const iface = account.interface(m.vcpu, m.interface);
  const intid = intidOf(account, m.low);
  if (isSpecial(intid)) {
    iface.specialEoi = true;
    return;
  }
  const empty = !iface.anyActive();
  const named = iface.stackUnknown || (iface.depth > 0 && iface.stack[iface.depth - 1] === m.low);
  const legal = named && matchesGroup(iface, m.register);
  const newMode = iface.eoiModeChangedWhileActive;
  const dropped = iface.drop();
  account.counts.endsOfInterrupt++;
  if (dropped < 0) account.counts.poplessEnds++;
  account.touch(m.vcpu, m.interface);
  if (!legal && !empty) {
    // Out of order or never acknowledged: UNPREDICTABLE (GIC-CPU-042).
    spoil(account, m, iface, intid);
    return;
  }
  if (m.interface === 0) endCpu(account, m, iface, intid, empty, newMode);
  else endVirtual(account, m, iface, intid, dropped, newMode);
}

/**
 * EOIR0 ends Group 0, EOIR1 Group 1 (GIC-CPU-043). GICv2: AEOIR is for Group 1 only (GIC-CPU-048),
 * and EOIR for what IAR returns. A restored GICH_APR does not tell the groups apart.
 */
function matchesGroup(iface: InterfaceAccount, register: number): boolean {
  switch (register) {
    case Register.ICC_EOIR0_EL1:
    case Register.ICV_EOIR0_EL1:
      return iface.runningGroup() === 0;
    case Register.ICC_EOIR1_EL1:
    case Register.ICV_EOIR1_EL1:
      return iface.runningGroup() === 1;
    case Register.GICC_AEOIR:
    case Register.GICV_AEOIR:
      return iface.stackUnknown || iface.runningGroup() === 1;
    case Register.GICC_EOIR:
    case Register.GICV_EOIR:
      return iface.stackUnknown || iface.ackCtl !== 0 || iface.runningGroup() === 0;
    default:
      return true;
  }
}

function spoil(account: Account, m: Moment, iface: InterfaceAccount, intid: number): void {
  iface.lose();
  spoilEnded(account, m, intid);
  if (m.interface === 0 && !account.immediate) spoilActive(account, m.vcpu);
}

/**
 * Behind list registers a hypervisor may learn of an EOIR only that a priority was dropped
 * (EOIcount): any active interrupt that this PE may handle can be the one that it ends.
 */
function spoilActive({ interrupts }: Account, vcpu: number): void {
  const { vcpus, top } = interrupts;
  for (let word = vcpu; word < top; word = word < vcpus ? vcpus : word + 1) {
    if (interrupts.active[word] !== 0) interrupts.poisonBits(word, interrupts.active[word]);
  }
}

/** The state of what an EOIR or DIR names is no longer known. */
function spoilEnded(account: Account, m: Moment, intid: number): void {
  account.touch(m.vcpu, m.interface);
  if (m.interface === 0) {
    const instance = account.interrupts.instance(intid, m.vcpu);
    if (instance >= 0) account.interrupts.poison(instance);
  } else {
    const lrs = account.listRegisters[m.vcpu];
    const n = lrs.find(intid, ACTIVE_STATES);
    if (n >= 0) spoilListRegister(account, lrs, n, m.vcpu);
    lrs.spoilCount();
  }
}

/**
 * A deactivation names a vINTID that a list register in an unknown state has: whether it, and its
 * physical interrupt, is deactivated or EOIcount counts is not known.
 */
function spoilNamed(account: Account, lrs: ListRegisterAccount, intid: number, vcpu: number): void {
  for (let n = 0; n < lrs.top; n++) {
    // After CPU_ON not even the vINTID is known.
    if (lrs.unknown[n] === 0 || (lrs.intid[n] !== intid && lrs.intid[n] >= 0)) continue;
    spoilListRegister(account, lrs, n, vcpu);
    lrs.spoilCount();
  }
}

/**
 * A virtual EOIR or DIR names an SGI of another source than the list register that holds it
 * (GIC-LR-007): whether it finds that register is not known.
 */
function spoilOtherSource(account: Account, lrs: ListRegisterAccount, n: number, m: Moment): void {
  if (n < 0 || account.machine.gic === 3 || lrs.intid[n] > 15) return;
  if (lrs.source[n] === ((m.low >>> 10) & 7)) return;
  spoilListRegister(account, lrs, n, m.vcpu);
  lrs.spoilCount();
}

/** The physical interrupt of a list register with HW=1 stays active at a drop (GIC-LR-004). */
function noteVirtualDrop(
  account: Account,
  lrs: ListRegisterAccount,
  n: number,
  vcpu: number,
): void {
  if (lrs.physical[n] < 0) return;
  const { interrupts } = account;
  const instance = interrupts.instance(lrs.physical[n], vcpu);
  if (instance < 0 || !interrupts.isActive(instance)) return;
  interrupts.give(Mark.VirtuallyDropped, instance >> 5, 1 << (instance & 31));
}

/** What became of a list register, and of the physical interrupt it maps, is not known. */
function spoilListRegister(
  account: Account,
  lrs: ListRegisterAccount,
  n: number,
  vcpu: number,
): void {
  lrs.unknown[n] = 1;
  const instance = lrs.physical[n] < 0 ? -1 : account.interrupts.instance(lrs.physical[n], vcpu);
  if (instance >= 0) account.interrupts.poison(instance);
}

/**
 * GICv2: an active SGI is ended with the CPUID that its acknowledge reported, otherwise it is
 * UNPREDICTABLE (GIC-CPU-042). One activated through ISACTIVER has none.
 */
function namesOtherSource(account: Account, instance: number, value: number): boolean {
  const { interrupts } = account;
  const word = instance >> 5;
  const intid = instance & 31;
  if (account.machine.gic === 3 || word >= interrupts.vcpus || intid > 15) return false;
  if (!interrupts.isActive(instance)) return false;
  if (interrupts.has(Mark.ActivatedByWrite, instance)) return true;
  return interrupts.activeSource[word * 16 + intid] !== ((value >>> 10) & 7);
}

/**
 * Behind list registers the active state that a write of ISACTIVER gave to an SPI is with a vCPU of
 * the hypervisor's choice. An EOIR of another, for an activation of its own that ICACTIVER ended,
 * finds no list register and says no INTID (EOIcount).
 */
function isHeldAnywhere({ immediate, interrupts }: Account, instance: number): boolean {
  const isShared = instance >> 5 >= interrupts.vcpus;
  return !immediate && isShared && interrupts.has(Mark.ActivatedByWrite, instance);
}

function endCpu(
  account: Account,
  m: Moment,
  iface: InterfaceAccount,
  intid: number,
  empty: boolean,
  newMode: boolean,
): void {
  const instance = account.interrupts.instance(intid, m.vcpu);
  if (instance < 0) return;
  if (empty) {
    // No drop; whether it deactivates is UNPREDICTABLE (GIC-CPU-044).
    if (account.interrupts.isActive(instance)) account.interrupts.poison(instance);
    return;
  }
  // Active through another PE, its own activation ended by ICACTIVER: this EOIR ends nothing that
  // this PE acknowledged (GIC-CPU-042).
  const taker = account.interrupts.takenBy[instance];
  const isOthers = iface.eoiMode === 0 && taker >= 0 && taker !== m.vcpu;
  const isUncertain = isOthers || isHeldAnywhere(account, instance);
  if (!iface.controlKnown || isUncertain || namesOtherSource(account, instance, m.low)) {
    account.interrupts.poison(instance);
    return;
  }
  const word = instance >> 5;
  const bit = (1 << (instance & 31)) & account.interrupts.active[word];
  if (newMode) account.interrupts.give(Mark.EndedUnderNewMode, word, bit);
  if (iface.eoiMode === 0) {
    account.interrupts.deactivate(instance);
    account.interrupts.give(Mark.EndedByEoir, word, bit);
  } else account.interrupts.give(Mark.DroppedOnly, word, bit);
}

function endVirtual(
  account: Account,
  m: Moment,
  iface: InterfaceAccount,
  intid: number,
  dropped: number,
  newMode: boolean,
): void {
  const lrs = account.listRegisters[m.vcpu];
  spoilNamed(account, lrs, intid, m.vcpu);
  const n = lrs.find(intid, ACTIVE_STATES);
  const lpi = intid >= FIRST_LPI;
  spoilOtherSource(account, lrs, n, m);
  if (!iface.controlKnown) {
    // EOImode may be 0 or 1.
    spoilEnded(account, m, intid);
    return;
  }
  if (dropped < 0) {
    if (n >= 0) {
      spoilListRegister(account, lrs, n, m.vcpu);
      if (!lpi) lrs.spoilCount();
    } else if (!lpi) {
      lrs.countMarks |= CountMark.PoplessMiss;
      lrs.eoiCountUnknown = true;
      lrs.eoiCountOpen++;
    }
    return;
  }
  if (n < 0) {
    account.counts.listRegisterMisses++;
    if (lpi) lrs.countMarks |= CountMark.LpiMiss;
    else if (iface.eoiMode === 0) countMiss(lrs, intid);
    else lrs.countMarks |= CountMark.DropMiss;
    return;
  }
  if (newMode) lrs.marks[n] |= LrMark.EndedUnderNewMode;
  if (iface.eoiMode === 1 && !lpi) {
    lrs.marks[n] |= LrMark.DroppedOnly;
    noteVirtualDrop(account, lrs, n, m.vcpu);
    return;
  }
  // Group or group priority of the register does not match what was dropped: GIC-LR-016.
  const group = lrs.group[n];
  // GICH_APR does not keep the groups apart.
  const droppedGroup = account.machine.gic === 2 ? group : dropped >> 8;
  if (droppedGroup !== group || (dropped & 0xff) !== (lrs.priority[n] & iface.groupMask(group))) {
    spoilListRegister(account, lrs, n, m.vcpu);
    return;
  }
  lrs.marks[n] |= LrMark.EndedByEoir;
  deactivateListRegister(account, lrs, n, m.vcpu);
}

function countMiss(lrs: ListRegisterAccount, intid: number): void {
  // Whether a register that is only pending counts as found is left open.
  if (lrs.find(intid, 1 << LR_PENDING) >= 0) {
    lrs.spoilCount();
    return;
  }
  lrs.eoiCount = (lrs.eoiCount + 1) & 31;
  lrs.countMarks |= CountMark.Miss;
}

function deactivateListRegister(
  account: Account,
  lrs: ListRegisterAccount,
  n: number,
  vcpu: number,
): void {
  lrs.state[n] = lrs.state[n] === LR_ACTIVE ? LR_INACTIVE : LR_PENDING;
  if (lrs.physical[n] >= 0) {
    const instance = account.interrupts.instance(lrs.physical[n], vcpu);
    if (instance < 0) return;
    // HW=1 needs a physical interrupt that is active (GIC-LR-009).
    if (account.interrupts.isActive(instance) && !lrs.unknown[n]) {
      account.interrupts.deactivate(instance);
      account.interrupts.give(Mark.ReleasedByListRegister, instance >> 5, 1 << (instance & 31));
      if (account.interrupts.has(Mark.HighAtDeactivation, instance)) {
        const bit = 1 << (instance & 31);
        account.interrupts.give(Mark.HighAtVirtualDeactivation, instance >> 5, bit);
      }
    } else account.interrupts.poison(instance);
  }
}

/** DIR with EOImode 0 changes nothing (GIC-CPU-041). */
function ignoreDeactivate(account: Account, m: Moment, intid: number): void {
  if (m.interface !== 0) {
    const lrs = account.listRegisters[m.vcpu];
    const n = lrs.find(intid, ACTIVE_STATES);
    if (n >= 0) lrs.marks[n] |= LrMark.DirInMode0;
    return;
  }
  const instance = account.interrupts.instance(intid, m.vcpu);
  if (instance < 0) return;
  const word = instance >> 5;
  const bit = (1 << (instance & 31)) & account.interrupts.active[word];
  account.interrupts.give(Mark.DirIgnored, word, bit);
}

/** DIR of either interface (GIC-CPU-041). */
export function deactivate(account: Account, m: Moment): void {
  const iface = account.interface(m.vcpu, m.interface);
  const intid = intidOf(account, m.low);
  if (isSpecial(intid)) return;
  if (!iface.controlKnown) {
    // EOImode may be 0 or 1.
    spoilEnded(account, m, intid);
    return;
  }
  if (iface.eoiMode === 0) {
    ignoreDeactivate(account, m, intid);
    return;
  }
  account.touch(m.vcpu, m.interface);
  if (stackHas(iface, m.low)) iface.earlyDir = true;
  if (m.interface === 0) {
    const instance = account.interrupts.instance(intid, m.vcpu);
    if (instance < 0) return;
    const word = instance >> 5;
    const bit = (1 << (instance & 31)) & account.interrupts.active[word];
    if (namesOtherSource(account, instance, m.low)) {
      account.interrupts.poison(instance);
      return;
    }
    account.interrupts.deactivate(instance);
    account.interrupts.give(Mark.EndedByDir, word, bit);
    return;
  }
  const lrs = account.listRegisters[m.vcpu];
  if (intid >= FIRST_LPI) {
    const lpi = lrs.find(intid, ACTIVE_STATES);
    if (lpi < 0) lrs.countMarks |= CountMark.LpiMiss;
    else lrs.marks[lpi] |= LrMark.DirIgnored;
    return;
  }
  spoilNamed(account, lrs, intid, m.vcpu);
  const n = lrs.find(intid, ACTIVE_STATES);
  if (n < 0) {
    countMiss(lrs, intid);
    return;
  }
  spoilOtherSource(account, lrs, n, m);
  lrs.marks[n] |= LrMark.EndedByDir;
  deactivateListRegister(account, lrs, n, m.vcpu);
}

function stackHas(iface: InterfaceAccount, value: number): boolean {
  for (let i = 0; i < iface.depth; i++) if (iface.stack[i] === value) return true;
  return false;
}
