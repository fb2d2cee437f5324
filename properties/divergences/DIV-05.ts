import { Mark } from '../account/marks';
import { PENDING_READS } from '../events';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-05',
  title: 'Effect of ISPENDR and ICPENDR on PPIs with wired sources',
  rule: 'PPI bits of pending registers are not compared once written',
  handledBy: 'comparison',
  changesState: true,
  explains(a, b, account) {
    if (!PENDING_READS.includes(a.register) || a.word < 0 || a.word >= account.interrupts.vcpus) {
      return false;
    }
    const written = account.interrupts.marked(Mark.Written, a.word) & 0xffff0000;
    return ((a.low ^ b.low) & ~written) === 0;
  },
});
