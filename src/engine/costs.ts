import { costNames } from '../../models/contract/costs';
import type { Costs } from '../../models/contract/costs';
import type { EncodedWorkload } from '../../models/contract/encoded';
import { KIND, StepKind, STRIDE, VCPU } from '../../models/contract/encoded';

/** What kind of work a workload is, for the table of costs. */
export const workloadClasses = ['one vCPU', 'several vCPUs', 'power', 'hostile'] as const;
export type WorkloadClass = (typeof workloadClasses)[number];

/** Hostile ones first, then those that switch vCPUs off and on, then by how many vCPUs act. */
export function classOf({ flavour, steps, length }: EncodedWorkload): WorkloadClass {
  if (flavour === 'hostile') return 'hostile';
  let acting = 0;
  for (let at = 0; at < length * STRIDE; at += STRIDE) {
    const kind = steps[at + KIND];
    if (kind === StepKind.CpuOff) return 'power';
    if (kind <= StepKind.Wfi) acting |= 1 << steps[at + VCPU];
  }
  return (acting & (acting - 1)) === 0 ? 'one vCPU' : 'several vCPUs';
}

/** Costs of one implementation on one class of workloads with one number of list registers. */
export interface CostRow {
  implementation: number;
  gic: 2 | 3;
  listRegisters: number;
  class: WorkloadClass;
  workloads: number;
  steps: number;
  /** Sums, by name. */
  costs: Costs;
}

/** Adds up what hypervisors spent. */
export class CostTable {
  private readonly rows = new Map<number, CostRow>();
  private readonly before: Float64Array = new Float64Array(costNames.length);

  /** Remembers what was spent before a workload. */
  start(costs: Costs): void {
    for (let n = 0; n < costNames.length; n++) this.before[n] = costs[costNames[n]];
  }

  /** Counts what was spent since `start`. */
  stop(costs: Costs, implementation: number, workload: EncodedWorkload, of: WorkloadClass): void {
    const row = this.row(implementation, workload, of);
    row.workloads++;
    row.steps += workload.length;
    for (let n = 0; n < costNames.length; n++) {
      row.costs[costNames[n]] += costs[costNames[n]] - this.before[n];
    }
  }

  /** By GIC version, class, number of list registers and implementation. */
  sorted(): CostRow[] {
    return [...this.rows.values()].sort(
      (a, b) =>
        a.gic - b.gic ||
        workloadClasses.indexOf(a.class) - workloadClasses.indexOf(b.class) ||
        a.listRegisters - b.listRegisters ||
        a.implementation - b.implementation,
    );
  }

  private row(implementation: number, { machine }: EncodedWorkload, of: WorkloadClass): CostRow {
    const classNumber = workloadClasses.indexOf(of);
    const key =
      ((implementation * 8 + classNumber) * 4 + machine.gic) * 128 + machine.listRegisters;
    let row = this.rows.get(key);
    if (!row) {
      const costs = Object.fromEntries(costNames.map((name) => [name, 0])) as unknown as Costs;
      row = {
        implementation,
        gic: machine.gic,
        listRegisters: machine.listRegisters,
        class: of,
        workloads: 0,
        steps: 0,
        costs,
      };
      this.rows.set(key, row);
    }
    return row;
  }
}
