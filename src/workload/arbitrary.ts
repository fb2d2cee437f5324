import * as fc from 'fast-check';
import type { Capabilities } from '../../models/contract/implementation';
import type { Workload } from '../../models/contract/workload';
import { architecture } from '../../models/architecture';
import { decode } from './decode';
import { Generator } from './generator';
import { shrinkCandidates } from './shrink';

/** Constraints of `workloads`. */
export interface WorkloadConstraints {
  /** What may be drawn; everything the architecture has by default. */
  offered?: Capabilities;
  /** Most steps; 120 by default. */
  maxSteps?: number;
  /** Of 16 workloads, how many are hostile; 2 by default. */
  hostile?: number;
}

class WorkloadArbitrary extends fc.Arbitrary<Workload> {
  constructor(private readonly constraints: WorkloadConstraints) {
    super();
  }

  override generate(mrng: fc.Random): fc.Value<Workload> {
    const generator = new Generator(mrng.nextInt(0, 0x7fffffff), {
      offers: [this.constraints.offered ?? architecture.capabilities],
      maxSteps: this.constraints.maxSteps ?? 120,
      hostile: this.constraints.hostile ?? 2,
    });
    const encoded = generator.newWorkload();
    generator.generate(0, mrng.nextInt(0, 0x7fffffff), encoded);
    return new fc.Value(decode(encoded), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Workload {
    return typeof value === 'object' && value !== null && 'steps' in value;
  }

  override shrink(value: Workload): fc.Stream<fc.Value<Workload>> {
    return fc.stream(shrinkCandidates(value)).map((smaller) => new fc.Value(smaller, undefined));
  }
}

/** Random workloads for fast-check, with shrinking that needs no context. */
export function workloads(constraints: WorkloadConstraints = {}): fc.Arbitrary<Workload> {
  return new WorkloadArbitrary(constraints);
}
