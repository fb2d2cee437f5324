import { Register } from '../../models/architecture/registers';
import type { Account } from '../account/account';
import type { Moment } from '../account/moment';
import { APR_READS } from '../active-priorities';
import { divergence } from '../divergence';
import { ACKNOWLEDGES, HPPIR_READS, reading, RPR_READS } from '../events';

const LIST_REGISTERS = reading(Register.GICH_LR, Register.ICH_LR_EL2);
const LIST_REGISTER_STATUS = reading(
  Register.GICH_HCR,
  Register.GICH_MISR,
  Register.GICH_EISR,
  Register.GICH_ELRSR,
  Register.ICH_HCR_EL2,
  Register.ICH_MISR_EL2,
  Register.ICH_EISR_EL2,
  Register.ICH_ELRSR_EL2,
);

/** What the step shows depends on something that is not known any more. */
function isOpen(a: Moment, b: Moment, account: Account): boolean {
  if (a.word >= 0) {
    return ((a.low ^ b.low) & ~account.interrupts.unknown[a.word]) === 0;
  }
  const lrs = account.listRegisters[a.vcpu];
  if (LIST_REGISTERS.includes(a.register)) return lrs.unknown[a.index] !== 0;
  if (LIST_REGISTER_STATUS.includes(a.register)) return lrs.anyUnknown();
  const virtual = a.interface === 1 || a.register === Register.GICH_APR;
  const hypervisor = a.register === Register.ICH_AP0R_EL2 || a.register === Register.ICH_AP1R_EL2;
  const iface = virtual || hypervisor ? 1 : 0;
  if (APR_READS.includes(a.register) || RPR_READS.includes(a.register)) {
    return account.interface(a.vcpu, iface).aprUnknown;
  }
  const decides = ACKNOWLEDGES.includes(a.register) || HPPIR_READS.includes(a.register);
  return decides && account.evaluate(a.vcpu, iface).uncertain;
}

export default divergence({
  id: 'DIV-15',
  title: 'UNPREDICTABLE sequences: unordered EOI, duplicate vINTIDs, APR garbage, …',
  rule: 'What depends on the state that one left unknown is not compared',
  handledBy: 'comparison',
  changesState: true,
  explains: isOpen,
});
