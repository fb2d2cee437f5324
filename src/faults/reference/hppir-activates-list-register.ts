import { State } from '../../../models/architecture';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'hppir-activates-list-register',
  title: 'A read of the virtual HPPIR makes the list register active, as an acknowledge does.',
  caughtBy: ['GIC-LR-001', 'GIC-CPU-026'],
  override(gic) {
    for (const virtual of gic.virtual) {
      overrideMethod(virtual, 'identify', (original) => (candidate) => {
        virtual.listRegisters.setState(candidate, State.Active);
        return original(candidate);
      });
    }
  },
});
