import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'regrouping-loses-pending',
  title: 'Moving an interrupt to the other group clears its pending latch.',
  caughtBy: ['GIC-LC-001', 'GIC-INV-001'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'setGroups', (original) => (word, bits) => {
      interrupts.clearPending(word, interrupts.group1[word] ^ bits);
      original(word, bits);
    });
  },
});
