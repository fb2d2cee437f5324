import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'vtr-counts-list-registers-from-one',
  title: 'VTR.ListRegs holds the number of list registers, not one less.',
  caughtBy: ['GIC-HCR-011'],
  override(gic) {
    for (const virtual of gic.virtual) {
      overrideMethod(virtual, 'readVtr', (original) => () => original() + 1);
    }
  },
});
