import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'spi-priorities-have-fewer-bits',
  title: 'The priorities of SPIs have one bit less than PMR.',
  caughtBy: ['GIC-DIST-041', 'GIC-DIST-040', 'GIC-INV-012'],
  override(gic) {
    const lowest = 1 << (8 - gic.machine.priorityBits);
    overrideMethod(
      gic.interrupts,
      'setPriority',
      (original) => (instance, priority) =>
        original(instance, instance < 32 * gic.vcpus ? priority : priority & ~lowest),
    );
  },
});
