import type { ListsView } from '../../../models/contract/lists';
import { EntryFlag } from '../../../models/contract/lists';
import type { Account } from '../../account/account';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { holdsAsActive, isCertain, isSurelyActive } from '../carried';
import { holdsActive, isAtEntry, isLeftPending, isSpilled } from '../record';

/** Pending interrupts of an enabled group are left out, although an active one is in. */
function pendingFirst(record: ListsView): Verdict {
  let left = false;
  for (let n = 0; n < record.entries && !left; n++) {
    left = isLeftPending(record, n) && (record.entryFlags(n) & EntryFlag.GroupOn) !== 0;
  }
  if (!left) return Verdict.NotConcerned;
  for (let n = 0; n < record.shown; n++) if (holdsActive(record, n)) return Verdict.Broken;
  return Verdict.Held;
}

/** Spilled active states at the entry before are kept until they are ended, and no longer. */
function spilledStay(record: ListsView, before: ListsView, account: Account): Verdict {
  let verdict: Verdict = Verdict.NotConcerned;
  for (let n = 0; n < before.entries; n++) {
    if (!isSpilled(before, n)) continue;
    const intid = before.entryIntid(n);
    const instance = account.interrupts.instance(intid, record.vcpu);
    const active = isSurelyActive(account, instance, record.vcpu);
    if (!active && !isSurelyInactive(account, instance, record.vcpu)) continue;
    if (holdsAsActive(record, intid) !== active) return Verdict.Broken;
    verdict = Verdict.Held;
  }
  return verdict;
}

/** It was ended, and nothing UNPREDICTABLE happened that may have ended another in its place. */
function isSurelyInactive(account: Account, instance: number, vcpu: number): boolean {
  const iface = account.interface(vcpu, 0);
  if (iface.aprUnknown || iface.stackUnknown) return false;
  return isCertain(account, instance) && !account.interrupts.isActive(instance);
}

export default requirement({
  id: 'ORDER-003',
  title:
    'When not all fit, pending interrupts go into list registers before active ones; no active state held outside is lost or given to another interrupt',
  source: 'digest B.2 Entry, Sort, Exit (from 2025-11), B.5, DIFF-36, DIFF-37',
  applies: { gic: [2, 3], lists: 'any', overflow: 'pending-first' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }, account) {
    if (!isAtEntry(record)) return Verdict.NotConcerned;
    const first = pendingFirst(record);
    if (first === Verdict.Broken) return first;
    const stay = spilledStay(record, account.recordsBefore[record.vcpu], account);
    return stay === Verdict.NotConcerned ? first : stay;
  },
});
