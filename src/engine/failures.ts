import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Implementation } from '../../models/contract/implementation';
import type { Requirement } from '../../properties/requirement';
import { Attributor } from './attribute';

/** A requirement that an implementation broke, and on which workloads. */
export interface Failure {
  implementation: number;
  requirement: number;
  /** The first workload on which it broke; of those that no deviation explains, if there are any. */
  index: number;
  /** Workloads on which it broke. */
  hits: number;
  /** Those of them on which no documented deviation explains it. */
  unexplained: number;
  /** Deviations found to cause it on the first few workloads, with how many of those. */
  causes: Map<string, number>;
}

/** Workloads of each failure of which the deviations are found out one by one. */
const DETAILED = 3;

/** Collects what broke, and tells what documented deviations explain it. */
export class Failures {
  private readonly byKey = new Map<number, Failure>();
  private readonly attributors: (Attributor | undefined)[];

  constructor(
    private readonly implementations: readonly Implementation[],
    private readonly requirements: readonly Requirement[],
  ) {
    this.attributors = implementations
      // What is real cannot be mended; the model that answers as it does can.
      .map((one) => new Attributor(one.twin ?? one, requirements))
      .map((attributor) => (attributor.ids.length > 0 ? attributor : undefined));
  }

  /** Different failures so far that no deviation explains. */
  unexplained = 0;

  /** A workload broke requirements of an implementation. @param broken numbers of requirements */
  note(
    implementation: number,
    workload: EncodedWorkload,
    index: number,
    broken: readonly number[],
  ): void {
    if (broken.length === 0) return;
    const unexplained = this.unexplainedOf(implementation, workload, broken);
    const fresh: number[] = [];
    for (const requirement of broken) {
      const failure = this.failure(implementation, requirement, index);
      failure.hits++;
      if (unexplained.includes(requirement)) {
        if (failure.unexplained++ === 0) {
          failure.index = index;
          this.unexplained++;
        }
      } else if (failure.hits <= DETAILED) fresh.push(requirement);
    }
    this.findCauses(implementation, workload, fresh);
  }

  all(): Failure[] {
    return [...this.byKey.values()];
  }

  private unexplainedOf(
    implementation: number,
    workload: EncodedWorkload,
    broken: readonly number[],
  ): readonly number[] {
    const attributor = this.attributors[implementation];
    if (attributor) return attributor.explain(workload, broken).unexplained;
    // What cannot be mended is taken at its word.
    const { deviations } = this.implementations[implementation];
    return broken.filter((requirement) => {
      const { id } = this.requirements[requirement];
      return !deviations.some(({ requirements }) => requirements.includes(id));
    });
  }

  private findCauses(implementation: number, workload: EncodedWorkload, fresh: number[]): void {
    const attributor = this.attributors[implementation];
    if (fresh.length === 0 || !attributor) return;
    for (const [requirement, causes] of attributor.explain(workload, fresh, true).causes) {
      const failure = this.failure(implementation, requirement, 0);
      for (const id of causes) failure.causes.set(id, (failure.causes.get(id) ?? 0) + 1);
    }
  }

  private failure(implementation: number, requirement: number, index: number): Failure {
    const key = implementation * this.requirements.length + requirement;
    let failure = this.byKey.get(key);
    if (!failure) {
      failure = {
        implementation,
        requirement,
        index,
        hits: 0,
        unexplained: 0,
        causes: new Map(),
      };
      this.byKey.set(key, failure);
    }
    return failure;
  }
}
