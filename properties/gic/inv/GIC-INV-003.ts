import { LISTS } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';
import { countValid, isAtEntry, isDoubled, Sharing, sharing } from '../../lists/record';

export default requirement({
  id: 'GIC-INV-003',
  title:
    'Single residency: an interrupt is in one list register of a vCPU at most, and an SPI in the lists and list registers of one vCPU at most',
  source: 'derived; GIC-LR-006',
  applies: { gic: [2, 3], lists: 'any' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }, account) {
    const atEntry = isAtEntry(record);
    if (atEntry && isDoubled(record, 0, 0xffff)) return Verdict.Broken;
    const shared = sharing(account, record, true);
    if (shared !== Sharing.NoSpi) return holds(shared === Sharing.Apart);
    return atEntry && countValid(record, 0, 0xffff) > 1 ? Verdict.Held : Verdict.NotConcerned;
  },
});
