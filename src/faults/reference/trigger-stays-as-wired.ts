import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'trigger-stays-as-wired',
  title: 'ICFGR is stored, but a line acts as it was wired at reset.',
  caughtBy: ['GIC-DIST-063', 'GIC-DIST-033'],
  override(gic) {
    const { interrupts } = gic;
    const wired = interrupts.level.slice();
    overrideMethod(
      interrupts,
      'pending',
      () => (word) => interrupts.latch[word] | (wired[word] & interrupts.line[word]),
    );
  },
});
