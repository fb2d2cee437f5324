import {
  isListRegister,
  LIST_REGISTER_READS,
  listRegisterMarks,
  listRegisterStateVerdict,
} from '../../active-priorities';
import { LrMark } from '../../account/list-registers';
import { Mark } from '../../account/marks';
import { ACTIVE_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

const ENDED = LrMark.EndedByEoir | LrMark.DroppedOnly | LrMark.EndedByDir;

export default requirement({
  id: 'GIC-CPU-040',
  title:
    'EOIR deactivates with EOImode 0; with EOImode 1 it only drops the priority, and DIR deactivates',
  source:
    'GICC_EOIR, GICC_DIR, GICV_EOIR, GICV_DIR, ICC_CTLR_EL1.EOImode, ICV_CTLR_EL1.EOImode (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...ACTIVE_READS, ...LIST_REGISTER_READS],
  check(m, account) {
    if (isListRegister(m.register)) {
      if ((listRegisterMarks(account, m) & ENDED) === 0) return Verdict.NotConcerned;
      return listRegisterStateVerdict(account, m);
    }
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const ended =
      i.marked(Mark.EndedByEoir, m.word) |
      i.marked(Mark.DroppedOnly, m.word) |
      i.marked(Mark.EndedByDir, m.word);
    return bitsAre(m.low, i.active[m.word], ended & ~i.unknown[m.word]);
  },
});
