import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Implementation, System } from '../../models/contract/implementation';
import type { Machine } from '../../models/contract/machine';
import type { Trace } from '../../models/contract/trace';
import { Executor } from './execute';

/** Systems kept per implementation: a campaign uses 64 machines, some of them with many variants. */
const MAX_SYSTEMS = 512;
const MAX_VARIANTS = 4096;

const executors = new WeakMap<Machine, Executor>();

function executorFor(machine: Machine): Executor {
  let executor = executors.get(machine);
  if (!executor) executors.set(machine, (executor = new Executor(machine)));
  return executor;
}

/** Deviations of an implementation that can be shown by a workload and be mended, by id. */
export function mendable({
  deviations,
  repaired,
}: Pick<Implementation, 'deviations'> & { repaired?: unknown }): string[] {
  return repaired ? deviations.filter(({ notShown }) => !notShown).map(({ id }) => id) : [];
}

/**
 * An implementation and the same with deviations mended. Runs workloads without judging them; the
 * systems used last are kept.
 */
export class Variants {
  private readonly implementations = new Map<string, Implementation>();
  /** By machine and variant; the one used longest ago comes first. */
  private readonly systems = new Map<string, System>();
  private readonly machines = new WeakMap<Machine, number>();
  private machinesSeen = 0;

  constructor(readonly implementation: Implementation) {}

  /** The implementation with these deviations mended. */
  with(ids: readonly string[]): Implementation {
    if (ids.length === 0) return this.implementation;
    const key = ids.join();
    let variant = this.implementations.get(key);
    if (!variant) {
      variant = this.implementation.repaired!(ids);
      if (this.implementations.size >= MAX_VARIANTS) this.implementations.clear();
      this.implementations.set(key, variant);
    }
    return variant;
  }

  /** Runs a workload with these deviations mended. */
  run(ids: readonly string[], workload: EncodedWorkload, into: Trace): void {
    const { machine } = workload;
    executorFor(machine).run(this.systemFor(machine, ids), workload, into);
  }

  private systemFor(machine: Machine, ids: readonly string[]): System {
    let number = this.machines.get(machine);
    if (number === undefined) this.machines.set(machine, (number = this.machinesSeen++));
    const key = `${number} ${ids.join()}`;
    const system = this.systems.get(key) ?? this.with(ids).create(machine);
    this.systems.delete(key);
    this.systems.set(key, system);
    if (this.systems.size > MAX_SYSTEMS) {
      for (const oldest of this.systems.keys()) {
        this.systems.delete(oldest);
        break;
      }
    }
    return system;
  }
}
