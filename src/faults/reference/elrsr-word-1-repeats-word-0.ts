import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'elrsr-word-1-repeats-word-0',
  title: 'GICH_ELRSR1 reads like GICH_ELRSR0.',
  caughtBy: ['GIC-LR-012'],
  override(gic) {
    for (const { listRegisters } of gic.virtual) {
      overrideMethod(listRegisters, 'elrsr', (original) => () => original(0));
    }
  },
});
