import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'icfgr0-configures-ppis',
  title: 'A write of ICFGR0 configures the PPIs.',
  caughtBy: ['GIC-DIST-062'],
  override(gic) {
    overrideMethod(gic.interruptRegisters, 'writeIcfgr', (original) => (word, half, value) => {
      if (word >= gic.vcpus || half !== 0) original(word, half, value);
      else gic.interrupts.configure(word, 0xffff0000, (value & 2) === 0 ? -1 : 0);
    });
  },
});
