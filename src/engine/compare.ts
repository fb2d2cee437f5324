import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Capabilities, Implementation } from '../../models/contract/implementation';
import type { Trace } from '../../models/contract/trace';
import type { Machine } from '../../models/contract/machine';
import { MAX_VCPUS } from '../../models/contract/machine';
import { Outcome } from '../../models/contract/observation';
import type { AccountView } from '../../properties/account/account';
import { Account } from '../../properties/account/account';
import { prepare } from '../../properties/account/prepare';
import { Moment } from '../../properties/account/moment';
import { allDivergences } from '../../properties';
import type { Divergence } from '../../properties/divergence';
import { intersect } from '../workload/machines';
import { setMoment } from './moments';
import type { Runner } from './runner';

/** What comparing two implementations over a campaign gave. */
export interface Comparison {
  /** Numbers of the implementations. */
  a: number;
  b: number;
  /** Workloads compared, and those on which nothing differed. */
  workloads: number;
  agreed: number;
  /** Workloads on which an allowed divergence explained the first difference, by its id. */
  allowed: Record<string, number>;
  /** Workloads on which one broke a requirement at or before the first difference. */
  judged: number;
  /** Workloads on which nothing explains the first difference, and the first of them. */
  unexplained: number;
  firstUnexplained: number;
}

export function newComparison(a: number, b: number): Comparison {
  return {
    a,
    b,
    workloads: 0,
    agreed: 0,
    allowed: {},
    judged: 0,
    unexplained: 0,
    firstUnexplained: -1,
  };
}

/** Where two traces of one workload first differ, and what explains it. */
export interface Difference {
  step: number;
  divergence: Divergence | undefined;
}

/** First step at which observations or lines differ, from `from` on, or -1. */
export function firstDifference(a: Trace, b: Trace, from: number, vcpus: number): number {
  for (let step = from; step < a.length; step++) {
    if (!isSameAt(a, step, b, step, vcpus)) return step;
  }
  return -1;
}

/** Whether step `n` of one trace shows the same as step `m` of another. */
export function isSameAt(a: Trace, n: number, b: Trace, m: number, vcpus: number): boolean {
  if (a.outcome[n] !== b.outcome[m]) return false;
  if (a.low[n] !== b.low[m] || a.high[n] !== b.high[m]) {
    if (a.outcome[n] !== Outcome.Skipped) return false;
  }
  for (let v = 0; v < vcpus; v++) {
    if (a.lines[n * MAX_VCPUS + v] !== b.lines[m * MAX_VCPUS + v]) return false;
  }
  return true;
}

/** What leaves open which lines are right, where only the lines of a PE differ. */
function openLines(account: Account, vcpu: number): string | undefined {
  // EOIcount decides about the maintenance interrupt.
  if (account.listRegisters[vcpu].eoiCountUnknown) return 'DIV-16';
  for (const iface of [0, 1]) {
    const e = account.evaluate(vcpu, iface);
    if (e.uncertain) return 'DIV-15';
    if (e.best0 && e.best1) return 'DIV-07';
  }
  return undefined;
}

/** DIV-04: until a barrier, effects may have arrived or not. What explains more goes first. */
const LATER = allDivergences().find(({ id }) => id === 'DIV-04')!;
/** DIV-27: the only one that allows an access to fail. */
const FAILING = allDivergences().find(({ id }) => id === 'DIV-27')!;

const accounts = new WeakMap<Machine, Account>();

/** An account is large; a campaign uses few machines, so each keeps its own. */
function accountFor(machine: Machine): Account {
  let account = accounts.get(machine);
  if (!account) accounts.set(machine, (account = new Account(machine)));
  return account;
}

/** How the common account of two implementations looks at them. */
export type CommonView = AccountView & Pick<Capabilities, 'lines'>;

/** vCPUs of which the lines are compared: where one shows none, or not always, none of them. */
export function comparedLines({ machine }: EncodedWorkload, { lines }: CommonView): number {
  return lines ? machine.vcpus : 0;
}

/** Compares two traces of one workload up to the first difference that changes what comes after. */
export function findDifference(
  workload: EncodedWorkload,
  a: Trace,
  b: Trace,
  view: CommonView,
): Difference[] {
  const vcpus = comparedLines(workload, view);
  const found: Difference[] = [];
  let step = firstDifference(a, b, 0, vcpus);
  if (step < 0) return found;
  const account = accountFor(workload.machine);
  account.reset(view);
  const [left, right] = [new Moment(), new Moment()];
  let applied = 0;
  while (step >= 0) {
    for (; applied < step; applied++) {
      setMoment(left, workload, a, applied);
      prepare(account, left);
      account.apply(left);
    }
    setMoment(left, workload, a, step);
    prepare(account, left);
    setMoment(right, workload, b, step);
    prepare(account, right);
    const divergence = explain(left, right, account, a, b, step);
    found.push({ step, divergence });
    if (!divergence || divergence.changesState) return found;
    if (left.outcome !== right.outcome) return found;
    if (!valuesDifferAt(a, b, step)) applied = step + 1;
    else if (left.isAcknowledge || right.isAcknowledge) return found;
    step = firstDifference(a, b, step + 1, vcpus);
  }
  return found;
}

function valuesDifferAt(a: Trace, b: Trace, step: number): boolean {
  return (
    a.outcome[step] !== b.outcome[step] ||
    a.low[step] !== b.low[step] ||
    a.high[step] !== b.high[step]
  );
}

/** An abort or an undefined instruction: not a matter of time, nor of what is known. */
function failed(trace: Trace, step: number): boolean {
  const outcome = trace.outcome[step];
  return outcome === Outcome.Abort || outcome === Outcome.Undefined || outcome === Outcome.Trap;
}

/** What explains a difference. Where only lines differ, the step is taken into the account. */
function explain(
  left: Moment,
  right: Moment,
  account: Account,
  a: Trace,
  b: Trace,
  step: number,
): Divergence | undefined {
  if (a.outcome[step] !== b.outcome[step] && (failed(a, step) || failed(b, step))) {
    return FAILING.explains?.(left, right, account) ? FAILING : undefined;
  }
  if (valuesDifferAt(a, b, step)) {
    const certain = allDivergences().find((d) => d !== LATER && d.explains?.(left, right, account));
    return certain ?? (account.settled ? undefined : LATER);
  }
  account.apply(left);
  if (!account.settled) return LATER;
  for (let v = 0; v < account.machine.vcpus; v++) {
    const at = step * MAX_VCPUS + v;
    if (a.lines[at] === b.lines[at]) continue;
    const open = openLines(account, v);
    return allDivergences().find(({ id }) => id === open);
  }
  return undefined;
}

/** The view of two implementations that are compared. */
export function viewOfBoth(a: Implementation, b: Implementation): CommonView {
  return intersect([a.capabilities, b.capabilities]);
}

/** Compares what two runners just showed of a workload, and counts it. */
export function compareTraces(
  comparison: Comparison,
  a: Runner,
  b: Runner,
  workload: EncodedWorkload,
  index: number,
): void {
  comparison.workloads++;
  const view = viewOfBoth(a.implementation, b.implementation);
  const first = firstDifference(a.trace, b.trace, 0, comparedLines(workload, view));
  if (first < 0) {
    comparison.agreed++;
    return;
  }
  if (Math.min(a.firstBroken(workload), b.firstBroken(workload)) <= first) {
    comparison.judged++;
    return;
  }
  const differences = findDifference(workload, a.trace, b.trace, view);
  for (const { divergence } of differences) {
    if (divergence)
      comparison.allowed[divergence.id] = (comparison.allowed[divergence.id] ?? 0) + 1;
  }
  if (differences.some(({ divergence }) => !divergence)) {
    if (comparison.unexplained++ === 0) comparison.firstUnexplained = index;
  }
}
