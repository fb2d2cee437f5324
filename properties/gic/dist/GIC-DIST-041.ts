import { Register } from '../../../models/architecture/registers';
import type { Account } from '../../account/account';
import type { Moment } from '../../account/moment';
import { reading } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

/** PMR that was written with 0xFF shows as many bits as the priorities have. */
function maskOfPmr(m: Moment, account: Account): Verdict {
  const iface = account.interface(m.vcpu, m.interface);
  if (!iface.pmrKnown || iface.pmrRaw !== 0xff || iface.pmr !== iface.priorityMask) {
    return Verdict.NotConcerned;
  }
  let mask = account.maskSeen;
  if (m.interface === 1) {
    const gic2 = account.machine.gic === 2;
    const vtr = account.identification[gic2 ? Register.GICH_VTR : Register.ICH_VTR_EL2];
    mask = vtr < 0 ? -1 : (0xff << (7 - (vtr >>> 29))) & 0xff;
  }
  return mask < 0 ? Verdict.NotConcerned : holds((m.low & 0xff) === mask);
}

export default requirement({
  id: 'GIC-DIST-041',
  title:
    'Priority 0xFF reads back a contiguous mask from bit 7, the same for every SPI and for PMR',
  source: 'IHI 0048 4.3.11 GICD_IPRIORITYR; IHI 0069 GICD_IPRIORITYR<n>, ICH_VTR_EL2.PRIbits (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [
    ...reading(Register.GICD_IPRIORITYR, Register.GICC_PMR, Register.ICC_PMR_EL1),
    ...reading(Register.GICV_PMR, Register.ICV_PMR_EL1),
  ],
  check(m, account) {
    if (m.register !== Register.GICD_IPRIORITYR) return maskOfPmr(m, account);
    const i = account.interrupts;
    if (m.word < i.vcpus) return Verdict.NotConcerned;
    const first = m.word * 32 + ((m.size === 1 ? m.index : m.index * 4) & 31);
    let mask = account.maskSeen;
    let exercised = false;
    for (let n = 0; n < m.size; n++) {
      const bit = 1 << ((first + n) & 31);
      if (i.rawPriority[first + n] !== 0xff || i.priorityUnknown[m.word] & bit) continue;
      exercised = true;
      const read = (m.low >>> (8 * n)) & 0xff;
      const absent = ~read & 0xff;
      if ((absent & (absent + 1)) !== 0 || (mask >= 0 && read !== mask)) return Verdict.Broken;
      mask = read;
    }
    return exercised ? Verdict.Held : Verdict.NotConcerned;
  },
});
