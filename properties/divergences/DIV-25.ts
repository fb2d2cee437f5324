import { RPR_READS } from '../events';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-25',
  title: 'Low bits of RPR on GICv2: group or full priority',
  rule: 'Compared in the group bits',
  handledBy: 'comparison',
  explains(a, b, account) {
    if (account.machine.gic !== 2 || !RPR_READS.includes(a.register)) return false;
    const iface = account.interface(a.vcpu, a.interface);
    return ((a.low ^ b.low) & iface.groupMask(0) & iface.groupMask(1)) === 0;
  },
});
