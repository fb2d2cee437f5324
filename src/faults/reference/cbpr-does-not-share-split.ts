import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'cbpr-does-not-share-split',
  title: 'With CBPR 1 the group priority of Group 1 still follows BPR1, not BPR0.',
  caughtBy: ['GIC-CPU-011', 'GIC-CPU-001', 'GIC-CPU-021'],
  override(gic) {
    for (const { priority } of [...gic.cpus, ...gic.virtual]) {
      overrideMethod(priority, 'groupMask', () => (group) => {
        return (0xff << (group === 0 ? priority.bpr0 + 1 : priority.bpr1)) & 0xff;
      });
    }
  },
});
