import type { EncodedWorkload } from '../../models/contract/encoded';
import {
  INDEX,
  KIND,
  SIZE,
  StepKind,
  STRIDE,
  SUBJECT,
  VCPU,
} from '../../models/contract/encoded';
import { Register } from '../../models/architecture/registers';

/**
 * How the vCPUs of a real hypervisor are run, so that a workload shows the same every time.
 *
 * `resident`: all are in the guest at all times. After every step each makes one exit, first the one
 * that acted: a kick has been taken by then, wherever it came in between.
 *
 * `turns`: one is in the guest, the others are outside. It makes one exit before its first step and
 * one after each, and is taken off its physical CPU when the turn of another comes, or the host acts
 * (corrections C21, C22).
 */
export type Pace = 'resident' | 'turns';

/** Most steps that pacing makes of one. */
export const PACED_STEPS = 6;

/**
 * The same workload with every exit that a real target makes as a step of its own: what the target
 * executes, and what a model must execute to be compared with it. Exits are reads of GICD_TYPER.
 * Steps that move vCPUs in and out of the guest are replaced by those; a barrier is one exit each.
 */
export function paced(workload: EncodedWorkload, pace: Pace): EncodedWorkload {
  const { machine, flavour, steps, length } = workload;
  const pacer = new Pacer(machine.vcpus, pace, length);
  for (let n = 0; n < length; n++) pacer.step(steps, n * STRIDE);
  return { machine, flavour, steps: pacer.steps, length: pacer.length };
}

class Pacer {
  readonly steps: Int32Array;
  length = 0;
  private off = 0;
  /** `turns`: the vCPU in the guest, or -1. */
  private running = -1;

  constructor(
    private readonly vcpus: number,
    private readonly pace: Pace,
    length: number,
  ) {
    this.steps = new Int32Array((length * (PACED_STEPS + vcpus) + vcpus) * STRIDE);
    if (pace === 'turns') for (let v = 0; v < vcpus; v++) this.host(StepKind.Preempt, v);
  }

  step(from: Int32Array, at: number): void {
    const kind = from[at + KIND];
    const vcpu = from[at + VCPU];
    if (kind >= StepKind.Exit) {
      if (kind === StepKind.Barrier) for (let v = 0; v < this.vcpus; v++) this.trap(v);
      return;
    }
    if (kind >= StepKind.Raise) {
      this.leave();
      this.copy(from, at);
      if (this.pace === 'resident') this.everyOther(-1);
      return;
    }
    if (!this.isOn(vcpu)) return this.copy(from, at);
    if (this.pace === 'turns' && this.running !== vcpu) this.trap(vcpu);
    this.copy(from, at);
    if (kind === StepKind.CpuOff) {
      this.off |= 1 << vcpu;
      this.running = -1;
    }
    if (kind === StepKind.CpuOn) this.off &= ~(1 << from[at + INDEX]);
    this.trap(vcpu);
    if (this.pace === 'resident') this.everyOther(vcpu);
  }

  private isOn(vcpu: number): boolean {
    return ((this.off >>> vcpu) & 1) === 0;
  }

  private everyOther(vcpu: number): void {
    for (let v = 0; v < this.vcpus; v++) if (v !== vcpu) this.trap(v);
  }

  /** One exit and entry, by an access that traps. */
  private trap(vcpu: number): void {
    if (!this.isOn(vcpu)) return;
    if (this.pace === 'turns' && this.running !== vcpu) {
      this.leave();
      this.running = vcpu;
    }
    const at = this.host(StepKind.Read, vcpu);
    this.steps[at + SUBJECT] = Register.GICD_TYPER;
    this.steps[at + SIZE] = 4;
  }

  private leave(): void {
    if (this.running >= 0) this.host(StepKind.Preempt, this.running);
    this.running = -1;
  }

  private host(kind: StepKind, vcpu: number): number {
    const at = this.length++ * STRIDE;
    this.steps[at + KIND] = kind;
    this.steps[at + VCPU] = vcpu;
    return at;
  }

  private copy(from: Int32Array, at: number): void {
    this.steps.set(from.subarray(at, at + STRIDE), this.length++ * STRIDE);
  }
}
