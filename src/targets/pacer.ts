import { StepKind } from '../../models/contract/encoded';

/**
 * How the vCPUs of a real hypervisor are run, so that a workload shows the same every time.
 *
 * `resident`: all are in the guest at all times. After every step each makes one exit, first the one
 * that acted: a kick has been taken by then, wherever it came in between.
 *
 * `turns`: one is in the guest, the others are off their physical CPU. It makes one exit before its
 * first step and one after each, and is taken off when the turn of another comes, or the host acts
 * (corrections C21, C22).
 */
export type Pace = 'resident' | 'turns';

/** What carries out what a pacer decides. */
export interface Paced {
  /** One exit and entry of a vCPU, by an access that traps. */
  trap(vcpu: number): void;
  /** Takes a vCPU off its physical CPU. */
  leave(vcpu: number): void;
}

/**
 * Decides when vCPUs exit and enter: the same for a real target and for the model that is to answer
 * like it.
 */
export class Pacer {
  private off = 0;
  /** `turns`: the vCPU in the guest, or -1. */
  private running = -1;

  constructor(
    private readonly vcpus: number,
    private readonly pace: Pace,
    private readonly paced: Paced,
  ) {}

  /** A workload begins: all vCPUs are on. */
  start(): void {
    this.off = 0;
    this.running = -1;
    if (this.pace === 'turns') for (let v = 0; v < this.vcpus; v++) this.paced.leave(v);
  }

  /** A step of a vCPU, or of the host, comes. @returns whether it is to be executed at all */
  before(kind: StepKind, vcpu: number): boolean {
    if (kind === StepKind.Barrier) {
      for (let v = 0; v < this.vcpus; v++) this.trap(v);
      return false;
    }
    if (kind >= StepKind.Exit) return false;
    if (kind >= StepKind.Raise) this.leave();
    else if (this.pace === 'turns' && this.running !== vcpu && this.isOn(vcpu)) this.trap(vcpu);
    return true;
  }

  /** It was executed. @param target CPU_ON: which vCPU is on now */
  after(kind: StepKind, vcpu: number, target: number): void {
    if (kind >= StepKind.Raise) {
      if (this.pace === 'resident') this.trapAllBut(-1);
      return;
    }
    if (!this.isOn(vcpu)) return;
    if (kind === StepKind.CpuOff) {
      this.off |= 1 << vcpu;
      this.running = -1;
    }
    if (kind === StepKind.CpuOn) this.off &= ~(1 << target);
    this.trap(vcpu);
    if (this.pace === 'resident') this.trapAllBut(vcpu);
  }

  private isOn(vcpu: number): boolean {
    return ((this.off >>> vcpu) & 1) === 0;
  }

  private trapAllBut(vcpu: number): void {
    for (let v = 0; v < this.vcpus; v++) if (v !== vcpu) this.trap(v);
  }

  private trap(vcpu: number): void {
    if (!this.isOn(vcpu)) return;
    if (this.pace === 'turns' && this.running !== vcpu) {
      this.leave();
      this.running = vcpu;
    }
    this.paced.trap(vcpu);
  }

  private leave(): void {
    if (this.running >= 0) this.paced.leave(this.running);
    this.running = -1;
  }
}
