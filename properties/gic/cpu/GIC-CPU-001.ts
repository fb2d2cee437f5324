import { Line } from '../../../models/contract/observation';
import type { Evaluation } from '../../account/evaluation';
import { LINES, VIRTUAL_LINES } from '../../events';
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
  on: [LINES, VIRTUAL_LINES],
  check(m, account) {
    const v = m.linesOf;
    const off = (account.off >>> v) & 1;
    const virtual = m.linesInterface === 1;
    const irq = virtual ? Line.Virq : Line.Irq;
    const fiq = virtual ? Line.Vfiq : Line.Fiq;
    const shown = m.lines & (irq | fiq);
    if (virtual ? off || !account.listRegisters[v].used : off || (account.asleep >>> v) & 1) {
      // A PE that is off or asleep is offered nothing.
      return virtual || shown === 0 ? Verdict.NotConcerned : Verdict.Broken;
    }
    const shared = account.machine.gic === 2 && !account.interface(v, m.linesInterface).fiqEn;
    return judge(account.evaluate(v, m.linesInterface), shown, shared ? irq : fiq, irq);
  },
});
