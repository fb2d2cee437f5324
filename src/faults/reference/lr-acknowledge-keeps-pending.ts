import { State } from '../../../models/architecture';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'lr-acknowledge-keeps-pending',
  title: 'An acknowledge leaves the list register pending and active.',
  caughtBy: ['GIC-LR-002', 'GIC-LR-001', 'GIC-CPU-040'],
  override(gic) {
    for (const { listRegisters } of gic.virtual) {
      overrideMethod(listRegisters, 'acknowledge', (original) => (index) => {
        const identity = original(index);
        if (listRegisters.stateOf(index) === State.Active) {
          listRegisters.setState(index, State.PendingActive);
        }
        return identity;
      });
    }
  },
});
