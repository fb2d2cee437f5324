import { Register } from '../../../models/architecture/registers';
import { ROUTE_ANY } from '../../account/interrupt-state';
import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES, reading } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { takenElsewhere } from '../../scenarios';

export default requirement({
  id: 'GIC-LC-013',
  title: 'A 1-of-N SPI is delivered to one PE and is active for that PE only',
  source: 'IHI 0069 GICD_IROUTER<n>.Interrupt_Routing_Mode (H)',
  applies: { gic: [3] },
  strength: 'after-barrier',
  on: [...CPU_ACKNOWLEDGES, ...reading(Register.ICC_RPR_EL1)],
  check(m, account) {
    if (!account.machine.oneOfN) return Verdict.NotConcerned;
    const i = account.interrupts;
    const n = m.isAcknowledge ? m.instance : -1;
    if (n >= 0 && i.route[n] === ROUTE_ANY && i.has(Mark.SharedTaken, n) && i.isActive(n)) {
      const unknown = (i.unknown[n >> 5] >>> (n & 31)) & 1;
      return unknown ? Verdict.NotConcerned : Verdict.Broken;
    }
    if (!takenElsewhere(account, m.vcpu)) return Verdict.NotConcerned;
    if (m.isAcknowledge) return Verdict.Held;
    // Another PE's interrupt raises no running priority here.
    const iface = account.interface(m.vcpu, 0);
    if (iface.aprUnknown || iface.anyActive()) return Verdict.NotConcerned;
    return bitsAre(m.low, 0xff, iface.priorityMask);
  },
});
