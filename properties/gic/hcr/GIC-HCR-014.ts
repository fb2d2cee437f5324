import { Register } from '../../../models/architecture/registers';
import type { InterfaceAccount } from '../../account/cpu-interface';
import type { Moment } from '../../account/moment';
import { vmcrConcerned, vmcrValue } from '../../account/vmcr';
import { reading } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

/** A guest register reads what the hypervisor wrote to VMCR. */
function guestReads(iface: InterfaceAccount, m: Moment): Verdict {
  const control = iface.controlKnown ? -1 : 0;
  switch (m.register) {
    case Register.GICV_CTLR: {
      const low = iface.groups | (iface.ackCtl << 2) | (iface.fiqEn << 3);
      return bitsAre(m.low, low | (iface.cbpr << 4) | (iface.eoiMode << 9), control & 0x21f);
    }
    case Register.ICV_CTLR_EL1:
      return bitsAre(m.low, iface.cbpr | (iface.eoiMode << 1), control & 3);
    case Register.ICV_IGRPEN0_EL1:
      return bitsAre(m.low, iface.groups, iface.groupsKnown & 1);
    case Register.ICV_IGRPEN1_EL1:
      return bitsAre(m.low, iface.groups >> 1, iface.groupsKnown >> 1);
    case Register.GICV_BPR:
    case Register.ICV_BPR0_EL1:
      return bitsAre(m.low, iface.bpr0, iface.bpr0Known && !iface.bpr0BelowMinimum ? 7 : 0);
    case Register.GICV_ABPR:
    case Register.ICV_BPR1_EL1: {
      const known = iface.controlKnown && iface.cbpr === 0 && iface.bpr1Known;
      return bitsAre(m.low, iface.bpr1, known && !iface.bpr1BelowMinimum ? 7 : 0);
    }
    default:
      return bitsAre(m.low, iface.pmr, iface.pmrKnown ? iface.priorityMask : 0);
  }
}

export default requirement({
  id: 'GIC-HCR-014',
  title: 'What the guest writes to its control registers VMCR reads, and the other way round',
  source: 'IHI 0048 GICH_VMCR; IHI 0069 ICH_VMCR_EL2 (H)',
  applies: { gic: [2, 3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: reading(
    Register.GICH_VMCR,
    Register.ICH_VMCR_EL2,
    Register.GICV_CTLR,
    Register.GICV_PMR,
    Register.GICV_BPR,
    Register.GICV_ABPR,
    Register.ICV_CTLR_EL1,
    Register.ICV_PMR_EL1,
    Register.ICV_BPR0_EL1,
    Register.ICV_BPR1_EL1,
    Register.ICV_IGRPEN0_EL1,
    Register.ICV_IGRPEN1_EL1,
  ),
  check(m, account) {
    const iface = account.interface(m.vcpu, 1);
    if (m.register === Register.GICH_VMCR || m.register === Register.ICH_VMCR_EL2) {
      if (iface.lastWriter !== 'guest') return Verdict.NotConcerned;
      const { gic } = account.machine;
      return bitsAre(m.low, vmcrValue(iface, gic), vmcrConcerned(iface, gic));
    }
    return iface.lastWriter === 'hypervisor' ? guestReads(iface, m) : Verdict.NotConcerned;
  },
});
