import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Implementation } from '../../models/contract/implementation';
import type { Trace } from '../../models/contract/trace';
import { KIND, StepKind, STRIDE, VCPU } from '../../models/contract/encoded';
import { isSameAt } from './compare';
import { Runner } from './runner';

/** An exit that nobody made: the vCPU left the guest, and entered again, right before a step. */
export interface OwnExit {
  step: number;
  vcpu: number;
}

/** Runs of the model that one trace is worth. */
const MAX_RUNS = 5000;

/**
 * Finds exits that make a model show a given trace: an exit shortly before a difference that moves the
 * difference further on, and so forth, taken back where it leads nowhere.
 */
export class ExitSearch {
  private readonly runner: Runner;
  private steps = new Int32Array(1024 * STRIDE);
  private left = 0;

  constructor(twin: Implementation) {
    this.runner = new Runner(twin, []);
  }

  /** @param step at which the trace differs without any */
  find(workload: EncodedWorkload, shown: Trace, step: number): OwnExit[] | undefined {
    this.left = MAX_RUNS;
    return this.extend(workload, shown, [], step);
  }

  private extend(
    workload: EncodedWorkload,
    shown: Trace,
    exits: readonly OwnExit[],
    differs: number,
  ): OwnExit[] | undefined {
    for (let step = differs; step >= 0; step--) {
      for (let vcpu = 0; vcpu < workload.machine.vcpus; vcpu++) {
        if (exits.some((exit) => exit.step === step && exit.vcpu === vcpu)) continue;
        if (this.left-- <= 0) return undefined;
        const more = [...exits, { step, vcpu }].sort((a, b) => a.step - b.step);
        const next = this.differsWith(workload, shown, more);
        if (next < 0) return more;
        const found = next > differs && this.extend(workload, shown, more, next);
        if (found) return found;
      }
    }
    return undefined;
  }

  /** First step at which the model, with these exits, shows something else, or -1. */
  private differsWith(workload: EncodedWorkload, shown: Trace, exits: OwnExit[]): number {
    const length = workload.length + exits.length;
    if (this.steps.length < length * STRIDE) this.steps = new Int32Array(length * STRIDE * 2);
    const { steps } = this;
    const placeOf = (step: number, before: number): number => (step + before) * STRIDE;
    let before = 0;
    for (let step = 0; step < workload.length; step++) {
      while (before < exits.length && exits[before].step === step) {
        const at = placeOf(step, before);
        steps.fill(0, at, at + STRIDE);
        steps[at + KIND] = StepKind.Exit;
        steps[at + VCPU] = exits[before++].vcpu;
      }
      const from = step * STRIDE;
      steps.set(workload.steps.subarray(from, from + STRIDE), placeOf(step, before));
    }
    this.runner.execute({ ...workload, steps, length });
    const { vcpus } = workload.machine;
    before = 0;
    for (let step = 0; step < workload.length; step++) {
      while (before < exits.length && exits[before].step === step) before++;
      if (!isSameAt(this.runner.trace, step + before, shown, step, vcpus)) return step;
    }
    return -1;
  }
}
