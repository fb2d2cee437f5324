import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'sgi-trigger-is-writable',
  title: 'ICFGR0 makes SGIs level-sensitive.',
  caughtBy: ['GIC-DIST-061', 'GIC-LC-017'],
  override(gic) {
    overrideMethod(gic.interruptRegisters, 'writeIcfgr', (original) => (word, half, value) => {
      if (word >= gic.vcpus || half !== 0) original(word, half, value);
      else if ((value & 2) === 0) gic.interrupts.configure(word, 0xffff, 0xffff);
    });
  },
});
