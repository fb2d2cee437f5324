import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'icfgr-uses-lower-bit',
  title: 'ICFGR takes the trigger from the lower bit of each field.',
  caughtBy: ['GIC-DIST-060', 'GIC-DIST-063'],
  override(gic) {
    overrideMethod(
      gic.interruptRegisters,
      'writeIcfgr',
      (original) => (word, half, value) => original(word, half, value << 1),
    );
  },
});
