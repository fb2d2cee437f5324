import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Capabilities } from '../../models/contract/implementation';
import type { Machine } from '../../models/contract/machine';
import type { Trace } from '../../models/contract/trace';
import { MAX_VCPUS } from '../../models/contract/machine';
import { Line, Outcome } from '../../models/contract/observation';
import { Account } from '../../properties/account/account';
import { prepare } from '../../properties/account/prepare';
import { Moment } from '../../properties/account/moment';
import {
  accessEvent,
  EVENTS,
  LINES,
  LISTS,
  stepEvent,
  VIRTUAL_LINES,
} from '../../properties/events';
import type { Requirement } from '../../properties/requirement';
import { Verdict } from '../../properties/requirement';
import { appliesTo } from './applicable';
import { setMoment } from './moments';

const PHYSICAL = Line.Irq | Line.Fiq;

/** How often requirements were exercised and broken, over all workloads judged. Index: requirement. */
export interface Tally {
  exercised: Float64Array;
  broken: Float64Array;
}

export function newTally(requirements: readonly Requirement[]): Tally {
  return {
    exercised: new Float64Array(requirements.length),
    broken: new Float64Array(requirements.length),
  };
}

type Check = Requirement['check'];

/** Asks all checks of one event, in order; tells the sink about each that was exercised. */
type AskAll = (m: Moment, account: Account, sink: VerdictSink) => void;

interface VerdictSink {
  count(index: number, verdict: Verdict): void;
}

const composed = new Map<string, AskAll>();
const numbers = new Map<Check, number>();

/**
 * One function that calls the given checks one after the other. A loop over an array of functions
 * has a single call site for all of them, which the compiler can neither predict nor inline; written
 * out, each check has its own. That is worth a sixth of the time of judging. Judges of different
 * machines share the functions.
 */
function compose(checks: readonly Check[], indices: readonly number[]): AskAll {
  const key = checks.map((check, n) => `${numberOf(check)}:${indices[n]}`).join();
  let askAll = composed.get(key);
  if (!askAll) {
    const names = checks.map((_, n) => `check${n}`);
    const calls = indices.map(
      (index, n) => `v = check${n}(m, account); if (v !== 0) sink.count(${index}, v);`,
    );
    const body = `return (m, account, sink) => { let v = 0; ${calls.join(' ')} };`;
    askAll = new Function(...names, body)(...checks) as AskAll;
    composed.set(key, askAll);
  }
  return askAll;
}

function numberOf(check: Check): number {
  let number = numbers.get(check);
  if (number === undefined) numbers.set(check, (number = numbers.size));
  return number;
}

/** The requirements that one event concerns: their checks, and their numbers beside them. */
class Subscribers {
  private readonly checks: Check[] = [];
  private readonly indices: number[] = [];
  /** Nothing where no requirement subscribes. */
  askAll: AskAll | undefined;

  add(requirement: Requirement, index: number): void {
    this.checks.push(requirement.check);
    this.indices.push(index);
  }

  seal(): void {
    if (this.checks.length > 0) this.askAll = compose(this.checks, this.indices);
  }
}

/** Requirements by event, so that a step asks only those that it concerns. */
class Subscriptions {
  /** Judged at any time, when the access succeeded. */
  readonly always: Subscribers[] = [];
  /** Judged when settled, when the access succeeded. Empty where every moment is settled. */
  readonly settled: Subscribers[] = [];
  /** Those of the above that also want accesses that failed. */
  readonly failed: Subscribers[] = [];

  constructor(requirements: readonly Requirement[], capabilities: Capabilities, machine: Machine) {
    for (let event = 0; event < EVENTS; event++) {
      this.always.push(new Subscribers());
      this.settled.push(new Subscribers());
      this.failed.push(new Subscribers());
    }
    requirements.forEach((requirement, index) => {
      if (!appliesTo(requirement, capabilities)) return;
      if (!requirement.applies.gic.includes(machine.gic)) return;
      const anytime = capabilities.immediate || requirement.strength === 'between-barriers';
      for (const event of new Set(requirement.on)) {
        (anytime ? this.always : this.settled)[event].add(requirement, index);
        if (requirement.allOutcomes) this.failed[event].add(requirement, index);
      }
    });
    for (const kind of [this.always, this.settled, this.failed]) {
      for (const subscribers of kind) subscribers.seal();
    }
  }
}

/** Judges traces of one machine against requirements. It looks at nothing but workload and trace. */
export class Judge implements VerdictSink {
  readonly account: Account;
  private readonly moment = new Moment();
  private readonly subscriptions: Subscriptions;
  private readonly barriers: boolean;
  /** Offset of the next white-box record to judge. */
  private nextRecord = 0;
  /** Per requirement: first step of the current trace that broke it, or -1. */
  readonly brokenAt: Int32Array;
  /** Requirements that the current trace breaks, in the order in which they broke. */
  readonly brokenNow: number[] = [];

  constructor(
    machine: Machine,
    requirements: readonly Requirement[],
    private readonly capabilities: Capabilities,
    private readonly tally: Tally,
  ) {
    this.account = new Account(machine);
    this.barriers = !capabilities.immediate;
    this.subscriptions = new Subscriptions(requirements, capabilities, machine);
    this.brokenAt = new Int32Array(requirements.length).fill(-1);
  }

  /** Judges a whole trace. @returns the number of requirements it breaks */
  judge(workload: EncodedWorkload, trace: Trace): number {
    this.begin();
    for (let number = 0; number < trace.length; number++) {
      this.step(workload, trace, number);
      if (this.nextRecord < trace.lists.length) this.judgeRecords(trace, number);
    }
    return this.brokenNow.length;
  }

  /** Starts a new trace. */
  begin(): void {
    for (const index of this.brokenNow) this.brokenAt[index] = -1;
    this.brokenNow.length = 0;
    this.account.reset(this.capabilities);
    this.nextRecord = 0;
  }

  /** Judges one step and takes it into the account. Steps must be given in order. */
  step(workload: EncodedWorkload, trace: Trace, number: number): void {
    const m = this.moment;
    const { account } = this;
    setMoment(m, workload, trace, number);
    if (m.outcome !== Outcome.Skipped) {
      prepare(account, m);
      const event = m.register >= 0 ? accessEvent(m.register, m.isWrite) : stepEvent(m.kind);
      const expected = m.register < 0 || (m.isWrite ? Outcome.None : Outcome.Value) === m.outcome;
      if (expected) {
        this.ask(this.subscriptions.always[event]);
        if (this.barriers && account.settled) this.ask(this.subscriptions.settled[event]);
      } else {
        this.ask(this.subscriptions.failed[event]);
      }
    }
    account.apply(m);
    if (this.capabilities.lines) this.judgeLines(trace, number);
  }

  private judgeLines(trace: Trace, number: number): void {
    const m = this.moment;
    const { account } = this;
    const stale = account.staleInterfaces();
    const quiet = stale === 0 && number > 0 && !trace.linesMoved(number);
    if (quiet) return;
    const at = number * MAX_VCPUS;
    for (let v = 0; v < account.machine.vcpus; v++) {
      m.linesOf = v;
      m.lines = trace.lines[at + v];
      const moved = number > 0 ? m.lines ^ trace.lines[at + v - MAX_VCPUS] : -1;
      if ((stale >>> (v * 2)) & 1 || (moved & PHYSICAL) !== 0) this.askLines(0, LINES);
      if ((stale >>> (v * 2 + 1)) & 1 || (moved & ~PHYSICAL) !== 0) this.askLines(1, VIRTUAL_LINES);
    }
  }

  /** The white-box records that a step left, at most one of each vCPU: all are taken in, then judged. */
  private judgeRecords(trace: Trace, number: number): void {
    const { lists } = trace;
    const { account } = this;
    let of = 0;
    while (this.nextRecord < lists.length && lists.stepOf(this.nextRecord) <= number) {
      of |= 1 << account.takeRecord(lists, this.nextRecord);
      this.nextRecord = lists.next(this.nextRecord);
    }
    for (; of !== 0; of &= of - 1) {
      this.moment.record = account.records[31 - Math.clz32(of & -of)];
      this.ask(this.subscriptions.always[LISTS]);
    }
  }

  private askLines(iface: number, event: number): void {
    this.moment.linesInterface = iface;
    this.ask(this.subscriptions.always[event]);
    if (this.barriers && this.account.settled) this.ask(this.subscriptions.settled[event]);
  }

  private ask(subscribers: Subscribers): void {
    subscribers.askAll?.(this.moment, this.account, this);
  }

  /** A check was exercised. */
  count(index: number, verdict: Verdict): void {
    this.tally.exercised[index]++;
    if (verdict !== Verdict.Broken) return;
    this.tally.broken[index]++;
    if (this.brokenAt[index] < 0) {
      this.brokenAt[index] = this.moment.step;
      this.brokenNow.push(index);
    }
  }
}
