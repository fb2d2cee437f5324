import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'dir-misses-list-registers',
  title: 'DIR on the virtual interface deactivates no list register.',
  caughtBy: ['GIC-LR-003', 'GIC-CPU-040', 'GIC-LR-004'],
  override(gic) {
    for (const virtual of gic.virtual) {
      overrideMethod(virtual, 'deactivate', () => () => undefined);
    }
  },
});
