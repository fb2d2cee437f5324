import { Register as R } from '../../../models/architecture/registers';
import type { Account } from '../../account/account';
import { ACTIVE_READS, PENDING_READS, reading, RPR_READS } from '../../events';
import { bitsAre, holds, requirement, Verdict } from '../../requirement';

const activePriorities = [
  ...reading(R.ICC_AP0R_EL1, R.ICC_AP1R_EL1, R.ICV_AP0R_EL1, R.ICV_AP1R_EL1),
  ...reading(R.ICH_AP0R_EL2, R.ICH_AP1R_EL2, R.GICH_APR),
];

/** Something was handled, and nothing of this PE is pending, active or in a list register. */
function drained(account: Account, vcpu: number): boolean {
  const cpu = account.interface(vcpu, 0);
  const virtual = account.interface(vcpu, 1);
  if (cpu.acknowledgedSinceIdle + virtual.acknowledgedSinceIdle === 0) return false;
  if (cpu.aprUnknown || virtual.aprUnknown || cpu.anyActive() || virtual.anyActive()) return false;
  const e = account.evaluate(vcpu, 0);
  if (e.uncertain || e.alive !== 0) return false;
  const lrs = account.listRegisters[vcpu];
  return lrs.valid() === 0 && !lrs.anyUnknown();
}

export default requirement({
  id: 'GIC-INV-016',
  title:
    'Quiescence: with nothing pending or active, no priority is active and every list register is inactive',
  source: 'derived; IHI 0048 GICH_ELRSR, GICH_APR; IHI 0069 ICH_ELRSR_EL2, ICC_RPR_EL1',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [
    ...[...RPR_READS, ...PENDING_READS, ...ACTIVE_READS, ...activePriorities],
    ...reading(R.GICH_ELRSR, R.ICH_ELRSR_EL2, R.GICH_LR, R.ICH_LR_EL2, R.GICH_HCR, R.ICH_HCR_EL2),
  ],
  check(m, account) {
    if (!drained(account, m.vcpu)) return Verdict.NotConcerned;
    const i = account.interrupts;
    const lrs = account.listRegisters[m.vcpu];
    switch (m.register) {
      case R.GICC_RPR:
      case R.GICV_RPR:
      case R.ICC_RPR_EL1:
      case R.ICV_RPR_EL1:
        return bitsAre(m.low, 0xff, account.interface(m.vcpu, m.interface).priorityMask);
      case R.GICH_ELRSR:
      case R.ICH_ELRSR_EL2: {
        const left = lrs.count - 32 * m.index;
        const implemented = left >= 32 ? -1 : left <= 0 ? 0 : (1 << left) - 1;
        return bitsAre(m.low, lrs.status(m.index, true), implemented);
      }
      case R.GICH_LR:
        return bitsAre(m.low, 0, 3 << 28);
      case R.ICH_LR_EL2:
        return bitsAre(m.high, 0, 3 << 30);
      case R.GICH_HCR:
      case R.ICH_HCR_EL2:
        if (lrs.eoiCountUnknown || lrs.eoiCount !== 0) return Verdict.NotConcerned;
        return bitsAre(m.low, 0, 0x1f << 27);
    }
    if (activePriorities.includes(m.register)) return holds(m.low === 0);
    if (m.word < 0) return Verdict.NotConcerned;
    return bitsAre(m.low, 0, i.routed[m.vcpu * i.words + m.word] & ~i.unknown[m.word]);
  },
});
