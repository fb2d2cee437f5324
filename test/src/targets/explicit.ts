import type { EncodedWorkload } from '../../../models/contract/encoded';
import {
  INDEX,
  KIND,
  SIZE,
  StepKind,
  STRIDE,
  SUBJECT,
  VCPU,
} from '../../../models/contract/encoded';
import { MAX_VCPUS } from '../../../models/contract/machine';
import { Trace } from '../../../models/contract/trace';
import { Register } from '../../../models/architecture/registers';
import type { Implementation } from '../../../models/contract/implementation';
import { Executor } from '../../../src/engine/execute';
import type { Pace } from '../../../src/targets/pacer';

/** A workload with every exit and every preemption as a step of its own. */
export interface Explicit {
  workload: EncodedWorkload;
  /** By step of the original: its own step here; -1 where there is none. */
  own: Int32Array;
  /** By step of the original: how many steps here are done when it is. */
  done: Int32Array;
}

/** Writes out what a pace makes of a workload: see src/targets/pacer.ts and the README. */
class Writer {
  readonly steps: number[][] = [];
  private readonly on: Set<number>;
  private running: number | undefined;

  constructor(
    private readonly vcpus: number,
    private readonly pace: Pace,
  ) {
    this.on = new Set(Array.from({ length: vcpus }, (_, v) => v));
    if (pace === 'turns') for (const v of this.on) this.preempt(v);
  }

  /** @returns the number of the step that stands for it, or -1 */
  step(words: number[]): number {
    const kind = words[KIND] as StepKind;
    const vcpu = words[VCPU];
    if (kind === StepKind.Barrier) {
      for (const v of this.everyone()) this.exit(v);
      return -1;
    }
    if (kind === StepKind.Pulse) {
      this.step(words.with(KIND, StepKind.Raise));
      this.step(words.with(KIND, StepKind.Lower));
      return -1;
    }
    if (kind === StepKind.Raise || kind === StepKind.Lower) {
      this.makeWay();
      const own = this.steps.push(words) - 1;
      if (this.pace === 'resident') for (const v of this.everyone()) this.exit(v);
      return own;
    }
    if (kind > StepKind.CpuOn) return -1;
    if (!this.on.has(vcpu)) return this.steps.push(words) - 1;
    if (this.pace === 'turns' && this.running !== vcpu) this.exit(vcpu);
    const own = this.steps.push(words) - 1;
    if (kind === StepKind.CpuOff) {
      this.on.delete(vcpu);
      this.running = undefined;
    } else {
      if (kind === StepKind.CpuOn) this.on.add(words[INDEX]);
      this.exit(vcpu);
    }
    if (this.pace === 'resident') for (const v of this.everyone()) if (v !== vcpu) this.exit(v);
    return own;
  }

  private everyone(): number[] {
    return [...this.on].sort((a, b) => a - b);
  }

  private exit(vcpu: number): void {
    if (this.pace === 'turns' && this.running !== vcpu) {
      this.makeWay();
      this.running = vcpu;
    }
    const read = new Array<number>(STRIDE).fill(0);
    read[KIND] = StepKind.Read;
    read[VCPU] = vcpu;
    read[SUBJECT] = Register.GICD_TYPER;
    read[SIZE] = 4;
    this.steps.push(read);
  }

  private makeWay(): void {
    if (this.running !== undefined) this.preempt(this.running);
    this.running = undefined;
  }

  private preempt(vcpu: number): void {
    const words = new Array<number>(STRIDE).fill(0);
    words[KIND] = StepKind.Preempt;
    words[VCPU] = vcpu;
    this.steps.push(words);
  }
}

export function explicit({ steps, length, machine, flavour }: EncodedWorkload, pace: Pace) {
  const writer = new Writer(machine.vcpus, pace);
  const own = new Int32Array(length);
  const done = new Int32Array(length);
  for (let n = 0; n < length; n++) {
    own[n] = writer.step([...steps.subarray(n * STRIDE, (n + 1) * STRIDE)]);
    done[n] = writer.steps.length;
  }
  const all = Int32Array.from(writer.steps.flat());
  const workload: EncodedWorkload = {
    ...{ machine, flavour, steps: all },
    length: writer.steps.length,
  };
  return { workload, own, done } satisfies Explicit;
}

/**
 * What a model shows of a workload that is run with every exit written out. The lines of a vCPU are
 * those after its own last step.
 */
export function showExplicitly(
  model: Implementation,
  { workload, own, done }: Explicit,
): Trace {
  const all = new Trace(1);
  new Executor(workload.machine).run(model.create(workload.machine), workload, all);
  const shown = new Trace(1);
  shown.reserve(own.length);
  const lines = new Uint8Array(MAX_VCPUS);
  let at = 0;
  for (let n = 0; n < own.length; n++) {
    for (; at < done[n]; at++) {
      const kind = workload.steps[at * STRIDE + KIND] as StepKind;
      const vcpu = workload.steps[at * STRIDE + VCPU];
      if (kind <= StepKind.CpuOn) lines[vcpu] = all.lines[at * MAX_VCPUS + vcpu];
    }
    shown.lines.set(lines, n * MAX_VCPUS);
    if (own[n] < 0) continue;
    shown.outcome[n] = all.outcome[own[n]];
    shown.low[n] = all.low[own[n]];
    shown.high[n] = all.high[own[n]];
  }
  return shown;
}
