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

const { DroppedOnly, EndedByDir } = LrMark;

export default requirement({
  id: 'GIC-CPU-042',
  title:
    'DIRs may come in any order: each deactivates what it names, and what still waits for its DIR stays active',
  source: 'GICC_DIR, GICV_DIR, ICC_DIR_EL1, ICV_DIR_EL1 (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...ACTIVE_READS, ...LIST_REGISTER_READS],
  check(m, account) {
    if (isListRegister(m.register)) {
      if ((listRegisterMarks(account, m) & (DroppedOnly | EndedByDir)) === 0) {
        return Verdict.NotConcerned;
      }
      const { marks, count } = account.listRegisters[m.vcpu];
      let ended = 0;
      let waiting = 0;
      for (let n = 0; n < count; n++) {
        if (marks[n] & EndedByDir) ended++;
        else if (marks[n] & DroppedOnly) waiting++;
      }
      if (ended === 0 || waiting === 0) return Verdict.NotConcerned;
      return listRegisterStateVerdict(account, m);
    }
    if (m.word < 0) return Verdict.NotConcerned;
    const i = account.interrupts;
    const ended = i.marked(Mark.EndedByDir, m.word) & ~i.unknown[m.word];
    const waiting = i.marked(Mark.DroppedOnly, m.word) & ~i.unknown[m.word];
    if (ended === 0 || waiting === 0) return Verdict.NotConcerned;
    return bitsAre(m.low, i.active[m.word], ended | waiting);
  },
});
