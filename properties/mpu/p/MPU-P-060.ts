import { holds, Verdict } from '../../requirement';
import { onHypervisor } from '../requirement';
import type { Span } from '../script-account';

/** An instruction. */
const WORD = 4;

export default onHypervisor({
  id: 'MPU-P-060',
  title: 'At the end of booting all of init text and all of init data is overwritten',
  source: 'digest 3.4: free_init_memory',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check({ step, shown }, { sections }) {
    if (step.step !== 'boot' || step.phase !== 'free-init-memory' || shown.result !== 'ok') {
      return Verdict.NotConcerned;
    }
    const words = ({ start, end }: Span): number => Math.floor((end - start) / WORD);
    const { initText, initData } = sections;
    return holds(shown.low === words(initText) && shown.high === words(initData));
  },
});
