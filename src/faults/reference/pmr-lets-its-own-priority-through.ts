import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'pmr-lets-its-own-priority-through',
  title: 'The comparison with PMR is not strict: an interrupt of the priority in PMR is signalled.',
  caughtBy: ['GIC-CPU-002', 'GIC-CPU-001', 'GIC-CPU-022'],
  override(gic) {
    for (const { priority } of [...gic.cpus, ...gic.virtual]) {
      overrideMethod(priority, 'isUnmasked', () => (value) => value <= priority.pmr);
    }
  },
});
