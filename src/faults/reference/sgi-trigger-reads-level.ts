import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'sgi-trigger-reads-level',
  title: 'ICFGR0 reads as if SGIs were level-sensitive.',
  caughtBy: ['GIC-LC-017', 'GIC-DIST-061'],
  override(gic) {
    overrideMethod(
      gic.interruptRegisters,
      'readIcfgr',
      (original) => (word, half) => (word < gic.vcpus && half === 0 ? 0 : original(word, half)),
    );
  },
});
