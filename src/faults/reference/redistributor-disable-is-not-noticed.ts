import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'redistributor-disable-is-not-noticed',
  title: 'A private interrupt of GICv3 stays on offer when it is disabled.',
  caughtBy: ['GIC-INV-005'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'disable', (original) => (word, bits) => {
      if (gic.version === 2 || word >= gic.vcpus) original(word, bits);
      else interrupts.enabled[word] &= ~bits;
    });
  },
});
