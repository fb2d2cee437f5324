import { Line } from '../../../models/contract/observation';
import type { Account } from '../../account/account';
import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES, LINES } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';
import { refusesMarked } from '../../scenarios';

/** A disabled interrupt, complete and still pending, could be what asserts this PE's line. */
function anyCompleted(account: Account, vcpu: number): boolean {
  const i = account.interrupts;
  if (i.given[Mark.DisableCompleted] === 0) return false;
  for (let word = vcpu; word < i.top; word = word < i.vcpus ? i.vcpus : word + 1) {
    const bits = i.marked(Mark.DisableCompleted, word) & i.pending(word) & ~i.unknown[word];
    if ((bits & ~i.active[word] & i.routed[vcpu * i.words + word]) !== 0) return true;
  }
  return false;
}

export default requirement({
  id: 'GIC-DIST-012',
  title: 'After RWP reads 0 an interrupt that was disabled before is not newly activated',
  source: 'IHI 0069 GICD_CTLR.RWP, GICR_CTLR.RWP (H)',
  applies: { gic: [3] },
  strength: 'between-barriers',
  on: [...CPU_ACKNOWLEDGES, LINES],
  check(m, account) {
    if (m.linesOf < 0) return refusesMarked(account, m, Mark.DisableCompleted);
    if (!account.settled) return Verdict.NotConcerned;
    // Nothing is forwarded to a PE that sleeps or is off, for another reason than this one.
    if (((account.asleep | account.off) >>> m.linesOf) & 1) return Verdict.NotConcerned;
    const e = account.evaluate(m.linesOf, 0);
    if (e.uncertain || e.candidates !== 0) return Verdict.NotConcerned;
    if (!anyCompleted(account, m.linesOf)) {
      return Verdict.NotConcerned;
    }
    return holds((m.lines & (Line.Irq | Line.Fiq)) === 0);
  },
});
