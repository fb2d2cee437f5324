import { ACKNOWLEDGES, HPPIR_READS } from '../events';
import { acknowledgeIsRight, highestPendingIsRight } from '../account/expectation';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-07',
  title: 'Order among interrupts of equal priority',
  rule: 'Either of the best is right; they are compared as sets per priority level',
  handledBy: 'comparison',
  changesState: true,
  explains(a, b, account) {
    if (!ACKNOWLEDGES.includes(a.register) && !HPPIR_READS.includes(a.register)) return false;
    const evaluation = account.evaluate(a.vcpu, a.interface);
    if (evaluation.ties < 2 || a.acknowledged === b.acknowledged) return false;
    const judge = a.isAcknowledge ? acknowledgeIsRight : highestPendingIsRight;
    return [a, b].every((m) => judge(account, m) !== false);
  },
});
