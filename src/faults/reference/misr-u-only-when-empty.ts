import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'misr-u-only-when-empty',
  title: 'MISR.U asks for no valid list register instead of at most one.',
  caughtBy: ['GIC-HCR-003', 'GIC-HCR-002'],
  override(gic) {
    for (const virtual of gic.virtual) {
      const { pending, active } = virtual.listRegisters;
      overrideMethod(virtual, 'underflow', () => () => {
        return (pending[0] | active[0] | pending[1] | active[1]) === 0;
      });
    }
  },
});
