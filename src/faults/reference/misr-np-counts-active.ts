import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'misr-np-counts-active',
  title: 'MISR.NP takes an active list register for a pending one.',
  caughtBy: ['GIC-HCR-005', 'GIC-HCR-002'],
  override(gic) {
    for (const virtual of gic.virtual) {
      const { pending, active } = virtual.listRegisters;
      overrideMethod(virtual, 'noPending', () => () => {
        return (pending[0] | active[0] | pending[1] | active[1]) === 0;
      });
    }
  },
});
