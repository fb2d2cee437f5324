import { Register } from '../../../models/architecture/registers';
import type { ListRegisterAccount } from '../../account/list-registers';
import { LrMark } from '../../account/list-registers';
import { Misr } from '../../account/maintenance';
import { reading } from '../../events';
import { bitsAre, requirement } from '../../requirement';

const DEACTIVATED = LrMark.EndedByEoir | LrMark.EndedByDir;

/** Registers 32*word … 32*word+31 with HW=0, EOI=1 that a deactivation has made State 00. */
function ended(lrs: ListRegisterAccount, word: number): number {
  let bits = 0;
  for (let n = word * 32; n < Math.min(lrs.count, word * 32 + 32); n++) {
    const asks = lrs.eoi[n] === 1 && lrs.physical[n] < 0 && lrs.state[n] === 0;
    if (asks && !lrs.unknown[n] && (lrs.marks[n] & DEACTIVATED) !== 0) bits |= 1 << (n & 31);
  }
  return bits;
}

export default requirement({
  id: 'GIC-LR-010',
  title:
    'With HW=0 and EOI=1 a deactivation sets EISR and MISR.EOI until the list register is rewritten',
  source: 'IHI 0048 GICH_LRn.EOI, GICH_EISR; IHI 0069 ICH_LR<n>_EL2.EOI, ICH_EISR_EL2 (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(Register.GICH_EISR, Register.ICH_EISR_EL2, Register.GICH_MISR, Register.ICH_MISR_EL2),
  check(m, account) {
    const lrs = account.listRegisters[m.vcpu];
    if (m.register === Register.GICH_EISR || m.register === Register.ICH_EISR_EL2) {
      return bitsAre(m.low, -1, ended(lrs, m.index));
    }
    return bitsAre(m.low, Misr.Eoi, (ended(lrs, 0) | ended(lrs, 1)) !== 0 ? Misr.Eoi : 0);
  },
});
