import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'sgi-enables-are-fixed-at-zero',
  title: 'SGIs cannot be enabled.',
  caughtBy: ['GIC-DIST-022'],
  override(gic) {
    overrideMethod(
      gic.interruptRegisters,
      'writeIsenabler',
      (original) => (word, value) => original(word, word < gic.vcpus ? value & ~0xffff : value),
    );
  },
});
