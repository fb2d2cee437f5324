import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'lr-priority-keeps-low-bits',
  title: 'A list register keeps priority bits that are not implemented.',
  caughtBy: ['GIC-LR-014'],
  override(gic) {
    for (const { listRegisters } of gic.virtual) {
      overrideMethod(
        listRegisters,
        'program',
        (original) =>
          (index, intid, state, priority, ...rest) => {
            original(index, intid, state, priority, ...rest);
            listRegisters.priority[index] = priority;
          },
      );
    }
  },
});
