import type { Account } from '../../account/account';
import { CPU_ACKNOWLEDGES } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { anyFor } from '../../scenarios';

/** Bits whose group the distributor does not forward. */
function groupOff(account: Account, word: number): number {
  const group1 = account.interrupts.group1[word];
  const groups = account.distributorGroups;
  return (groups & 1 ? 0 : ~group1) | (groups & 2 ? 0 : group1);
}

function withheld(account: Account, word: number): number {
  const i = account.interrupts;
  return groupOff(account, word) & i.pending(word) & i.enabled[word] & ~i.active[word];
}

export default requirement({
  id: 'GIC-INV-006',
  title: 'An interrupt whose group GICD_CTLR disables is not activated',
  source: 'IHI 0048 GICD_CTLR, IHI 0069 GICD_CTLR (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: CPU_ACKNOWLEDGES,
  check(m, account) {
    if (account.distributorGroups === 3) return Verdict.NotConcerned;
    const n = m.instance;
    if (n >= 0) {
      const off = groupOff(account, n >> 5) & ~account.interrupts.unknown[n >> 5];
      if ((off >>> (n & 31)) & 1) return Verdict.Broken;
    }
    return anyFor(account, m.vcpu, withheld) ? Verdict.Held : Verdict.NotConcerned;
  },
});
