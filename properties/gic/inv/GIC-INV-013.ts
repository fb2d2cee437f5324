import { Register } from '../../../models/architecture/registers';
import type { Account } from '../../account/account';
import { LrMark } from '../../account/list-registers';
import { reading, VIRTUAL_ACKNOWLEDGES } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { acknowledgeVerdict } from '../../scenarios';

/** A valid list register holds what was saved from one. */
function anyRestored(account: Account, vcpu: number): boolean {
  const lrs = account.listRegisters[vcpu];
  for (let n = 0; n < lrs.top; n++) {
    if (lrs.state[n] !== 0 && (lrs.marks[n] & LrMark.Restored) !== 0) return true;
  }
  return false;
}

export default requirement({
  id: 'GIC-INV-013',
  title: 'Saving and restoring list registers and active priorities changes nothing for the guest',
  source: 'IHI 0048 GICH_LR, GICH_APR; IHI 0069 ICH_LR<n>_EL2, ICH_AP0R<n>_EL2, ICH_AP1R<n>_EL2',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'after-barrier',
  on: [...VIRTUAL_ACKNOWLEDGES, ...reading(Register.GICV_RPR, Register.ICV_RPR_EL1)],
  check(m, account) {
    const iface = account.interface(m.vcpu, 1);
    if (m.isAcknowledge) {
      if (!iface.aprRestored && !anyRestored(account, m.vcpu)) return Verdict.NotConcerned;
      return acknowledgeVerdict(account, m);
    }
    if (!iface.aprRestored || iface.aprUnknown) return Verdict.NotConcerned;
    const running = iface.running();
    if (running === 0x100) return bitsAre(m.low, 0xff, iface.priorityMask);
    // Bits below the group priority are open on GICv2 (DIV-25).
    return bitsAre(m.low, running, iface.groupMask(iface.runningGroup()) & iface.priorityMask);
  },
});
