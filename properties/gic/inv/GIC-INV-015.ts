import type { ListsView } from '../../../models/contract/lists';
import { EntryFlag } from '../../../models/contract/lists';
import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { isAtEntry } from '../../lists/record';

/** The flags of entry n agree with the lists it is on and the list register it claims. */
function isConsistent(record: ListsView, n: number): boolean {
  const flags = record.entryFlags(n);
  const waits = (flags & EntryFlag.Waiting) !== 0;
  if (waits && (flags & EntryFlag.Listed) === 0) return false;
  if (waits !== record.entryWaitingAt(n) >= 0) return false;
  const register = record.entryRegister(n);
  if (((flags & EntryFlag.Resident) !== 0) !== register >= 0) return false;
  return register < record.registers;
}

export default requirement({
  id: 'GIC-INV-015',
  title:
    'List sanity: what waits is listed, list registers and the interrupts that claim them correspond one to one, and flags agree with both',
  source: 'derived; digest 5',
  applies: { gic: [2, 3], lists: 'any' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }) {
    const atEntry = isAtEntry(record);
    let claimedLow = 0;
    let claimedHigh = 0;
    for (let n = 0; n < record.entries; n++) {
      if (!isConsistent(record, n)) return Verdict.Broken;
      const register = record.entryRegister(n);
      if (register < 0) continue;
      const bit = 1 << (register & 31);
      if (((register < 32 ? claimedLow : claimedHigh) & bit) !== 0) return Verdict.Broken;
      if (register < 32) claimedLow |= bit;
      else claimedHigh |= bit;
      if (atEntry && record.registerIntid(register) !== record.entryIntid(n)) {
        return Verdict.Broken;
      }
    }
    if (atEntry) {
      for (let n = 0; n < record.shown; n++) {
        if (record.registerState(n) === 0) continue;
        if ((((n < 32 ? claimedLow : claimedHigh) >>> (n & 31)) & 1) === 0) return Verdict.Broken;
      }
    }
    return record.entries > 0 ? Verdict.Held : Verdict.NotConcerned;
  },
});
