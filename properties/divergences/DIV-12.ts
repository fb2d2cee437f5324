import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-12',
  title: 'Order in which the sources of a GICv2 SGI are presented',
  rule: 'They are compared as sets',
  handledBy: 'comparison',
  changesState: true,
  explains(a, b, account) {
    void account;
    return a.isAcknowledge && a.acknowledged === b.acknowledged && a.source !== b.source;
  },
});
