import {
  APR_READS,
  isListRegister,
  LIST_REGISTER_READS,
  listRegisterMarks,
  listRegisterStateVerdict,
  prioritiesOf,
  prioritiesVerdict,
} from '../../active-priorities';
import { LrMark } from '../../account/list-registers';
import { Mark } from '../../account/marks';
import { ACTIVE_READS, RPR_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-CPU-041',
  title:
    'DIR with EOImode 0 changes nothing; DIR before EOIR deactivates but the active-priority bit stays',
  source: 'GICC_DIR, GICV_DIR, ICC_DIR_EL1, ICV_DIR_EL1 (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...ACTIVE_READS, ...LIST_REGISTER_READS, ...APR_READS, ...RPR_READS],
  check(m, account) {
    if (isListRegister(m.register)) {
      const early = account.interface(m.vcpu, 1).earlyDir ? LrMark.EndedByDir : 0;
      const concerned = listRegisterMarks(account, m) & (LrMark.DirInMode0 | early);
      return concerned ? listRegisterStateVerdict(account, m) : Verdict.NotConcerned;
    }
    if (ACTIVE_READS.includes(m.register)) {
      if (m.word < 0) return Verdict.NotConcerned;
      const i = account.interrupts;
      const ignored = i.marked(Mark.DirIgnored, m.word);
      const early = account.interface(m.vcpu, 0).earlyDir ? i.marked(Mark.EndedByDir, m.word) : 0;
      return bitsAre(m.low, i.active[m.word], (ignored | early) & ~i.unknown[m.word]);
    }
    const iface = prioritiesOf(account, m);
    if (!iface.earlyDir || !iface.anyActive()) return Verdict.NotConcerned;
    return prioritiesVerdict(account, m);
  },
});
