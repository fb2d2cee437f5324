import type { ListsView } from '../../models/contract/lists';
import { EntryFlag, RecordFlag } from '../../models/contract/lists';
import type { Account } from '../account/account';
import { LR_ACTIVE, LR_PENDING } from '../account/list-registers';
import { Mark } from '../account/marks';
import { Verdict } from '../requirement';
import { entryOf, registerOf } from './record';

const REQUEST = EntryFlag.Pending | EntryFlag.Latch | EntryFlag.Line;
/** Pending since a deactivation: not because it was pending in a list register. */
const AFTER_DEACTIVATION: readonly Mark[] = [
  Mark.HighAtDeactivation,
  Mark.DeactivatedWhilePending,
  Mark.PendingAfterDeactivateWrite,
];

function isUnknown(account: Account, instance: number): boolean {
  return ((account.interrupts.unknown[instance >> 5] >>> (instance & 31)) & 1) !== 0;
}

/** The pending and active state of this instance is certain. */
export function isCertain(account: Account, instance: number): boolean {
  return instance >= 0 && !isUnknown(account, instance);
}

/**
 * Certainly active because this vCPU acknowledged it and did not end it. Nothing is certain once the
 * guest ended interrupts out of order: that may have deactivated another one.
 */
export function isSurelyActive(account: Account, instance: number, vcpu: number): boolean {
  const i = account.interrupts;
  if (!isCertain(account, instance) || !i.isActive(instance)) return false;
  const iface = account.interface(vcpu, 0);
  if (iface.aprUnknown || iface.stackUnknown) return false;
  return i.takenBy[instance] === vcpu && i.has(Mark.Acknowledged, instance);
}

/** The record holds this interrupt as active. */
export function holdsAsActive(record: ListsView, intid: number): boolean {
  const register = registerOf(record, intid);
  if (register >= 0 && record.registerState(register) >= LR_ACTIVE) return true;
  const entry = entryOf(record, intid);
  return entry >= 0 && (record.entryFlags(entry) & EntryFlag.Active) !== 0;
}

/** The record holds a request of this interrupt. */
export function holdsRequest(record: ListsView, intid: number): boolean {
  const register = registerOf(record, intid);
  if (register >= 0 && (record.registerState(register) & LR_PENDING) !== 0) return true;
  const entry = entryOf(record, intid);
  return entry >= 0 && (record.entryFlags(entry) & REQUEST) !== 0;
}

/** Some vCPU's latest record holds a request of this interrupt of `record.vcpu`. */
function someHoldsRequest(account: Account, record: ListsView, intid: number): boolean {
  if (holdsRequest(record, intid)) return true;
  if (intid < 32) return false;
  for (const other of account.records) {
    if (other !== record && !other.isEmpty && holdsRequest(other, intid)) return true;
  }
  return false;
}

/**
 * An interrupt that was in a list register of this vCPU and is no more: what was left of it, active
 * or a request that could be delivered here, is held elsewhere. Not concerned if nothing was left.
 */
export function isCarried(account: Account, record: ListsView, intid: number): Verdict {
  const i = account.interrupts;
  const instance = i.instance(intid, record.vcpu);
  if (!isCertain(account, instance)) return Verdict.NotConcerned;
  if (i.isActive(instance)) {
    if (!isSurelyActive(account, instance, record.vcpu)) return Verdict.NotConcerned;
    return holdsAsActive(record, intid) ? Verdict.Held : Verdict.Broken;
  }
  // With the distributor off a request may be kept where no list shows it.
  if ((record.flags & RecordFlag.DistributorOn) === 0) return Verdict.NotConcerned;
  if (!account.isCandidate(instance, record.vcpu)) return Verdict.NotConcerned;
  if ((i.shared[instance >> 5] >>> (instance & 31)) & 1) return Verdict.NotConcerned;
  for (let n = 0; n < AFTER_DEACTIVATION.length; n++) {
    if (i.has(AFTER_DEACTIVATION[n], instance)) return Verdict.NotConcerned;
  }
  return someHoldsRequest(account, record, intid) ? Verdict.Held : Verdict.Broken;
}
