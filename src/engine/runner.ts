import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Implementation, System } from '../../models/contract/implementation';
import type { Machine } from '../../models/contract/machine';
import type { Workload } from '../../models/contract/workload';
import { Trace } from '../../models/contract/trace';
import { LISTS } from '../../properties/events';
import type { Requirement } from '../../properties/requirement';
import { encode } from '../workload/encode';
import { Executor } from './execute';
import type { Tally } from './judge';
import { Judge, newTally } from './judge';

interface Bench {
  /** What runs elsewhere has none. */
  system?: System;
  executor: Executor;
  judge: Judge;
}

/** One implementation, ready to run and be judged; what a machine needs is made once and kept. */
export class Runner {
  readonly tally: Tally;
  trace = new Trace(1024);
  /** Systems are saved and restored half-way through each workload. */
  migrates = false;
  private readonly benches = new Map<string, Bench>();
  private readonly byIdentity = new Map<Machine, Bench>();

  constructor(
    readonly implementation: Implementation,
    readonly requirements: readonly Requirement[],
  ) {
    this.tally = newTally(requirements);
    this.trace.wantsLists = requirements.some(({ on }) => on.includes(LISTS));
  }

  /** Runs a workload and judges what it showed. @returns the judge, which holds what broke */
  run(workload: EncodedWorkload): Judge {
    const bench = this.execute(workload);
    bench.judge.judge(workload, this.trace);
    return bench.judge;
  }

  /** Runs a workload without judging it; the result is in `trace`. */
  execute(workload: EncodedWorkload): Bench {
    const bench = this.bench(workload.machine);
    bench.executor.run(this.systemOf(bench), workload, this.trace, this.migrates);
    return bench;
  }

  /** Judges what a workload showed that ran elsewhere. */
  judge(workload: EncodedWorkload, shown: Trace): Judge {
    const { judge } = this.bench(workload.machine);
    this.trace = shown;
    judge.judge(workload, shown);
    return judge;
  }

  /** First step at which the last trace, of this workload, broke a requirement; else Infinity. */
  firstBroken(workload: EncodedWorkload): number {
    const { judge } = this.bench(workload.machine);
    return Math.min(Infinity, ...judge.brokenNow.map((index) => judge.brokenAt[index]));
  }

  /** The accounts of all machines used so far, for statistics. */
  *judges(): Generator<Judge> {
    for (const bench of this.benches.values()) yield bench.judge;
  }

  /** The system that runs workloads of a machine. */
  systemFor(machine: Machine): System {
    return this.systemOf(this.bench(machine));
  }

  private systemOf({ system }: Bench): System {
    if (!system) throw new Error(`${this.implementation.id} runs elsewhere`);
    return system;
  }

  private bench(machine: Machine): Bench {
    const known = this.byIdentity.get(machine);
    if (known) return known;
    const key = JSON.stringify(machine);
    const { open } = this.implementation;
    let bench = this.benches.get(key);
    if (!bench) {
      bench = {
        ...(open ? {} : { system: this.implementation.create(machine) }),
        executor: new Executor(machine),
        judge: new Judge(machine, this.requirements, this.implementation.capabilities, this.tally),
      };
      this.benches.set(key, bench);
    }
    this.byIdentity.set(machine, bench);
    return bench;
  }
}

/** Requirements that an implementation breaks on a workload. */
export function breaks(
  implementation: Implementation,
  requirements: readonly Requirement[],
  workload: Workload,
): Requirement[] {
  const runner = new Runner(implementation, requirements);
  const judge = runner.run(encode(workload));
  return judge.brokenNow.map((index) => requirements[index]);
}
