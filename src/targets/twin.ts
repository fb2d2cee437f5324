import type {
  Capabilities,
  Deviation,
  Implementation,
  System,
} from '../../models/contract/implementation';
import type { GicState } from '../../models/contract/interrupt-state';
import type { Machine } from '../../models/contract/machine';
import { StepKind } from '../../models/contract/encoded';
import { MAX_VCPUS } from '../../models/contract/machine';
import type { Outcome } from '../../models/contract/observation';
import type { Hardware } from '../../models/architecture/guest-system';
import { architecturalHardware } from '../../models/architecture/guest-system';
import { Register } from '../../models/architecture/registers';
import { qemuHardware } from '../../models/qemu-hardware/qemu-hardware';
import { Nature, natureOfLine, natureOfRaw, natureOfRead, natureOfWrite } from './natures';
import type { Pace, Paced } from './pacer';
import { isFree, Pacer, takesTurns } from './pacer';

/** A model whose vCPUs exit and enter as those of the real target do. */
export class PacedSystem implements System, Paced {
  outcome: Outcome = 0;
  high = 0;
  private readonly pacer: Pacer;
  private readonly takesTurns: boolean;
  private readonly isFree: boolean;
  /** Lines of each vCPU when it last ran. */
  private readonly shown = new Uint8Array(MAX_VCPUS);
  private changed = 0;

  constructor(
    private readonly inner: System,
    machine: Pick<Machine, 'vcpus' | 'hardware'>,
    pace: Pace,
  ) {
    this.takesTurns = takesTurns(pace);
    this.isFree = isFree(pace);
    this.pacer = new Pacer(machine, pace, this);
  }

  get isStuck(): boolean {
    return this.inner.isStuck === true;
  }

  trap(vcpu: number): void {
    if (this.takesTurns) this.exitAndEnter(vcpu);
    else this.inner.read(vcpu, Register.GICD_TYPER, 0, 4, 0);
    this.look(vcpu);
  }

  visit(vcpu: number): void {
    this.inner.enter(vcpu);
    this.look(vcpu);
  }

  leave(vcpu: number): void {
    this.inner.preempt(vcpu);
  }

  reset(): void {
    this.inner.reset();
    this.pacer.start();
    this.shown.fill(0);
    this.changed = (1 << MAX_VCPUS) - 1;
    this.outcome = this.high = 0;
  }

  read(vcpu: number, register: number, index: number, size: number, aux: number): number {
    return this.guest(StepKind.Read, vcpu, natureOfRead(register), () =>
      this.inner.read(vcpu, register, index, size, aux),
    );
  }

  write(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    low: number,
    high: number,
    aux: number,
  ): void {
    const nature = natureOfWrite(vcpu, register, index, size, aux);
    this.guest(StepKind.Write, vcpu, nature, () => {
      this.inner.write(vcpu, register, index, size, low, high, aux);
      return 0;
    });
  }

  rawRead(vcpu: number, frame: number, offset: number, size: number): number {
    return this.guest(StepKind.RawRead, vcpu, natureOfRaw(frame), () =>
      this.inner.rawRead(vcpu, frame, offset, size),
    );
  }

  rawWrite(
    vcpu: number,
    frame: number,
    offset: number,
    size: number,
    low: number,
    high: number,
  ): void {
    this.guest(StepKind.RawWrite, vcpu, natureOfRaw(frame), () => {
      this.inner.rawWrite(vcpu, frame, offset, size, low, high);
      return 0;
    });
  }

  setLine(intid: number, vcpu: number, high: boolean): void {
    const nature = natureOfLine(intid);
    this.pacer.before(StepKind.Raise, vcpu, nature);
    this.inner.setLine(intid, vcpu, high);
    this.pacer.after(StepKind.Raise, vcpu, 0, nature);
    this.outcome = 0;
  }

  waitForInterrupt(vcpu: number): boolean {
    const wait = (): number => (this.inner.waitForInterrupt(vcpu) ? 1 : 0);
    return this.guest(StepKind.Wfi, vcpu, Nature.Trap, wait) === 1;
  }

  isOn(vcpu: number): boolean {
    return this.inner.isOn(vcpu);
  }

  powerOff(vcpu: number): void {
    this.guest(StepKind.CpuOff, vcpu, Nature.Trap, () => {
      this.inner.powerOff(vcpu);
      return 0;
    });
  }

  powerOn(vcpu: number, target: number): number {
    const on = (): number => this.inner.powerOn(vcpu, target);
    return this.guest(StepKind.CpuOn, vcpu, Nature.Trap, on, target);
  }

  barrier(): void {
    this.pacer.before(StepKind.Barrier, 0, Nature.Trap);
    this.outcome = 0;
  }

  skipped(vcpu: number): void {
    this.pacer.before(StepKind.Eoi, vcpu, Nature.Act);
    if ((this.takesTurns || this.isFree) && this.inner.isOn(vcpu)) this.visit(vcpu);
    this.pacer.after(StepKind.Eoi, vcpu, 0, Nature.Act);
  }

  /** Free-running: the vCPU happens to exit here, and enters again. Its lines are not looked at. */
  exit(vcpu: number): void {
    // Otherwise nobody but the pacer moves vCPUs.
    if (!this.isFree || !this.inner.isOn(vcpu)) return;
    this.pacer.visit(vcpu);
    this.exitAndEnter(vcpu);
    this.outcome = 0;
  }

  enter(): void {
    // Nobody but the pacer moves vCPUs.
  }

  preempt(): void {
    // Nobody but the pacer moves vCPUs.
  }

  schedule(): void {
    // Nobody but the pacer moves vCPUs.
  }

  migrate(): void {
    this.pacer.moved();
    this.inner.migrate?.();
  }

  describeState(): GicState | undefined {
    this.pacer.finish();
    return this.inner.describeState?.();
  }

  changedLines(): number {
    return this.changed;
  }

  lines(vcpu: number): number {
    this.changed &= ~(1 << vcpu);
    return this.shown[vcpu];
  }

  /** It enters first if it was away: what it has in list registers by then is looked at as it exits. */
  private exitAndEnter(vcpu: number): void {
    this.inner.enter(vcpu);
    this.inner.exit(vcpu);
    this.inner.enter(vcpu);
  }

  private look(vcpu: number): void {
    this.shown[vcpu] = this.inner.lines(vcpu);
    this.changed |= 1 << vcpu;
  }

  private guest(
    kind: StepKind,
    vcpu: number,
    nature: Nature,
    act: () => number,
    target = 0,
  ): number {
    this.pacer.before(kind, vcpu, nature);
    if (this.takesTurns) this.inner.enter(vcpu);
    const value = act();
    this.outcome = this.inner.outcome;
    this.high = this.inner.high;
    this.look(vcpu);
    this.pacer.after(kind, vcpu, target, nature);
    return value;
  }
}

/**
 * Stands for everything that QEMU's list-register hardware does otherwise than the architecture: what
 * fails with a real hypervisor on QEMU may come from there (corrections C1 to C8).
 */
const QEMU_HARDWARE: Deviation = {
  id: 'QEMU',
  title:
    "The list-register hardware underneath is QEMU's: the rules C1 to C8 of models/qemu-hardware",
  kind: 'known',
  requirements: ['GIC-CPU-010', 'GIC-CPU-011', 'GIC-CPU-013', 'GIC-CPU-026', 'GIC-CPU-044'],
  evidence: 'the model answers as the real target with these rules, and not without them',
};

/** Makes the model with some deviations mended, on QEMU's list-register hardware or on the right one. */
export type ModelOn = (repairs: readonly string[], hardware: Hardware) => Implementation;

/**
 * The model that answers as a real target does: on the same list-register hardware, its vCPUs run in
 * the same way.
 * @param capabilities of the target
 */
export function twinOf(
  target: string,
  make: ModelOn,
  pace: Pace,
  capabilities: Capabilities,
  mended: readonly string[] = [],
): Implementation {
  const onRight = mended.includes(QEMU_HARDWARE.id);
  const model = make(
    mended.filter((id) => id !== QEMU_HARDWARE.id),
    onRight ? architecturalHardware : qemuHardware,
  );
  return {
    id: `twin:${target}${mended.map((id) => `+${id}`).join('')}`,
    version: model.version,
    title: `${model.title}, run as ${target} is`,
    capabilities,
    ...(isFree(pace) ? { isFree: true } : {}),
    create: (machine: Machine) => new PacedSystem(model.create(machine), machine, pace),
    deviations: [...model.deviations, ...(onRight ? [] : [QEMU_HARDWARE])],
    repaired: (ids: readonly string[]) =>
      twinOf(target, make, pace, capabilities, [...new Set([...mended, ...ids])]),
  };
}
