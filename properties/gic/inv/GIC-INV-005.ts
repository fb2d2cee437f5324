import type { Account } from '../../account/account';
import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { anyFor, fixedEnables } from '../../scenarios';

/** Pending and enabled once, but disabled since. */
function withheld(account: Account, word: number): number {
  const i = account.interrupts;
  const disabled = i.marked(Mark.DisabledWhileAlive, word) & ~i.enabled[word];
  return disabled & i.pending(word) & ~i.active[word] & ~fixedEnables(account, word);
}

export default requirement({
  id: 'GIC-INV-005',
  title: 'A disabled interrupt is not activated until it is enabled again',
  source: 'IHI 0048 GICD_ICENABLER, IHI 0069 GICD_ICENABLER, GICD_CTLR.RWP (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: CPU_ACKNOWLEDGES,
  check(m, account) {
    const i = account.interrupts;
    const n = m.instance;
    if (n >= 0) {
      const word = n >> 5;
      const free = i.enabled[word] | i.unknown[word] | fixedEnables(account, word);
      if (((free >>> (n & 31)) & 1) === 0) return Verdict.Broken;
    }
    return anyFor(account, m.vcpu, withheld) ? Verdict.Held : Verdict.NotConcerned;
  },
});
