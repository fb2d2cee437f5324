import { ENABLE_READS } from '../events';
import { fixedEnables } from '../scenarios';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-02',
  title: 'SGI enable bits fixed at 1 or programmable (GICv2); what they are before the first write',
  rule: 'ISENABLER0[15:0] is not compared; GICv3: not until written',
  handledBy: 'comparison',
  explains(a, b, account) {
    if (!ENABLE_READS.includes(a.register) || a.word < 0 || a.outcome !== b.outcome) return false;
    return ((a.low ^ b.low) & ~fixedEnables(account, a.word)) === 0;
  },
});
