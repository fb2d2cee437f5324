import type { ListsView } from '../../../models/contract/lists';
import { EntryFlag } from '../../../models/contract/lists';
import type { Account } from '../../account/account';
import { LR_INACTIVE } from '../../account/list-registers';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import {
  holdsActive,
  isAtEntry,
  isLeftPending,
  isSpilled,
  keptPriority,
  stoppedAt,
} from '../record';

const HELD_ACTIVE = EntryFlag.Listed | EntryFlag.Active;

/** Active list registers come first, then pending ones by ascending priority value. */
function isOrdered(record: ListsView): boolean {
  let last = -1;
  for (let n = 0; n < record.shown; n++) {
    if (record.registerState(n) === LR_INACTIVE) continue;
    if (holdsActive(record, n)) {
      if (last >= 0) return false;
      continue;
    }
    if (record.registerPriority(n) < last) return false;
    last = record.registerPriority(n);
  }
  return true;
}

function areAllActive(record: ListsView): boolean {
  for (let n = 0; n < record.registers; n++) if (!holdsActive(record, n)) return false;
  return true;
}

/** No list register is pending with a lower priority than this one. */
function areNoneBelow(record: ListsView, priority: number): boolean {
  for (let n = 0; n < record.shown; n++) {
    if (record.registerState(n) === LR_INACTIVE || holdsActive(record, n)) continue;
    if (record.registerPriority(n) > priority) return false;
  }
  return true;
}

function judge(record: ListsView, account: Account): Verdict {
  const stopped = stoppedAt(record);
  let isConcerned = false;
  let spilled = false;
  let bestLeft = 256;
  for (let n = 0; n < record.entries; n++) {
    if ((record.entryFlags(n) & HELD_ACTIVE) === HELD_ACTIVE) isConcerned = true;
    if (n >= stopped) continue;
    const priority = record.entryPriority(n);
    if (isSpilled(record, n)) spilled = true;
    else if (isLeftPending(record, n) && priority < bestLeft) bestLeft = priority;
  }
  if (spilled && !areAllActive(record)) return Verdict.Broken;
  if (bestLeft !== 256) {
    isConcerned = true;
    if (!isOrdered(record)) return Verdict.Broken;
    if (!areNoneBelow(record, bestLeft & keptPriority(account))) return Verdict.Broken;
  }
  return isConcerned ? Verdict.Held : Verdict.NotConcerned;
}

/**
 * Among active interrupts there is no order: the KVM of that time compares priorities only where
 * neither interrupt is active.
 */
export default requirement({
  id: 'ORDER-001',
  title:
    'At entry every active interrupt is in a list register, ahead of the pending ones, then by priority; where the active ones are too many they have all list registers',
  source: 'digest B.2 Sort (before 2025-11), B.5, section c; corrections C11, C13',
  applies: { gic: [2, 3], lists: 'any', overflow: 'active-first' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }, account) {
    return isAtEntry(record) ? judge(record, account) : Verdict.NotConcerned;
  },
});
