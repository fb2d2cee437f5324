import { Register } from '../../../models/architecture/registers';
import { CPU_ACKNOWLEDGES, PENDING_READS, reading } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { latchedEdges, takesAmong } from '../../scenarios';

export default requirement({
  id: 'GIC-INV-001',
  title: 'No loss: a stimulus of an edge interrupt stays pending until it is activated',
  source: 'derived from GIC-LC-021; IHI 0048 3.2.2, IHI 0069 interrupt state machine',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [
    ...CPU_ACKNOWLEDGES,
    ...PENDING_READS,
    ...reading(Register.GICD_SPENDSGIR, Register.GICD_CPENDSGIR),
  ],
  check(m, account) {
    const i = account.interrupts;
    if (m.isAcknowledge) return takesAmong(account, m, latchedEdges);
    if (m.word < 0) return Verdict.NotConcerned;
    const waiting = latchedEdges(account, m.word) & ~i.unknown[m.word];
    if (m.register !== Register.GICD_SPENDSGIR && m.register !== Register.GICD_CPENDSGIR) {
      return bitsAre(m.low, -1, waiting);
    }
    const first = m.size === 1 ? m.index : m.index * 4;
    let concerned = 0;
    for (let n = 0; n < (m.size === 1 ? 1 : 4); n++) {
      if ((waiting >>> (first + n)) & 1) {
        concerned |= i.sources[m.vcpu * 16 + first + n] << (8 * n);
      }
    }
    return bitsAre(m.low, -1, concerned);
  },
});
