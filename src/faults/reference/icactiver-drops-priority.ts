import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'icactiver-drops-priority',
  title: 'ICACTIVER drops the running priority of each PE.',
  caughtBy: ['GIC-DIST-034'],
  override(gic) {
    const { interruptRegisters, cpus } = gic;
    overrideMethod(interruptRegisters, 'writeIcactiver', (original) => (word, value) => {
      if ((gic.interrupts.active[word] & value) !== 0) {
        for (const { priority } of cpus) priority.drop();
        gic.changes.mark(-1);
      }
      original(word, value);
    });
  },
});
