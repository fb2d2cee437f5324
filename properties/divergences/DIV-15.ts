import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-15',
  title: 'UNPREDICTABLE sequences: unordered EOI, duplicate vINTIDs, APR garbage, …',
  rule: 'Only in hostile workloads; nothing is compared after one',
  handledBy: 'comparison',
  changesState: true,
  explains(a, b, account) {
    void b;
    if (account.evaluate(a.vcpu, 0).uncertain || account.evaluate(a.vcpu, 1).uncertain) return true;
    return a.word >= 0 && account.interrupts.unknown[a.word] !== 0;
  },
});
