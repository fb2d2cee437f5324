import { HPPIR_READS } from '../events';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-12',
  title: 'Order in which the sources of a GICv2 SGI are presented',
  rule: 'They are compared as sets',
  handledBy: 'comparison',
  changesState: true,
  explains(a, b, account) {
    void account;
    const shows = a.isAcknowledge || HPPIR_READS.includes(a.register);
    return shows && a.acknowledged === b.acknowledged && a.source !== b.source;
  },
});
