import type { Account } from '../../account/account';
import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { takesMarked } from '../../scenarios';

/** Moved while pending and taken once: nothing is left for either target. */
function spent(account: Account, word: number): number {
  const i = account.interrupts;
  const left = i.pending(word) & ~i.active[word];
  return i.marked(Mark.RetargetedTaken, word) & ~left & ~i.unknown[word];
}

export default requirement({
  id: 'GIC-INV-010',
  title:
    'An interrupt retargeted while pending is activated once, on the old or the new target: not on both, not on neither',
  source: 'IHI 0048 GICD_ITARGETSR, IHI 0069 GICD_IROUTER<n>',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: CPU_ACKNOWLEDGES,
  check(m, account) {
    const i = account.interrupts;
    if (i.given[Mark.RetargetedWhilePending] === 0) return Verdict.NotConcerned;
    const n = m.instance;
    if (n >= 0 && (spent(account, n >> 5) >>> (n & 31)) & 1) return Verdict.Broken;
    const taking = takesMarked(account, m, Mark.RetargetedWhilePending);
    if (taking !== Verdict.NotConcerned) return taking;
    for (let word = i.vcpus; word < i.top; word++) {
      if (spent(account, word) !== 0) return Verdict.Held;
    }
    return Verdict.NotConcerned;
  },
});
