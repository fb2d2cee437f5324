import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'sleeping-pe-takes-spis',
  title: 'A PE whose redistributor is asleep is still sent interrupts.',
  caughtBy: ['GIC-DIST-057'],
  override(gic) {
    const { routing } = gic;
    overrideMethod(routing, 'participates', () => (pe) => ((routing.off >>> pe) & 1) === 0);
  },
});
