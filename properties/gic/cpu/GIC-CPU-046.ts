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

export default requirement({
  id: 'GIC-CPU-046',
  title:
    'After EOImode changed while interrupts were active each EOIR obeys the mode at its own time',
  source: 'GICC_CTLR.EOImode, GICV_CTLR.EOImode (C)',
  applies: { gic: [2] },
  strength: 'after-barrier',
  on: [...ACTIVE_READS, ...LIST_REGISTER_READS],
  check(m, account) {
    if (isListRegister(m.register)) {
      const marks = listRegisterMarks(account, m);
      if ((marks & LrMark.EndedUnderNewMode) === 0) return Verdict.NotConcerned;
      return listRegisterStateVerdict(account, m);
    }
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const ended = i.marked(Mark.EndedByEoir, m.word) | i.marked(Mark.DroppedOnly, m.word);
    const concerned = ended & i.marked(Mark.EndedUnderNewMode, m.word) & ~i.unknown[m.word];
    return bitsAre(m.low, i.active[m.word], concerned);
  },
});
