import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'private-pending-is-shared',
  title: 'ISPENDR makes an SGI or PPI pending in every PE.',
  caughtBy: ['GIC-LC-014', 'GIC-LC-001'],
  override(gic) {
    overrideMethod(gic.interrupts, 'setPending', (original) => (word, bits) => {
      if (word >= gic.vcpus) original(word, bits);
      else for (let pe = 0; pe < gic.vcpus; pe++) original(pe, bits);
    });
  },
});
