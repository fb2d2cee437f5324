import { Hcr } from '../../../models/architecture';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'hcr-en-off-empties-list-registers',
  title: 'A write of HCR with En=0 makes all list registers inactive.',
  caughtBy: ['GIC-HCR-001', 'GIC-LR-001', 'GIC-LR-012'],
  override(gic) {
    for (const virtual of gic.virtual) {
      overrideMethod(virtual, 'writeHcr', (original) => (value) => {
        original(value);
        if ((value & Hcr.En) !== 0) return;
        virtual.listRegisters.pending.fill(0);
        virtual.listRegisters.active.fill(0);
      });
    }
  },
});
