import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'eisr-counts-active',
  title: 'EISR has the bits of active list registers with EOI=1, too.',
  caughtBy: ['GIC-LR-011', 'GIC-HCR-002'],
  override(gic) {
    for (const { listRegisters } of gic.virtual) {
      overrideMethod(listRegisters, 'eisr', () => (word) => {
        return listRegisters.maintenance[word] & ~listRegisters.pending[word];
      });
    }
  },
});
