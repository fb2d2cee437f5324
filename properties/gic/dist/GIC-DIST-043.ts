import { Register } from '../../../models/architecture/registers';
import type { Account } from '../../account/account';
import type { InterfaceAccount } from '../../account/cpu-interface';
import { Mark } from '../../account/marks';
import type { Moment } from '../../account/moment';
import { reading, RPR_READS } from '../../events';
import { bitsAre, holds, requirement, Verdict } from '../../requirement';

/** GICv2 may show the captured priority or the new one, never a third (DIV-08). */
function isOldOrNew(m: Moment, account: Account, iface: InterfaceAccount): boolean {
  const mask = iface.groupMask(0) & iface.groupMask(1);
  for (let n = 0; n < 8; n++) {
    for (let bits = iface.apr[n]; bits !== 0; bits &= bits - 1) {
      const level = (n & 3) * 32 + 31 - Math.clz32(bits & -bits);
      if (((m.low ^ (level << (8 - iface.preemptionBits))) & mask) === 0) return true;
    }
  }
  const i = account.interrupts;
  for (let word = m.vcpu; word < i.top; word = word < i.vcpus ? i.vcpus : word + 1) {
    let bits = i.marked(Mark.ReprioritisedWhileActive, word) & i.active[word];
    for (; bits !== 0; bits &= bits - 1) {
      const instance = word * 32 + 31 - Math.clz32(bits & -bits);
      if (((m.low ^ i.priority[instance]) & mask) === 0) return true;
    }
  }
  return false;
}

export default requirement({
  id: 'GIC-DIST-043',
  title: 'Writing the priority of an active interrupt does not rewrite the active priorities',
  source: 'IHI 0048 4.3.11 GICD_IPRIORITYR; IHI 0069 GICD_IPRIORITYR<n> (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...RPR_READS, ...reading(Register.ICC_AP0R_EL1, Register.ICC_AP1R_EL1)],
  check(m, account) {
    const iface = account.interface(m.vcpu, m.interface);
    if (!iface.reprioritised || !iface.known || iface.bprChangedWhileActive) {
      return Verdict.NotConcerned;
    }
    if (m.register === Register.ICC_AP0R_EL1 || m.register === Register.ICC_AP1R_EL1) {
      if (m.index >= 1 << (iface.preemptionBits - 5)) return Verdict.NotConcerned;
      const group = m.register === Register.ICC_AP0R_EL1 ? 0 : 4;
      return holds(m.low === iface.apr[group + m.index]);
    }
    if (account.machine.gic === 2 && m.interface === 0) return holds(isOldOrNew(m, account, iface));
    return bitsAre(m.low, iface.running(), iface.groupMask(iface.runningGroup()));
  },
});
