import type { Account } from './account/account';
import { registers } from '../models/architecture/registers';
import { Mark } from './account/marks';
import type { Moment } from './account/moment';
import { ACTIVE_READS, ENABLE_READS, PENDING_READS } from './events';
import { bitsAre, Verdict } from './requirement';

/** `Held` if the acknowledge is one the account allows, `NotConcerned` if that is not known. */
export function acknowledgeVerdict(account: Account, m: Moment): Verdict {
  const right = account.acknowledgeIsRight(m);
  if (right === undefined) return Verdict.NotConcerned;
  return right ? Verdict.Held : Verdict.Broken;
}

/** The same for HPPIR. */
export function highestPendingVerdict(account: Account, m: Moment): Verdict {
  const right = account.highestPendingIsRight(m);
  if (right === undefined) return Verdict.NotConcerned;
  return right ? Verdict.Held : Verdict.Broken;
}

/**
 * Candidates of the best priority on a vCPU's cpu interface that carry a mark: the word's bits of
 * the first word that has any, or 0. Callers have checked that the evaluation is not uncertain.
 */
export function bestCandidatesMarked(account: Account, vcpu: number, mark: Mark): number {
  const i = account.interrupts;
  if (i.given[mark] === 0) return 0;
  const e = account.evaluate(vcpu, 0);
  if (e.best === 256 || e.uncertain) return 0;
  for (let word = vcpu; word < i.top; word = word < i.vcpus ? i.vcpus : word + 1) {
    let bits =
      i.marked(mark, word) &
      i.pending(word) &
      i.enabled[word] &
      ~i.active[word] &
      i.routed[vcpu * i.words + word];
    for (; bits !== 0; bits &= bits - 1) {
      const instance = word * 32 + 31 - Math.clz32(bits & -bits);
      if (i.priority[instance] === e.best && account.isCandidate(instance, vcpu)) {
        return 1 << (instance & 31);
      }
    }
  }
  return 0;
}

/**
 * An acknowledge on the cpu interface while a marked interrupt is (one of) the best: it must be
 * answered rightly. Not concerned when no marked interrupt is among the best, or none can be
 * signalled.
 */
export function takesMarked(account: Account, m: Moment, mark: Mark): Verdict {
  if (account.interrupts.given[mark] === 0) return Verdict.NotConcerned;
  const e = account.evaluate(m.vcpu, 0);
  if (!e.signal0 && !e.signal1) return Verdict.NotConcerned;
  if (bestCandidatesMarked(account, m.vcpu, mark) === 0) return Verdict.NotConcerned;
  return acknowledgeVerdict(account, m);
}

/**
 * Marked, enabled interrupts routed to this vCPU that are *not* candidates now: an acknowledge must
 * not return one. Used for "must not be delivered" rules.
 */
export function refusesMarked(account: Account, m: Moment, mark: Mark): Verdict {
  const i = account.interrupts;
  if (i.given[mark] === 0) return Verdict.NotConcerned;
  let exercised = false;
  const vcpu = m.vcpu;
  for (let word = vcpu; word < i.top; word = word < i.vcpus ? i.vcpus : word + 1) {
    const bits = i.marked(mark, word) & ~i.unknown[word] & i.routed[vcpu * i.words + word];
    if (bits === 0) continue;
    if ((bits & i.pending(word) & ~i.active[word]) !== 0) exercised = true;
    if (m.instance >= 0 && m.instance >> 5 === word && (bits >>> (m.instance & 31)) & 1) {
      return Verdict.Broken;
    }
  }
  return exercised ? Verdict.Held : Verdict.NotConcerned;
}

/** Which bits of a word a scenario is about. */
export type Selection = (account: Account, word: number) => number;

/** Edge interrupts that hold a latched stimulus. */
export function latchedEdges(account: Account, word: number): number {
  return account.interrupts.latch[word] & ~account.interrupts.level[word];
}

/** SGIs whose enables may be fixed at 1 (GICv2, DIV-02), or were not written and reset to either. */
export function fixedEnables(account: Account, word: number): number {
  const { interrupts, machine } = account;
  if (word >= interrupts.vcpus) return 0;
  return machine.gic === 2 ? 0xffff : 0xffff & ~interrupts.enableKnown[word];
}

/** Some selected interrupt, of known state, is routed to this vCPU. */
export function anyFor(account: Account, vcpu: number, select: Selection): boolean {
  const i = account.interrupts;
  for (let word = vcpu; word < i.top; word = word < i.vcpus ? i.vcpus : word + 1) {
    const bits = i.routed[vcpu * i.words + word] & ~i.unknown[word];
    if (bits !== 0 && (bits & select(account, word)) !== 0) return true;
  }
  return false;
}

/** Some selected interrupt is (one of) the best candidates on this vCPU's cpu interface. */
export function bestAmong(account: Account, vcpu: number, select: Selection): boolean {
  const i = account.interrupts;
  const e = account.evaluate(vcpu, 0);
  if (e.best === 256 || e.uncertain) return false;
  for (let word = vcpu; word < i.top; word = word < i.vcpus ? i.vcpus : word + 1) {
    let bits = i.pending(word) & i.enabled[word] & ~i.active[word];
    bits &= i.routed[vcpu * i.words + word];
    if (bits === 0) continue;
    for (bits &= select(account, word); bits !== 0; bits &= bits - 1) {
      const instance = word * 32 + 31 - Math.clz32(bits & -bits);
      if (i.priority[instance] === e.best && account.isCandidate(instance, vcpu)) return true;
    }
  }
  return false;
}

/** `takesMarked` for selected interrupts. */
export function takesAmong(account: Account, m: Moment, select: Selection): Verdict {
  const e = account.evaluate(m.vcpu, 0);
  if (!e.signal0 && !e.signal1) return Verdict.NotConcerned;
  if (!bestAmong(account, m.vcpu, select)) return Verdict.NotConcerned;
  return acknowledgeVerdict(account, m);
}

/** Marked interrupts that are not pending: an acknowledge must not return one. */
export function refusesIdle(account: Account, m: Moment, mark: Mark): Verdict {
  const i = account.interrupts;
  if (i.given[mark] === 0) return Verdict.NotConcerned;
  const { vcpu, instance } = m;
  if (instance >= 0 && i.has(mark, instance) && !i.isPending(instance)) {
    const unknown = (i.unknown[instance >> 5] >>> (instance & 31)) & 1;
    if (!unknown) return Verdict.Broken;
  }
  for (let word = vcpu; word < i.top; word = word < i.vcpus ? i.vcpus : word + 1) {
    const idle = i.marked(mark, word) & i.enabled[word] & ~i.pending(word) & ~i.unknown[word];
    if ((idle & i.routed[vcpu * i.words + word]) !== 0) return Verdict.Held;
  }
  return Verdict.NotConcerned;
}

/** An SPI that several PEs may take, and that is routed to this vCPU, is active for another one. */
export function takenElsewhere(account: Account, vcpu: number): boolean {
  const i = account.interrupts;
  for (let word = i.vcpus; word < i.top; word++) {
    let bits = i.marked(Mark.SharedTaken, word) & i.active[word] & ~i.unknown[word];
    bits &= i.routed[vcpu * i.words + word];
    for (; bits !== 0; bits &= bits - 1) {
      if (i.takenBy[word * 32 + 31 - Math.clz32(bits & -bits)] !== vcpu) return true;
    }
  }
  return false;
}

const stateKinds = new Uint8Array(registers.length);
for (const id of PENDING_READS) stateKinds[id] = 1;
for (const id of ACTIVE_READS) stateKinds[id] = 2;
for (const id of ENABLE_READS) stateKinds[id] = 3;

/** A register of the ISACTIVER, ICACTIVER pairs. */
export function readsActive(register: number): boolean {
  return stateKinds[register] === 2;
}

/** What the account says a pending, active or enable register holds in this word. */
export function stateOf(account: Account, register: number, word: number): number {
  const i = account.interrupts;
  switch (stateKinds[register]) {
    case 1:
      return i.pending(word);
    case 2:
      return i.active[word];
    default:
      return i.enabled[word];
  }
}

/** SGIs that an SGI register sent are pending where it sent them, and are taken there. */
export function sentSgis(m: Moment, account: Account): Verdict {
  if (m.isAcknowledge) return takesMarked(account, m, Mark.Sent);
  const i = account.interrupts;
  if (m.word < 0 || m.word >= i.vcpus) return Verdict.NotConcerned;
  if (((account.sgiWritten >>> m.word) & 1) === 0) return Verdict.NotConcerned;
  return bitsAre(m.low, i.pending(m.word), 0xffff & ~i.unknown[m.word]);
}
