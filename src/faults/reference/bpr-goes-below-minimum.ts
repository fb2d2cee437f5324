import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'bpr-goes-below-minimum',
  title: 'A binary point of Group 0 below the minimum is stored as written.',
  caughtBy: ['GIC-CPU-010', 'GIC-CPU-012'],
  override(gic) {
    for (const { priority } of [...gic.cpus, ...gic.virtual]) {
      overrideMethod(priority, 'writeBpr0', () => (value) => {
        priority.bpr0 = value & 7;
      });
    }
  },
});
