import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'priority-keeps-four-bits',
  title: 'IPRIORITYR and PMR keep four bits only, whatever is implemented.',
  caughtBy: ['GIC-INV-012', 'GIC-DIST-040'],
  override(gic) {
    overrideMethod(
      gic.interrupts,
      'setPriority',
      (original) => (instance, priority) => original(instance, priority & 0xf0),
    );
    for (const { priority } of gic.cpus) {
      overrideMethod(priority, 'writePmr', (original) => (value) => original(value & 0xf0));
    }
  },
});
