import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'icpendr-ignored-while-active',
  title: 'ICPENDR does not clear the latch of an interrupt that is active.',
  caughtBy: ['GIC-DIST-032'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(
      interrupts,
      'clearPending',
      (original) => (word, bits) => original(word, bits & ~interrupts.active[word]),
    );
  },
});
