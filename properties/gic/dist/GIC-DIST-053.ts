import { Line } from '../../../models/contract/observation';
import type { Account } from '../../account/account';
import { Mark } from '../../account/marks';
import type { Moment } from '../../account/moment';
import { CPU_ACKNOWLEDGES, LINES, PENDING_READS } from '../../events';
import { bitsAre, holds, requirement, Verdict } from '../../requirement';
import { takesMarked } from '../../scenarios';

/** Pending SPIs of a word that no PE is a target of. */
function held(account: Account, word: number): number {
  const i = account.interrupts;
  let somewhere = i.routeUnknown[word] | i.unknown[word];
  for (let v = 0; v < i.vcpus; v++) somewhere |= i.routed[v * i.words + word];
  return i.pending(word) & ~somewhere;
}

function judgeLines(m: Moment, account: Account): Verdict {
  const i = account.interrupts;
  if (!i.everHeld) return Verdict.NotConcerned;
  const e = account.evaluate(m.linesOf, 0);
  if (e.uncertain || e.candidates !== 0 || (account.off >>> m.linesOf) & 1) {
    return Verdict.NotConcerned;
  }
  for (let word = i.vcpus; word < i.top; word++) {
    if ((held(account, word) & i.enabled[word] & ~i.active[word]) === 0) continue;
    return holds((m.lines & (Line.Irq | Line.Fiq)) === 0);
  }
  return Verdict.NotConcerned;
}

export default requirement({
  id: 'GIC-DIST-053',
  title:
    'A pending interrupt with target mask 0 is held and forwarded to nobody until a target is written',
  source: 'IHI 0048 4.3.12 GICD_ITARGETSR (H)',
  applies: { gic: [2] },
  strength: 'after-barrier',
  on: [...PENDING_READS, ...CPU_ACKNOWLEDGES, LINES],
  check(m, account) {
    const i = account.interrupts;
    if (i.vcpus === 1) return Verdict.NotConcerned;
    if (m.linesOf >= 0) return judgeLines(m, account);
    if (!m.isAcknowledge) {
      return m.word < i.vcpus ? Verdict.NotConcerned : bitsAre(m.low, -1, held(account, m.word));
    }
    const word = m.instance >> 5;
    if (word >= i.vcpus && i.targets[m.instance] === 0) {
      const known = ~(i.routeUnknown[word] | i.unknown[word]);
      if ((known >>> (m.instance & 31)) & 1) return Verdict.Broken;
    }
    return takesMarked(account, m, Mark.ReleasedByTarget);
  },
});
