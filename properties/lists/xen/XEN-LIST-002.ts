import type { ListsView } from '../../../models/contract/lists';
import { EntryFlag } from '../../../models/contract/lists';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { IntidSet } from '../record';

/** Priorities by position on the sub-list; -1 where nothing is. */
const waiting = new Int16Array(1024);

/** The sub-list, of positions below `length`, is sorted by priority. */
function isSubListSorted(record: ListsView, length: number): boolean {
  waiting.fill(-1, 0, length);
  for (let n = 0; n < record.entries; n++) {
    const position = record.entryWaitingAt(n);
    if (position >= 0) waiting[position] = record.entryPriority(n);
  }
  let last = -1;
  for (let position = 0; position < length; position++) {
    if (waiting[position] < 0) continue;
    if (waiting[position] < last) return false;
    last = waiting[position];
  }
  return true;
}

const listedBefore = new IntidSet();
const stayed = new IntidSet();

/**
 * What joined inflight_irqs since the record before stands behind what was on it at the same
 * priority. Only what was in no list register surely stayed on the list: the rest may have been
 * handled and have joined again.
 */
function areNewLast(record: ListsView, before: ListsView): boolean {
  listedBefore.clear();
  stayed.clear();
  for (let n = 0; n < before.entries; n++) {
    const flags = before.entryFlags(n);
    if ((flags & EntryFlag.Listed) === 0) continue;
    listedBefore.add(before.entryIntid(n));
    if ((flags & EntryFlag.Resident) === 0) stayed.add(before.entryIntid(n));
  }
  let newest = -1;
  for (let n = 0; n < record.entries; n++) {
    if ((record.entryFlags(n) & EntryFlag.Listed) === 0) continue;
    const intid = record.entryIntid(n);
    if (!listedBefore.has(intid)) newest = record.entryPriority(n);
    else if (stayed.has(intid) && record.entryPriority(n) === newest) return false;
  }
  return true;
}

export default requirement({
  id: 'XEN-LIST-002',
  title:
    'inflight_irqs and lr_pending are sorted by priority, and what joins inflight_irqs stands behind its equals',
  source: 'digest A.1 X-I2',
  applies: { gic: [2, 3], lists: 'inflight' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }, account) {
    let listed = 0;
    let sub = 0;
    let last = -1;
    for (let n = 0; n < record.entries; n++) {
      if (record.entryWaitingAt(n) >= sub) sub = record.entryWaitingAt(n) + 1;
      if ((record.entryFlags(n) & EntryFlag.Listed) === 0) continue;
      const priority = record.entryPriority(n);
      if (priority < last) return Verdict.Broken;
      last = priority;
      listed++;
    }
    if (sub > 1 && !isSubListSorted(record, sub)) return Verdict.Broken;
    if (listed < 2) return sub > 1 ? Verdict.Held : Verdict.NotConcerned;
    const before = account.recordsBefore[record.vcpu];
    if (!before.isEmpty && !areNewLast(record, before)) return Verdict.Broken;
    return Verdict.Held;
  },
});
