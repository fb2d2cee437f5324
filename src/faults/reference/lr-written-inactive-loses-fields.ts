import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'lr-written-inactive-loses-fields',
  title: 'A list register written inactive forgets its other fields.',
  caughtBy: ['GIC-HCR-015', 'GIC-LR-011'],
  override(gic) {
    for (const { listRegisters } of gic.virtual) {
      overrideMethod(listRegisters, 'program', (original) => (index, intid, state, ...rest) => {
        if (state !== 0) original(index, intid, state, ...rest);
        else original(index, 0, 0, 0, 0, 0, 0, 0, 0);
      });
    }
  },
});
