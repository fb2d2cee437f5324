import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-34',
  title: 'Whether SGI1R reaches Group 0 SGIs with one security state',
  rule: 'Group 1 is used; the SGI is not judged after such a write',
  handledBy: 'comparison',
  changesState: true,
  explains(a, b, account) {
    if (a.word < 0 || a.word >= account.interrupts.vcpus) return false;
    const open = account.interrupts.unknown[a.word] & 0xffff;
    return account.machine.gic === 3 && ((a.low ^ b.low) & ~open) === 0;
  },
});
