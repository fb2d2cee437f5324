import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'sgi-lost-while-active',
  title: 'An SGI that arrives while the same SGI is active is lost.',
  caughtBy: ['GIC-INV-001'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'generateSgi', (original) => (source, target, intid) => {
      if (((interrupts.active[target] >>> intid) & 1) === 0) original(source, target, intid);
    });
  },
});
