import { Register } from '../../../models/architecture/registers';
import type { Account } from '../../account/account';
import type { Moment } from '../../account/moment';
import { ENABLE_READS, PRIORITY_READS, reading } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { fixedEnables } from '../../scenarios';

const masks = reading(
  Register.GICC_PMR,
  Register.GICV_PMR,
  Register.ICC_PMR_EL1,
  Register.ICV_PMR_EL1,
);

function priorities(m: Moment, account: Account): Verdict {
  const i = account.interrupts;
  const first = (m.size === 1 ? m.index : m.index * 4) & 31;
  let expected = 0;
  let concerned = 0;
  for (let n = 0; n < (m.size === 1 ? 1 : 4); n++) {
    if ((i.priorityUnknown[m.word] >>> (first + n)) & 1) continue;
    expected |= i.priority[m.word * 32 + first + n] << (8 * n);
    concerned |= i.priorityMask << (8 * n);
  }
  return bitsAre(m.low, expected, concerned);
}

export default requirement({
  id: 'GIC-INV-012',
  title: 'Registers read back what was written, and both registers of a set and clear pair agree',
  source: 'IHI 0048 4.3, 4.4; IHI 0069 register descriptions',
  applies: { gic: [2, 3] },
  strength: 'between-barriers',
  on: [...ENABLE_READS, ...PRIORITY_READS, ...masks],
  check(m, account) {
    if (masks.includes(m.register)) {
      const iface = account.interface(m.vcpu, m.interface);
      return bitsAre(m.low, iface.pmr, iface.pmrKnown ? iface.priorityMask : 0);
    }
    if (m.word < 0) return Verdict.NotConcerned;
    if (PRIORITY_READS.includes(m.register)) return priorities(m, account);
    const i = account.interrupts;
    const concerned = i.implemented[m.word] & ~fixedEnables(account, m.word);
    return bitsAre(m.low, i.enabled[m.word], concerned & ~i.unknown[m.word]);
  },
});
