import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-35',
  title: 'Private pending and enable state across CPU_OFF and CPU_ON',
  rule: 'Kept or reset; see GIC-INV-017',
  handledBy: 'comparison',
  changesState: true,
  explains(a, b, account) {
    void b;
    if (a.word < 0 || a.word >= account.interrupts.vcpus) return false;
    return ((account.poweredOn >>> a.word) & 1) !== 0;
  },
});
