import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'ctlr-swaps-group-enables',
  title: 'GICD_CTLR of GICv3 has the enables of the two groups the wrong way round.',
  caughtBy: ['GIC-DIST-011'],
  override(gic) {
    const { distributor } = gic;
    overrideMethod(distributor, 'readCtlr', (original) => () => {
      const value = original();
      if (gic.version === 2) return value;
      return (value & ~3) | ((value & 1) << 1) | ((value >> 1) & 1);
    });
  },
});
