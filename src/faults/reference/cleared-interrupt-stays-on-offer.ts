import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'cleared-interrupt-stays-on-offer',
  title: 'An interrupt that ICPENDR cleared can still be acknowledged.',
  caughtBy: ['GIC-LC-011', 'GIC-DIST-032'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'clearPending', () => (word, bits) => {
      interrupts.latch[word] &= ~bits;
    });
  },
});
