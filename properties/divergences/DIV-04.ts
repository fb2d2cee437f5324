import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-04',
  title: 'Time until a distributor write is effective',
  rule: "Compare only at synchronisation points: the target's exit and entry, or RWP = 0",
  handledBy: 'comparison',
  differences: ['DIFF-16', 'DIFF-54'],
  explains(a, b, account) {
    void a;
    void b;
    return !account.settled;
  },
});
