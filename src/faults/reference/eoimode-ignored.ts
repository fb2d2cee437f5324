import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'eoimode-ignored',
  title: 'EOIR deactivates whatever EOImode is.',
  caughtBy: ['GIC-CPU-040'],
  override(gic) {
    for (const { source } of [...gic.cpus, ...gic.virtual.map((virtual) => virtual.cpu)]) {
      overrideMethod(source, 'endOfInterrupt', (original) => (value) => original(value, 0));
    }
  },
});
