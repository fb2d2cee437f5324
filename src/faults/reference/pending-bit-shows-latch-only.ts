import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'pending-bit-shows-latch-only',
  title: 'ISPENDR and ICPENDR read the latch only, not the line of a level interrupt.',
  caughtBy: ['GIC-DIST-033', 'GIC-LC-003', 'GIC-LC-004'],
  override(gic) {
    overrideMethod(
      gic.interruptRegisters,
      'readPending',
      () => (word) => gic.interrupts.latch[word],
    );
  },
});
