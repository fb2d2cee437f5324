import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'elrsr-offers-registers-in-eisr',
  title: 'ELRSR has the bits of list registers that EISR still reports.',
  caughtBy: ['GIC-LR-012'],
  override(gic) {
    for (const { listRegisters } of gic.virtual) {
      overrideMethod(listRegisters, 'elrsr', (original) => (word) => {
        return original(word) | listRegisters.eisr(word);
      });
    }
  },
});
