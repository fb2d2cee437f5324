import { ENABLE_READS } from '../events';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-02',
  title: 'SGI enable bits fixed at 1 or programmable (GICv2)',
  rule: 'ISENABLER0[15:0] is not compared',
  handledBy: 'comparison',
  explains(a, b, account) {
    return (
      account.machine.gic === 2 &&
      ENABLE_READS.includes(a.register) &&
      a.index === 0 &&
      ((a.low ^ b.low) & ~0xffff) === 0
    );
  },
});
