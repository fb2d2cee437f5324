import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'icpendr-takes-line-down',
  title: 'ICPENDR takes away what an asserted level line contributes, until the next edge.',
  caughtBy: ['GIC-LC-005', 'GIC-DIST-032'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'clearPending', (original) => (word, bits) => {
      interrupts.line[word] &= ~bits;
      original(word, bits);
    });
  },
});
