import { StepKind } from '../../models/contract/encoded';
import type { Machine } from '../../models/contract/machine';
import { Nature } from './natures';

/**
 * How the vCPUs of a real hypervisor are run, so that a workload shows the same every time.
 *
 * `resident`: all are in the guest at all times. After every step each makes one exit, first the one
 * that acted: a kick has been taken by then, wherever it came in between. Where SPIs have a physical
 * source, a step or an exit of one vCPU can bring an interrupt to another, which takes it when it next
 * runs. So the others exit first, then the one that acted, and the others run once more: whatever comes
 * to a vCPU is taken before anything else happens.
 *
 * `turns`: one is in the guest, the others are off their physical CPU. It is taken off when the turn of
 * another comes, or the host acts. Nobody but the workload makes it exit, but it makes one exit of its
 * own before it acts on its list registers if they are not settled: if it acted on them since its last
 * exit, or others did something while it was away (corrections C21, C22).
 *
 * `free-resident`, `free-turns`: the same without the exits. A vCPU exits when the workload makes it, or
 * when it happens to: for a kick at some moment, for a tick of the host. What it shows is one of a set.
 */
export type Pace = 'resident' | 'turns' | 'free-resident' | 'free-turns';

export function takesTurns(pace: Pace): boolean {
  return pace === 'turns' || pace === 'free-turns';
}

export function isFree(pace: Pace): boolean {
  return pace === 'free-resident' || pace === 'free-turns';
}

/** The vCPU that counts as the one that acted where none did: it drives the lines of devices. */
const FIRST = 0;

/** What carries out what a pacer decides. */
export interface Paced {
  /** One exit and entry of a vCPU that is in the guest, or enters it now. */
  trap(vcpu: number): void;
  /** A vCPU enters the guest and does nothing there. */
  visit(vcpu: number): void;
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
  /** `turns`: an exit and entry of `running` would change nothing. */
  private isSettled = false;
  /** `turns`: vCPUs, as bits, that others may have changed since they were in the guest. */
  private stale = 0;
  /** `turns`: those of them that were changed by an exit only. */
  private passedOn = 0;
  private readonly takesTurns: boolean;
  private readonly isFree: boolean;

  private readonly vcpus: number;
  private readonly hasPhysical: boolean;

  constructor(
    { vcpus, hardware }: Pick<Machine, 'vcpus' | 'hardware'>,
    pace: Pace,
    private readonly paced: Paced,
  ) {
    this.takesTurns = takesTurns(pace);
    this.isFree = isFree(pace);
    this.vcpus = vcpus;
    this.hasPhysical = hardware.length > 0;
  }

  /** A workload begins: all vCPUs are on. */
  start(): void {
    this.off = this.stale = this.passedOn = 0;
    this.running = -1;
    if (this.takesTurns) for (let v = 0; v < this.vcpus; v++) this.paced.leave(v);
  }

  /** The workload is over: all vCPUs have left the guest. `turns` only. */
  finish(): void {
    this.leave();
  }

  /** All vCPUs leave the guest, and what they find when they come back is new. `turns` only. */
  moved(): void {
    this.leave();
    this.stale = -1;
    this.passedOn = 0;
  }

  /** A step of a vCPU, or of the host, comes. @returns whether it is to be executed at all */
  before(kind: StepKind, vcpu: number, nature: Nature): boolean {
    if (kind === StepKind.Barrier) {
      if (this.takesTurns) this.meet();
      else this.allExit(FIRST);
      return false;
    }
    if (kind >= StepKind.Exit) return false;
    if (kind >= StepKind.Raise) this.leave();
    else if (this.takesTurns && this.isOn(vcpu)) {
      this.turnTo(vcpu);
      if (nature < Nature.Ask && !this.isFree) this.settle();
    }
    return true;
  }

  /** It was executed. @param target CPU_ON: which vCPU is on now */
  after(kind: StepKind, vcpu: number, target: number, nature: Nature): void {
    if (this.takesTurns) {
      this.tookTurn(kind, vcpu, target, nature);
      return;
    }
    if (kind >= StepKind.Raise) {
      if (!this.isFree) this.allExit(FIRST);
      return;
    }
    if (!this.isOn(vcpu)) return;
    this.switched(kind, vcpu, target);
    if (!this.isFree) this.allExit(vcpu);
  }

  private isOn(vcpu: number): boolean {
    return ((this.off >>> vcpu) & 1) === 0;
  }

  private switched(kind: StepKind, vcpu: number, target: number): void {
    if (kind === StepKind.CpuOff) this.off |= 1 << vcpu;
    if (kind === StepKind.CpuOn) this.off &= ~(1 << target);
  }

  // Residents.

  private allExit(acted: number): void {
    if (!this.hasPhysical) this.trap(acted);
    for (let v = 0; v < this.vcpus; v++) if (v !== acted) this.trap(v);
    if (!this.hasPhysical) return;
    this.trap(acted);
    for (let v = 0; v < this.vcpus; v++) if (v !== acted && this.isOn(v)) this.paced.visit(v);
  }

  private trap(vcpu: number): void {
    if (this.isOn(vcpu)) this.paced.trap(vcpu);
  }

  // Turns.

  private tookTurn(kind: StepKind, vcpu: number, target: number, nature: Nature): void {
    if (kind >= StepKind.Raise) {
      const changed = nature === Nature.Ask ? 1 << vcpu : -1;
      this.stale |= changed;
      this.passedOn &= ~changed;
      return;
    }
    if (!this.isOn(vcpu)) return;
    if (nature === Nature.Take || nature === Nature.Act) this.isSettled = false;
    if (nature >= Nature.Ask) this.isSettled = true;
    if (nature === Nature.Act || nature === Nature.Trap) {
      this.stale |= ~(1 << vcpu);
      this.passedOn &= 1 << vcpu;
    }
    const wasOff = kind === StepKind.CpuOn && !this.isOn(target);
    this.switched(kind, vcpu, target);
    if (kind === StepKind.CpuOff) this.running = -1;
    if (wasOff) {
      // It comes to where it waits for its turn.
      this.leave();
      this.paced.leave(target);
    }
  }

  /** The turn of a vCPU comes, and it does nothing with it. */
  visit(vcpu: number): void {
    if (this.takesTurns && this.isOn(vcpu)) this.turnTo(vcpu);
  }

  /** Every vCPU makes an exit and entry, unless that would change nothing. */
  private meet(): void {
    if (this.running >= 0) this.settle();
    const from = this.running;
    for (let v = 0; v < this.vcpus; v++) {
      if (v === from || !this.isOn(v) || ((this.stale >>> v) & 1) === 0) continue;
      this.turnTo(v);
      this.paced.visit(v);
      this.isSettled = false;
    }
  }

  private turnTo(vcpu: number): void {
    if (this.running === vcpu) return;
    this.leave();
    this.running = vcpu;
    const bit = 1 << vcpu;
    this.isSettled = (this.stale & bit) === 0;
    // What was changed by an access can move to others when this one exits.
    if ((this.stale & ~this.passedOn & bit) !== 0) {
      this.passedOn |= ~this.stale & ~bit;
      this.stale |= ~bit;
    }
    this.stale &= ~bit;
    this.passedOn &= ~bit;
  }

  private settle(): void {
    if (!this.isSettled) this.paced.trap(this.running);
    this.isSettled = true;
  }

  private leave(): void {
    if (this.running >= 0) this.paced.leave(this.running);
    this.running = -1;
  }
}
