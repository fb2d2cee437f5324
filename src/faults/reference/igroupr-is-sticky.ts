import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'igroupr-is-sticky',
  title: 'An interrupt in Group 1 cannot be put back into Group 0.',
  caughtBy: ['GIC-DIST-020'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(
      interrupts,
      'setGroups',
      (original) => (word, bits) => original(word, bits | interrupts.group1[word]),
    );
  },
});
