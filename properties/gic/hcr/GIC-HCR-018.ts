import type { ListsView } from '../../../models/contract/lists';
import { EntryFlag } from '../../../models/contract/lists';
import type { Account } from '../../account/account';
import type { Moment } from '../../account/moment';
import { Lens } from '../../account/moment';
import { CPU_ACKNOWLEDGES, LISTS } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';
import {
  Control,
  holdsActive,
  isAtEntry,
  isLeftPending,
  isSpilled,
  showsRecord,
  stoppedAt,
} from '../../lists/record';

const EXITS = Control.UIE | Control.NPIE;

/** Something is left outside: an exit comes when the guest has ended all that it was given. */
function isArmed(record: ListsView): Verdict {
  const stopped = stoppedAt(record);
  let pending = false;
  let spilled = false;
  for (let n = 0; n < stopped; n++) {
    if (isSpilled(record, n)) spilled = true;
    else if (isLeftPending(record, n)) pending = true;
  }
  // Those wait for the EOI of an SGI, which is an exit of its own.
  const stops = stopped < record.entries;
  if (!pending && !spilled) return stops ? Verdict.Held : Verdict.NotConcerned;
  const wanted = pending ? EXITS : EXITS | Control.LRENPIE;
  return holds((record.control & Control.En) !== 0 && (record.control & wanted) !== 0);
}

/**
 * GICv2: requests of further sources of an SGI that is in a list register can only come in after it:
 * its end has to be noticed.
 */
function areSourcesArmed(record: ListsView): Verdict {
  let verdict: Verdict = Verdict.NotConcerned;
  for (let n = 0; n < record.entries; n++) {
    const register = record.entryRegister(n);
    if ((record.entryFlags(n) & EntryFlag.SourcesLeft) === 0 || register < 0) continue;
    if (register >= record.registers || record.registerState(register) === 0) continue;
    if (!record.registerEoi(register) && (record.control & EXITS) === 0) return Verdict.Broken;
    verdict = Verdict.Held;
  }
  return verdict;
}

/** Left outside, and the register that is read would return it to an idle interface. */
function isSignalled(account: Account, m: Moment, n: number): boolean {
  const record = account.records[m.vcpu];
  if (!isLeftPending(record, n) || (record.entryFlags(n) & EntryFlag.GroupOn) === 0) return false;
  const i = account.interrupts;
  const instance = i.instance(record.entryIntid(n), m.vcpu);
  if (instance < 0 || account.priorityOpen(instance)) return false;
  const word = instance >> 5;
  const bit = instance & 31;
  if (((i.unknown[word] | i.shared[word]) >>> bit) & 1) return false;
  const iface = account.interface(m.vcpu, 0);
  const group = (i.group1[word] >>> bit) & 1;
  if (!isVisible(m.lens, group, iface.ackCtl !== 0)) return false;
  return account.isCandidate(instance, m.vcpu) && i.priority[instance] < iface.pmr;
}

/** What an acknowledge register returns of a group. */
function isVisible(lens: Lens, group: number, ackCtl: boolean): boolean {
  if (lens === Lens.Both) return group === 0 || ackCtl;
  return group === (lens === Lens.Group1 ? 1 : 0);
}

/** Every list register is free or only pending: nothing is left for the guest to end. */
function isAllEnded(record: ListsView): boolean {
  for (let n = 0; n < record.shown; n++) if (holdsActive(record, n)) return false;
  return true;
}

/** The guest has ended everything and acknowledges: what was left outside has come in. */
function isDelivered(m: Moment, account: Account): Verdict {
  const record = account.records[m.vcpu];
  const iface = account.interface(m.vcpu, 0);
  if (record.isEmpty || !iface.known || iface.anyActive() || iface.depth > 0) {
    return Verdict.NotConcerned;
  }
  const silent = (account.asleep | account.maybeAsleep | account.off) >>> m.vcpu;
  // 1022: it is there, for another register.
  if ((silent & 1) !== 0 || m.acknowledged === 1022 || !isAllEnded(record)) {
    return Verdict.NotConcerned;
  }
  for (let n = 0; n < record.entries; n++) {
    if (!isSignalled(account, m, n)) continue;
    if (!m.special) return Verdict.Held;
    // Another one comes first that this register does not return, or that is still on its way.
    const instance = account.interrupts.instance(record.entryIntid(n), m.vcpu);
    const { best } = account.evaluate(m.vcpu, 0);
    if (account.interrupts.priority[instance] !== best) continue;
    return account.acknowledgeIsRight(m) === false ? Verdict.Broken : Verdict.NotConcerned;
  }
  return Verdict.NotConcerned;
}

export default requirement({
  id: 'GIC-HCR-018',
  title:
    'Whatever is left outside the list registers is delivered in the end: a maintenance interrupt comes when the guest has handled what it was given',
  source: 'derived; IHI 0048 GICH_MISR, IHI 0069 ICH_MISR_EL2 (H)',
  applies: { gic: [2, 3], lists: 'any' },
  strength: 'between-barriers',
  on: [LISTS, ...CPU_ACKNOWLEDGES],
  check(m, account) {
    if (!showsRecord(m)) return isDelivered(m, account);
    if (!isAtEntry(m.record)) return Verdict.NotConcerned;
    const sources = areSourcesArmed(m.record);
    return sources === Verdict.Broken ? sources : (Math.max(sources, isArmed(m.record)) as Verdict);
  },
});
