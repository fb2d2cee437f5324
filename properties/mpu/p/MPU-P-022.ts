import { holds, holdsAtStake, Verdict } from '../../requirement';
import { wantedP2m } from '../arrangement';
import { onHypervisor } from '../requirement';
import { spanOf } from '../script-account';

export default onHypervisor({
  id: 'MPU-P-022',
  title:
    'A domain that has more regions than the fixed ones leave is not made, nor given so many; one ' +
    'that was made can be switched to',
  source: 'digest 3.2',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check({ step, shown }, account) {
    const { layout, machine, tableBefore, sections } = account;
    const wanted = wantedP2m(step, account);
    if (step.step === 'switch') {
      if (shown.result === 'skipped') return Verdict.NotConcerned;
      // With regions to spare nothing shows that they were counted.
      return holdsAtStake(shown.result === 'ok', shown.table.length >= machine.el2Regions);
    }
    if (!wanted || shown.result === 'skipped') return Verdict.NotConcerned;
    const own = [
      ...(['text', 'rodata', 'roAfterInit', 'data', 'bss'] as const).map((name) => sections[name]),
      ...layout.staticHeap.map(spanOf),
    ];
    const fixed = tableBefore.filter(({ base, limit }) =>
      own.some(({ start, end }) => base < end && start <= limit),
    );
    const needed = fixed.length + wanted.length;
    return needed > machine.el2Regions ? holds(shown.result !== 'ok') : Verdict.NotConcerned;
  },
});
