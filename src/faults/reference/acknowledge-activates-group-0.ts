import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'acknowledge-activates-group-0',
  title: 'An acknowledge puts the active priority of a Group 1 interrupt among those of Group 0.',
  caughtBy: ['GIC-INV-008'],
  override(gic) {
    for (const { priority } of gic.cpus) {
      overrideMethod(
        priority,
        'push',
        (original) => (level, group) => original(priority.groupPriority(level, group), 0),
      );
    }
  },
});
