import type { Account } from '../../account/account';
import { ROUTE_ANY } from '../../account/interrupt-state';
import type { Moment } from '../../account/moment';
import { CPU_ACKNOWLEDGES, PENDING_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';
import { acknowledgeVerdict } from '../../scenarios';

/** A 1-of-N SPI is pending and enabled; with `best` at the best priority of this PE. */
function anyOneOfN(account: Account, vcpu: number, best: boolean): boolean {
  const i = account.interrupts;
  const e = account.evaluate(vcpu, 0);
  for (let word = i.vcpus; word < i.top; word++) {
    let bits = i.pending(word) & i.enabled[word] & ~i.active[word] & ~i.unknown[word];
    for (; bits !== 0; bits &= bits - 1) {
      const instance = word * 32 + 31 - Math.clz32(bits & -bits);
      if (i.route[instance] !== ROUTE_ANY) continue;
      if (!best) return true;
      if (i.priority[instance] === e.best && account.isCandidate(instance, vcpu)) return true;
    }
  }
  return false;
}

function judgeAcknowledge(m: Moment, account: Account): Verdict {
  const i = account.interrupts;
  if ((account.asleep >>> m.vcpu) & 1) {
    if (m.instance >> 5 >= i.vcpus) return Verdict.Broken;
    return anyOneOfN(account, m.vcpu, false) ? Verdict.Held : Verdict.NotConcerned;
  }
  // Which of several participating PEs is chosen is free (DIV-11): then the account is uncertain.
  return anyOneOfN(account, m.vcpu, true) ? acknowledgeVerdict(account, m) : Verdict.NotConcerned;
}

export default requirement({
  id: 'GIC-DIST-057',
  title:
    'A PE whose redistributor is asleep is not selected for 1-of-N, and SPIs that target it stay pending',
  source: 'IHI 0069 GICR_WAKER (C)',
  applies: { gic: [3] },
  strength: 'after-barrier',
  on: [...CPU_ACKNOWLEDGES, ...PENDING_READS],
  check(m, account) {
    if (account.asleep === 0) return Verdict.NotConcerned;
    if (m.isAcknowledge) return judgeAcknowledge(m, account);
    const i = account.interrupts;
    if (m.word < i.vcpus) return Verdict.NotConcerned;
    let targeted = 0;
    for (let rest = account.asleep; rest !== 0; rest &= rest - 1) {
      targeted |= i.routed[(31 - Math.clz32(rest & -rest)) * i.words + m.word];
    }
    return bitsAre(m.low, -1, targeted & i.pending(m.word) & ~i.unknown[m.word]);
  },
});
