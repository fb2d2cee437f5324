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
import type { Machine } from '../../../models/contract/machine';
import { MAX_VCPUS } from '../../../models/contract/machine';
import { Trace } from '../../../models/contract/trace';
import { Register } from '../../../models/architecture/registers';
import type { Implementation } from '../../../models/contract/implementation';
import { Executor } from '../../../src/engine/execute';
import { natureOfLine, natureOfStep } from '../../../src/targets/natures';
import type { Pace } from '../../../src/targets/pacer';
import { isFree, Pacer, takesTurns } from '../../../src/targets/pacer';

/** A workload with every exit and every preemption as a step of its own. */
export interface Explicit {
  workload: EncodedWorkload;
  /** By step of the original: its own step here; -1 where there is none. */
  own: Int32Array;
  /** By step of the original: how many steps here are done when it is. */
  done: Int32Array;
}

/** Writes out what a pace makes of a workload: see src/targets/pacer.ts and the README. */
class ResidentWriter {
  readonly steps: number[][] = [];
  private readonly on: Set<number>;

  constructor(
    private readonly machine: Machine,
    private readonly isFree: boolean,
  ) {
    this.on = new Set(Array.from({ length: machine.vcpus }, (_, v) => v));
  }

  /** @returns the number of the step that stands for it, or -1 */
  step(words: number[]): number {
    const kind = words[KIND] as StepKind;
    const vcpu = words[VCPU];
    if (kind === StepKind.Barrier) {
      this.exits(0);
      return -1;
    }
    if (kind === StepKind.Pulse) {
      this.step(words.with(KIND, StepKind.Raise));
      this.step(words.with(KIND, StepKind.Lower));
      return -1;
    }
    if (kind === StepKind.Raise || kind === StepKind.Lower) {
      const own = this.steps.push(words) - 1;
      if (!this.isFree) this.exits(0);
      return own;
    }
    if (kind > StepKind.CpuOn) return -1;
    if (!this.on.has(vcpu)) return this.steps.push(words) - 1;
    // A kick has been taken by then, even where the step itself does nothing.
    if (this.isFree) this.steps.push(move(StepKind.Enter, vcpu));
    const own = this.steps.push(words) - 1;
    if (kind === StepKind.CpuOff) this.on.delete(vcpu);
    if (kind === StepKind.CpuOn) this.on.add(words[INDEX]);
    if (!this.isFree) this.exits(vcpu);
    return own;
  }

  /** With physical SPIs the one that acted exits last, and the others come to run. */
  private exits(acted: number): void {
    const others = this.everyone().filter((v) => v !== acted);
    const acting = this.everyone().filter((v) => v === acted);
    const isWired = this.machine.hardware.length > 0;
    for (const v of isWired ? [...others, ...acting] : [...acting, ...others]) this.exit(v);
    for (const v of isWired ? others : []) {
      const enter = new Array<number>(STRIDE).fill(0);
      enter[KIND] = StepKind.Enter;
      enter[VCPU] = v;
      this.steps.push(enter);
    }
  }

  private everyone(): number[] {
    return [...this.on].sort((a, b) => a - b);
  }

  private exit(vcpu: number): void {
    const read = new Array<number>(STRIDE).fill(0);
    read[KIND] = StepKind.Read;
    read[VCPU] = vcpu;
    read[SUBJECT] = Register.GICD_TYPER;
    read[SIZE] = 4;
    this.steps.push(read);
  }
}

/** Which exits there are, pacer.spec.ts says; here they become steps. */
class TurnsWriter {
  readonly steps: number[][] = [];
  private readonly pacer: Pacer;

  constructor(machine: Machine, pace: Pace) {
    this.pacer = new Pacer(machine, pace, {
      trap: (vcpu) => {
        for (const kind of [StepKind.Enter, StepKind.Exit, StepKind.Enter]) {
          this.steps.push(move(kind, vcpu));
        }
      },
      visit: (vcpu) => this.steps.push(move(StepKind.Enter, vcpu)),
      leave: (vcpu) => this.steps.push(move(StepKind.Preempt, vcpu)),
    });
    this.pacer.start();
  }

  step(words: number[]): number {
    const kind = words[KIND] as StepKind;
    if (kind === StepKind.Pulse) {
      this.step(words.with(KIND, StepKind.Raise));
      this.step(words.with(KIND, StepKind.Lower));
      return -1;
    }
    const isDevice = kind === StepKind.Raise || kind === StepKind.Lower;
    const nature = isDevice
      ? natureOfLine(words[SUBJECT])
      : natureOfStep(Int32Array.from(words), 0);
    if (!this.pacer.before(kind, words[VCPU], nature)) return -1;
    if (!isDevice) this.steps.push(move(StepKind.Enter, words[VCPU]));
    const own = this.steps.push(words) - 1;
    this.pacer.after(kind, words[VCPU], words[INDEX], nature);
    return own;
  }
}

function move(kind: StepKind, vcpu: number): number[] {
  const words = new Array<number>(STRIDE).fill(0);
  words[KIND] = kind;
  words[VCPU] = vcpu;
  return words;
}

export function explicit({ steps, length, machine, flavour }: EncodedWorkload, pace: Pace) {
  const writer = takesTurns(pace)
    ? new TurnsWriter(machine, pace)
    : new ResidentWriter(machine, isFree(pace));
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
export function showExplicitly(model: Implementation, { workload, own, done }: Explicit): Trace {
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
      if (kind <= StepKind.CpuOn || kind === StepKind.Enter)
        lines[vcpu] = all.lines[at * MAX_VCPUS + vcpu];
    }
    shown.lines.set(lines, n * MAX_VCPUS);
    if (own[n] < 0) continue;
    shown.outcome[n] = all.outcome[own[n]];
    shown.low[n] = all.low[own[n]];
    shown.high[n] = all.high[own[n]];
  }
  return shown;
}
