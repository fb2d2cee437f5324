import { Register } from '../../../models/architecture/registers';
import { reading } from '../../events';
import { bitsAre, holds, requirement, Verdict } from '../../requirement';

const running = reading(Register.GICC_RPR, Register.ICC_RPR_EL1);

export default requirement({
  id: 'GIC-INV-017',
  title: 'A PE that was powered off and on again has no active priority',
  source: 'derived; IHI 0048 GICC_RPR, IHI 0069 ICC_AP0R<n>_EL1, ICC_AP1R<n>_EL1, ICC_RPR_EL1',
  applies: { gic: [2, 3], power: true },
  strength: 'after-barrier',
  on: [...running, ...reading(Register.ICC_AP0R_EL1, Register.ICC_AP1R_EL1)],
  check(m, account) {
    const iface = account.interface(m.vcpu, 0);
    if (!iface.poweredUp || iface.aprRestored) return Verdict.NotConcerned;
    if (running.includes(m.register)) return bitsAre(m.low, 0xff, iface.priorityMask);
    return holds(m.low === 0);
  },
});
