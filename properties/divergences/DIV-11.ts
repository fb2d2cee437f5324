import { ACKNOWLEDGES, HPPIR_READS } from '../events';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-11',
  title: 'Which PE takes a 1-of-N interrupt, or one with several ITARGETSR bits',
  rule: 'Any target of the set is right',
  handledBy: 'comparison',
  differences: ['DIFF-26'],
  changesState: true,
  explains(a, b, account) {
    if (!ACKNOWLEDGES.includes(a.register) && !HPPIR_READS.includes(a.register)) return false;
    if (a.interface !== 0) return false;
    return [a, b].some((m) => m.instance >= 0 && account.interrupts.sharers(m.instance) > 1);
  },
});
