import { State } from '../../../models/architecture/list-registers';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'lr-deactivation-clears-pending',
  title: 'Deactivation takes State 11 of a list register to 00 instead of 01.',
  caughtBy: ['GIC-LR-003', 'GIC-CPU-045'],
  override(gic) {
    for (const { listRegisters } of gic.virtual) {
      overrideMethod(listRegisters, 'deactivate', (original) => (index) => {
        original(index);
        listRegisters.setState(index, State.Inactive);
      });
    }
  },
});
