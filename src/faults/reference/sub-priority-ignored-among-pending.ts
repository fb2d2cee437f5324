import { fault, overrideMethod } from '../fault';

/** The bits compared: group priority at a binary point of 3. */
const COMPARED = 0xf0;

export default fault({
  id: 'sub-priority-ignored-among-pending',
  title: 'Pending interrupts are ordered by the upper four priority bits only.',
  caughtBy: ['GIC-CPU-004', 'GIC-CPU-003', 'GIC-CPU-026'],
  override(gic) {
    const { priority } = gic.interrupts;
    overrideMethod(gic.forwarding, 'prefers', () => (instance, best) => {
      return (priority[instance] & COMPARED) < (priority[best] & COMPARED);
    });
  },
});
