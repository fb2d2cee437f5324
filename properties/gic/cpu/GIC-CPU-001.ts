import { Line } from '../../../models/contract';
import type { Evaluation } from '../../account/evaluation';
import { LINES } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

/** `line0` and `line1`: the lines of Group 0 and Group 1, which GICv2 without FIQEn shares. */
function judge(e: Evaluation, shown: number, line0: number, line1: number): Verdict {
  if (e.uncertain) return Verdict.NotConcerned;
  if (e.best === 256 && shown === 0) return Verdict.NotConcerned;
  const signalled = (e.signal0 ? line0 : 0) | (e.signal1 ? line1 : 0);
  if (!e.best0 || !e.best1) return holds(shown === signalled);
  // A tie between the groups: either may be the candidate (DIV-07), so a line of one that passes.
  if ((shown & ~signalled) !== 0) return Verdict.Broken;
  return holds(shown !== 0 || !e.signal0 || !e.signal1);
}

export default requirement({
  id: 'GIC-CPU-001',
  title:
    'The highest-priority pending interrupt is signalled if and only if it is higher than PMR and preempts the running priority',
  source: 'GICC_PMR, ICC_PMR_EL1, ICV_PMR_EL1: priority mask and preemption (H)',
  applies: { gic: [2, 3], lines: true },
  strength: 'after-barrier',
  on: [LINES],
  check(m, account) {
    const v = m.linesOf;
    const cpu = account.interface(v, 0);
    const virtual = account.interface(v, 1);
    const gic2 = account.machine.gic === 2;
    const physicalLines = m.lines & (Line.Irq | Line.Fiq);
    let physical: Verdict;
    if (((account.off | account.asleep) >>> v) & 1) {
      // A PE that is off or asleep is offered nothing.
      physical = physicalLines === 0 ? Verdict.NotConcerned : Verdict.Broken;
    } else {
      const group0 = gic2 && !cpu.fiqEn ? Line.Irq : Line.Fiq;
      physical = judge(account.evaluate(v, 0), physicalLines, group0, Line.Irq);
    }
    if (physical === Verdict.Broken) return physical;
    if ((account.off >>> v) & 1 || !account.listRegisters[v].used) return physical;
    const group0 = gic2 && !virtual.fiqEn ? Line.Virq : Line.Vfiq;
    const shown = m.lines & (Line.Virq | Line.Vfiq);
    const verdict = judge(account.evaluate(v, 1), shown, group0, Line.Virq);
    return verdict === Verdict.NotConcerned ? physical : verdict;
  },
});
