import { holds, Verdict } from '../../requirement';
import { onHypervisor } from '../requirement';
import { isInHardware, isSameTable } from '../table';

export default onHypervisor({
  id: 'MPU-P-063',
  title:
    'Every secondary CPU comes up with the table of the one that boots, and has the same in memory ' +
    'and in hardware whenever no guest runs on it',
  source: 'digest 3.4',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check({ step, shown }, { machine, boot, running, el2, done, tableBefore }) {
    if (shown.result !== 'ok') return Verdict.NotConcerned;
    if (!boot) {
      if ((machine.cpus ?? 1) === 1 || step.step === 'switch' || step.step === 'idle') {
        return Verdict.NotConcerned;
      }
      const comeUp = step.step === 'boot' && step.phase === 'secondary-cpus';
      // What changes there changes everywhere.
      const changes = done.has('secondary-cpus') && !isSameTable(tableBefore, shown.table);
      if (!comeUp && !changes) return Verdict.NotConcerned;
      return holds(shown.others?.length === machine.cpus! - 1);
    }
    if (running) return Verdict.NotConcerned;
    return holds(
      isSameTable(boot.arrangement.idle, shown.table) &&
        el2.enabled().length === shown.table.length &&
        shown.table.every((entry) => isInHardware(entry, el2)),
    );
  },
});
