import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Implementation, System } from '../../models/contract/implementation';
import type { Machine } from '../../models/contract/machine';
import { Trace } from '../../models/contract/trace';
import { LISTS } from '../../properties/events';
import type { Requirement } from '../../properties/requirement';
import { Executor } from './execute';
import { Judge, newTally } from './judge';
import { smallestSubset } from './smallest-subset';
import { mendable } from './variants';

/** What the broken requirements of one workload come from. */
export interface Attribution {
  /** Requirements (numbers) that are broken even with every deviation mended. */
  unexplained: number[];
  /** By number of requirement: the deviations that break it here. Empty unless asked for. */
  causes: Map<number, string[]>;
}

interface Bench {
  system: System;
  executor: Executor;
  judge: Judge;
}

/** Benches kept: a campaign uses some hundred machines, and the variants of one at a time. */
const MAX_BENCHES = 256;
/** Deviations named for one requirement and workload. */
const MAX_CAUSES = 8;

/**
 * Tells which documented deviations of an implementation make a workload break requirements. A
 * failure is *explained* if the implementation with every deviation mended does not show it. The
 * deviations responsible are found in the order in which they show: the first whose mending moves
 * the first failure to a later step or away, then, with it mended, the next.
 */
export class Attributor {
  /** Ids of the deviations that a failure can come from. */
  readonly ids: readonly string[];
  private readonly trace = new Trace(1024);
  private readonly implementations = new Map<string, Implementation>();
  private readonly benches = new Map<string, Bench>();
  private readonly machines = new WeakMap<Machine, number>();
  private machinesSeen = 0;
  /** How often each deviation was a cause: the likely ones are tried first. */
  private readonly successes = new Map<string, number>();
  /** Of the workload in hand, by what is mended: first step that breaks each requirement, or -1. */
  private readonly brokenAt = new Map<string, Int32Array>();

  constructor(
    private readonly implementation: Implementation,
    private readonly requirements: readonly Requirement[],
  ) {
    this.ids = mendable(implementation);
    this.trace.wantsLists = requirements.some(({ on }) => on.includes(LISTS));
  }

  /**
   * Explains the requirements that the implementation breaks on a workload.
   * @param broken numbers of requirements
   * @param detailed name the deviations: some dozen runs of the workload instead of one
   */
  explain(workload: EncodedWorkload, broken: readonly number[], detailed = false): Attribution {
    const causes = new Map<number, string[]>();
    if (this.ids.length === 0) return { unexplained: [...broken], causes };
    const { brokenAt } = this.run(workload, this.ids);
    const unexplained = broken.filter((requirement) => brokenAt[requirement] >= 0);
    if (detailed && unexplained.length < broken.length) {
      this.brokenAt.clear();
      for (const requirement of broken) {
        if (unexplained.includes(requirement)) continue;
        causes.set(requirement, this.causesOf(workload, requirement));
      }
    }
    return { unexplained, causes };
  }

  private causesOf(workload: EncodedWorkload, requirement: number): string[] {
    const order = this.likelyFirst(requirement);
    const causes: string[] = [];
    let at = this.firstBroken(workload, causes, requirement);
    while (at >= 0 && causes.length < MAX_CAUSES) {
      const limit = at;
      const helps = (more: readonly string[]): boolean => {
        const then = this.firstBroken(workload, [...causes, ...more], requirement);
        return then < 0 || then > limit;
      };
      const open = order.filter((id) => !causes.includes(id));
      const single = open.find((id) => helps([id]));
      if (single === undefined && !helps(open)) break;
      const found = single === undefined ? smallestSubset(open, helps) : [single];
      for (const id of found) this.successes.set(id, (this.successes.get(id) ?? 0) + 1);
      causes.push(...found);
      at = this.firstBroken(workload, causes, requirement);
    }
    return causes;
  }

  /** Deviations said to break this requirement first, then those that were causes before. */
  private likelyFirst(requirement: number): string[] {
    const { id } = this.requirements[requirement];
    const named = new Set(
      this.implementation.deviations
        .filter(({ requirements }) => requirements.includes(id))
        .map((deviation) => deviation.id),
    );
    const weight = (deviation: string): number =>
      (named.has(deviation) ? 1e9 : 0) + (this.successes.get(deviation) ?? 0);
    return [...this.ids].sort((a, b) => weight(b) - weight(a));
  }

  /** First step at which the requirement breaks with these deviations mended, or -1. */
  private firstBroken(
    workload: EncodedWorkload,
    mended: readonly string[],
    requirement: number,
  ): number {
    const ids = this.ids.filter((id) => mended.includes(id));
    const key = ids.join();
    let brokenAt = this.brokenAt.get(key);
    if (!brokenAt) {
      brokenAt = this.run(workload, ids).brokenAt.slice();
      this.brokenAt.set(key, brokenAt);
    }
    return brokenAt[requirement];
  }

  private run(workload: EncodedWorkload, mended: readonly string[]): Judge {
    const { system, executor, judge } = this.bench(workload.machine, mended);
    executor.run(system, workload, this.trace);
    judge.judge(workload, this.trace);
    return judge;
  }

  private bench(machine: Machine, mended: readonly string[]): Bench {
    let number = this.machines.get(machine);
    if (number === undefined) this.machines.set(machine, (number = this.machinesSeen++));
    const key = `${number} ${mended.join()}`;
    let bench = this.benches.get(key);
    if (bench) this.benches.delete(key);
    else {
      const implementation = this.variant(mended);
      const { capabilities } = implementation;
      bench = {
        system: implementation.create(machine),
        executor: new Executor(machine),
        judge: new Judge(machine, this.requirements, capabilities, newTally(this.requirements)),
      };
    }
    // The one used longest ago comes first.
    this.benches.set(key, bench);
    if (this.benches.size > MAX_BENCHES) {
      for (const oldest of this.benches.keys()) {
        this.benches.delete(oldest);
        break;
      }
    }
    return bench;
  }

  private variant(mended: readonly string[]): Implementation {
    if (mended.length === 0) return this.implementation;
    const key = mended.join();
    let variant = this.implementations.get(key);
    if (!variant) {
      variant = this.implementation.repaired!(mended);
      this.implementations.set(key, variant);
    }
    return variant;
  }
}
