import { StepKind } from '../../../models/contract/encoded';
import { EntryFlag, Lists, RecordFlag } from '../../../models/contract/lists';
import type { Machine } from '../../../models/contract/machine';
import { Account } from '../../../properties/account/account';
import { Moment } from '../../../properties/account/moment';
import type { Requirement } from '../../../properties/requirement';
import { Verdict } from '../../../properties/requirement';
import { machine } from '../../src/support';

export const { Listed, Waiting, Pending, Active, Enabled, Resident, Level } = EntryFlag;
export const { Migrating, Hardware, Latch, Line, Deliverable, Owned } = EntryFlag;
export const { SourcesLeft, GroupOn } = EntryFlag;

/** States of a list register. */
export const P = 1;
export const A = 2;
export const PA = 3;
/** HCR: En with UIE, NPIE, LRENPIE. */
export const UIE = 3;
export const NPIE = 9;
export const LRENPIE = 5;

export interface RegisterShape {
  intid: number;
  state: number;
  priority?: number;
  group?: number;
  hw?: number;
  eoi?: number;
  extra?: number;
}

export interface EntryShape {
  intid: number;
  flags: number;
  priority?: number;
  lr?: number;
  waitingAt?: number;
}

interface RecordShape {
  vcpu?: number;
  /** Not of an entry to the guest. */
  outside?: boolean;
  /** HCR. */
  control?: number;
  used?: number;
  faults?: number;
  /** List registers from 0; the rest are zero. */
  registers?: RegisterShape[];
  entries?: EntryShape[];
}

/** An interrupt that KVM holds and has put into a list register. */
export function inside(intid: number, lr: number, priority = 0x80, flags = 0): EntryShape {
  return { intid, lr, priority, flags: Listed | Owned | Resident | GroupOn | Deliverable | flags };
}

/** One that waits for a list register. */
export function left(intid: number, priority = 0x80, flags = Pending): EntryShape {
  return { intid, priority, flags: Listed | Owned | GroupOn | Deliverable | flags };
}

/** An account, and records made by hand that requirements judge with it. */
export class Bench {
  readonly account: Account;
  readonly moment = new Moment();
  private readonly lists = new Lists();
  private steps = 0;

  constructor(
    gic: 2 | 3 = 3,
    private readonly registers = 2,
    changes: Partial<Machine> = {},
  ) {
    this.account = new Account(machine(gic, { listRegisters: registers, ...changes }));
    this.account.reset({ immediate: false, groups: true });
  }

  /** The next step, of a vCPU, leaves these records. */
  step(kind: StepKind, vcpu: number, ...records: RecordShape[]): this {
    this.moment.step = ++this.steps;
    this.moment.kind = kind;
    this.moment.vcpu = vcpu;
    const first = this.lists.length;
    for (const record of records) this.write(record);
    for (let at = first; at < this.lists.length; at = this.lists.next(at)) {
      this.moment.record = this.account.records[this.account.takeRecord(this.lists, at)];
    }
    return this;
  }

  /** vCPU 0 enters the guest with this. */
  entry(record: RecordShape): this {
    return this.step(StepKind.Enter, record.vcpu ?? 0, record);
  }

  judge({ check }: Requirement): 'not concerned' | 'held' | 'broken' {
    const verdict = check(this.moment, this.account);
    if (verdict === Verdict.NotConcerned) return 'not concerned';
    return verdict === Verdict.Held ? 'held' : 'broken';
  }

  private write(record: RecordShape): void {
    const { lists, registers } = this;
    const { vcpu = 0, outside, control = 1, used = 0, faults = 0, entries = [] } = record;
    const flags = RecordFlag.DistributorOn | (outside ? 0 : RecordFlag.Entry);
    lists.begin(this.steps, vcpu, flags, faults, control, used, 0);
    for (let n = 0; n < registers; n++) {
      const one = record.registers?.[n] ?? { intid: 0, state: 0, priority: 0 };
      const { intid, state, priority = 0x80, group = 0, hw = 0, eoi = 0, extra = 0 } = one;
      lists.register(intid, state, priority, group, hw, eoi, extra);
    }
    for (const { intid, flags: bits, priority = 0x80, lr = -1, waitingAt = -1 } of entries) {
      lists.entry(intid, priority, bits, lr, waitingAt);
    }
    lists.end();
  }
}

/** SPI 40 and its like are enabled, of Group 0, for vCPU 0, with all groups and priorities let through. */
export function open(bench: Bench): Bench {
  const { account } = bench;
  const i = account.interrupts;
  for (let word = 0; word < i.words; word++) {
    i.enable(word, -1);
    i.priorityUnknown[word] = i.routeUnknown[word] = i.regraded[word] = 0;
    i.routed[word] = word === 0 || word >= i.vcpus ? -1 : 0;
    for (let n = 0; n < 32; n++) i.priority[word * 32 + n] = 0x80;
  }
  account.distributorGroups = 3;
  account.interface(0, 0).groups = 3;
  account.interface(0, 0).pmr = 0xf8;
  return bench;
}

/** An edge of this SPI arrives. */
export function pend(bench: Bench, ...intids: number[]): Bench {
  const i = bench.account.interrupts;
  for (const intid of intids) {
    const instance = i.instance(intid, 0);
    i.latchBits(instance >> 5, 1 << (instance & 31));
  }
  return bench;
}

/** The guest on vCPU 0 acknowledges it. */
export function take(bench: Bench, ...intids: number[]): Bench {
  const i = bench.account.interrupts;
  for (const intid of intids) {
    const instance = i.instance(intid, 0);
    i.acknowledge(instance, 0);
    i.takenBy[instance] = 0;
    bench.account.interface(0, 0).push(0x80, 0, intid);
  }
  return bench;
}

/** The guest on vCPU 0 ends it. */
export function finish(bench: Bench, ...intids: number[]): Bench {
  const { account } = bench;
  for (const intid of intids) {
    account.interrupts.deactivate(account.interrupts.instance(intid, 0));
    account.interface(0, 0).drop();
  }
  return bench;
}
