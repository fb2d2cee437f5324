import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'sgi-pending-writable-on-gicv2',
  title: 'GICv2 accepts writes of the SGI bits of ISPENDR0 and ICPENDR0, GICv3 ignores them.',
  caughtBy: ['GIC-DIST-031'],
  override(gic) {
    overrideMethod(gic.interruptRegisters, 'writablePending', () => (word, value) => {
      const bits = value & gic.interrupts.implemented[word];
      return gic.version === 3 && word < gic.vcpus ? bits & ~0xffff : bits;
    });
  },
});
