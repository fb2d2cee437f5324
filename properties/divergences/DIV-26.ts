import { HPPIR_READS } from '../events';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-26',
  title: 'HPPIR when the group of the highest pending interrupt is disabled',
  rule: 'Compared only with groups enabled',
  handledBy: 'comparison',
  explains(a, b, account) {
    void b;
    return HPPIR_READS.includes(a.register) && account.evaluate(a.vcpu, a.interface).groupOff;
  },
});
