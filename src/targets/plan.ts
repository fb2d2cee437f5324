import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Machine } from '../../models/contract/machine';
import type { Trace } from '../../models/contract/trace';
import {
  AUX,
  HIGH,
  INDEX,
  KIND,
  LOW,
  SIZE,
  StepKind,
  STRIDE,
  SUBJECT,
  VCPU,
} from '../../models/contract/encoded';
import { MAX_VCPUS } from '../../models/contract/machine';
import { frameNames, Register, registerAt } from '../../models/architecture/registers';
import { deactivateRegister, migrationStep, sgiRegister } from '../engine/execute';
import { eoiModeField, eoiRegisterOf } from '../engine/handling-stack';
import { packListRegister, packSgi, written } from '../engine/register-values';
import type { Place } from './addresses';
import { frameAddress, placeOf } from './addresses';
import type { Batch, Results } from './mailbox';
import { Nature, natureOfLine, natureOfStep } from './natures';
import type { Paced } from './pacer';
import { Pacer, takesTurns } from './pacer';
import { AT_EL1, Operation, SHOW_LINES, SHOW_PHYSICAL, SYSTEM } from './mailbox';
import {
  isHypervisorRegister,
  isMereRead,
  isVirtual,
  slotKey,
  usesVirtual,
} from './plan-registers';
import { readTrace, Shown } from './plan-results';
import type { Surroundings } from './surroundings';

/**
 * A workload as operations of the probe. What can be known without running is resolved here (which
 * vCPUs are on, EOImode); what was acknowledged, the probe itself keeps: see handling-stack.ts.
 */
export class Plan implements Paced {
  /** By step: the operation that shows its result; those from `firstOf` on belong to it. */
  private readonly operationOf: Int32Array;
  private readonly firstOf: Int32Array;
  private readonly pacer: Pacer | undefined;
  private readonly shown: Uint8Array;
  private readonly eoiMode = new Uint8Array(MAX_VCPUS * 2);
  private readonly slots = new Map<number, number>();
  /** By slot: EOImode in the value that it holds, for VMCR. */
  private readonly modeIn = new Map<number, number>();
  private off = 0;
  /** What an operation's argument says about lines, for the step in hand. */
  private linesShown: number = SHOW_LINES;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly workload: EncodedWorkload,
    private readonly batch: Batch,
  ) {
    this.operationOf = new Int32Array(workload.length);
    this.firstOf = new Int32Array(workload.length + 1);
    this.shown = new Uint8Array(workload.length);
    const { pace } = surroundings;
    if (pace) this.pacer = new Pacer(workload.machine, pace, this);
    batch.add(Operation.Clear, 0, 0, 0);
    this.pacer?.start();
    const sparing = surroundings.showsAllLines && !usesVirtual(workload);
    for (let n = 0; n < workload.length; n++) {
      this.firstOf[n] = batch.length;
      if (surroundings.showsAllLines) {
        this.linesShown = isMereRead(workload.steps, n) ? 0 : sparing ? SHOW_PHYSICAL : SHOW_LINES;
      }
      if (surroundings.migrate && n === migrationStep(workload.length)) {
        this.pacer?.moved();
        surroundings.migrate(batch, this.off);
      }
      this.pacedStep(n);
      if (surroundings.showsAllLines) this.showOthers(n);
    }
    this.firstOf[workload.length] = batch.length;
  }

  trap(vcpu: number): void {
    const { pace } = this.surroundings;
    if (pace !== undefined && takesTurns(pace)) {
      this.batch.add(Operation.Call, vcpu, this.linesShown, 0);
    } else this.access(Operation.Read, vcpu, Register.GICD_TYPER, 0, 4, 0);
  }

  visit(vcpu: number): void {
    this.batch.add(Operation.Lines, vcpu, this.linesShown, 0);
  }

  leave(vcpu: number): void {
    this.surroundings.leave(this.batch, vcpu);
  }

  private pacedStep(number: number): void {
    const { steps } = this.workload;
    const at = number * STRIDE;
    const kind = steps[at + KIND] as StepKind;
    const vcpu = steps[at + VCPU];
    if (kind >= StepKind.Raise && kind <= StepKind.Pulse) {
      if (kind !== StepKind.Lower) this.deviceStep(steps[at + SUBJECT], vcpu, true);
      if (kind !== StepKind.Raise) this.deviceStep(steps[at + SUBJECT], vcpu, false);
      return;
    }
    const nature = natureOfStep(steps, at);
    if (this.pacer && !this.pacer.before(kind, vcpu, nature)) return;
    this.operationOf[number] = this.batch.length;
    this.shown[number] = this.step(steps, at);
    if (nature === Nature.Act) this.surroundings.nudge?.(this.batch);
    this.pacer?.after(kind, vcpu, steps[at + INDEX], nature);
  }

  /** Lines of the vCPUs that did not act. */
  private showOthers(number: number): void {
    if (this.linesShown === 0) return;
    const { steps } = this.workload;
    const at = number * STRIDE;
    const kind = steps[at + KIND] as StepKind;
    const acting = kind <= StepKind.CpuOn || kind === StepKind.ListRegister ? steps[at + VCPU] : -1;
    for (let v = 0; v < this.machine.vcpus; v++) {
      if (v !== acting && this.isOn(v)) this.batch.add(Operation.Lines, v, this.linesShown, 0);
    }
  }

  private deviceStep(intid: number, vcpu: number, high: boolean): void {
    const nature = natureOfLine(intid);
    this.pacer?.before(StepKind.Raise, vcpu, nature);
    this.surroundings.setLine(this.batch, intid, vcpu, high);
    this.pacer?.after(StepKind.Raise, vcpu, 0, nature);
  }

  /** vCPUs that the workload leaves switched off, as bits. */
  get leftOff(): number {
    return this.off;
  }

  /** Writes what the operations showed into a trace; lines are those that a vCPU showed last. */
  read(results: Results, trace: Trace): void {
    const { workload, batch, shown, operationOf, firstOf } = this;
    const { wiredToItself = 0 } = this.surroundings;
    readTrace({ workload, batch, shown, operationOf, firstOf, wiredToItself }, results, trace);
  }

  private get machine(): Machine {
    return this.workload.machine;
  }

  private isOn(vcpu: number): boolean {
    return ((this.off >>> vcpu) & 1) === 0;
  }

  private code(operation: number, place: Place, register: number): number {
    const atEl1 = this.surroundings.isBare && isVirtual[register] !== 0;
    return operation | (place.isSystem ? SYSTEM : 0) | (place.isSystem && atEl1 ? AT_EL1 : 0);
  }

  private access(
    operation: number,
    vcpu: number,
    register: number,
    index: number,
    size: number,
    aux: number,
    low = 0,
    high = 0,
  ): void {
    const place = placeOf(this.surroundings.frames, register, index, size, aux);
    const argument = (place.isSystem ? place.number : size) | this.linesShown;
    const code = this.code(operation, place, register);
    this.batch.add(code, vcpu, argument, place.address, low, high);
  }

  private step(w: Int32Array, at: number): number {
    const kind = w[at + KIND] as StepKind;
    const vcpu = w[at + VCPU];
    const subject = w[at + SUBJECT];
    if (kind <= StepKind.CpuOn && !this.isOn(vcpu)) {
      const byHost =
        (kind === StepKind.Read || kind === StepKind.Write) && isHypervisorRegister[subject];
      if (!byHost && kind !== StepKind.Restore) return Shown.Skipped;
    }
    switch (kind) {
      case StepKind.Read:
        return this.readStep(w, at);
      case StepKind.Acknowledge:
        this.acknowledge(vcpu, subject);
        return Shown.Read;
      case StepKind.Write:
        this.write(
          vcpu,
          subject,
          w[at + INDEX],
          w[at + SIZE],
          w[at + LOW],
          w[at + HIGH],
          w[at + AUX],
        );
        return Shown.Write;
      case StepKind.Restore: {
        const slot = this.slots.get(slotKey(w, at));
        if (slot === undefined) return Shown.Skipped;
        this.access(Operation.Restore, vcpu, subject, w[at + INDEX], w[at + SIZE], 0, slot);
        const field = eoiModeField[subject];
        if (field >= 0) this.eoiMode[vcpu * 2 + (field >> 4)] = this.modeIn.get(slot) ?? 0;
        return Shown.Restore;
      }
      case StepKind.RawRead:
      case StepKind.RawWrite:
        return this.raw(w, at);
      case StepKind.Eoi: {
        const keep = this.eoiMode[vcpu * 2 + subject] ? 0x100 : 0;
        this.batch.add(Operation.End, vcpu, 4 | this.linesShown, 0, (vcpu * 2 + subject) | keep);
        return Shown.Eoi;
      }
      case StepKind.Deactivate: {
        const register = deactivateRegister(this.machine.gic, subject);
        const stack = w[at + AUX] * 2 + subject;
        const early = w[at + SIZE] === 1 ? 0x100 : 0;
        const which = stack | early | (w[at + INDEX] << 16);
        this.access(Operation.Deactivate, vcpu, register, 0, 4, 0, which);
        return Shown.Deactivate;
      }
      case StepKind.ListRegister: {
        packListRegister(
          this.machine.gic,
          subject,
          w[at + SIZE],
          w[at + LOW],
          w[at + HIGH],
          w[at + AUX],
        );
        const isV2 = this.machine.gic === 2;
        const register = isV2 ? Register.GICH_LR : Register.ICH_LR_EL2;
        const size = isV2 ? 4 : 8;
        this.write(vcpu, register, w[at + INDEX], size, written.low, written.high, 0);
        return Shown.Write;
      }
      case StepKind.Sgi: {
        packSgi(this.machine, vcpu, subject, w[at + INDEX], w[at + AUX]);
        const register = sgiRegister(this.machine.gic, w[at + SIZE]);
        const size = this.machine.gic === 2 ? 4 : 8;
        this.write(vcpu, register, 0, size, written.low, written.high, 0);
        return Shown.Write;
      }
      case StepKind.CpuOff:
        this.batch.add(Operation.CpuOff, vcpu, 0, 0);
        this.off |= 1 << vcpu;
        return Shown.Nothing;
      case StepKind.CpuOn:
        return this.cpuOn(vcpu, w[at + INDEX]);
      default:
        return Shown.Nothing;
    }
  }

  private readStep(w: Int32Array, at: number): number {
    const [vcpu, subject] = [w[at + VCPU], w[at + SUBJECT]];
    const isSaved = isHypervisorRegister[subject] !== 0;
    let slot = 0;
    if (isSaved) {
      const key = slotKey(w, at);
      slot = this.slots.get(key) ?? this.slots.size;
      this.slots.set(key, slot);
      const field = eoiModeField[subject];
      if (field >= 0) this.modeIn.set(slot, this.eoiMode[vcpu * 2 + (field >> 4)]);
    }
    const operation = isSaved ? Operation.Save : Operation.Read;
    this.access(operation, vcpu, subject, w[at + INDEX], w[at + SIZE], w[at + AUX], slot);
    return Shown.Read;
  }

  private acknowledge(vcpu: number, register: number): void {
    const eoi = eoiRegisterOf[register];
    const { frames } = this.surroundings;
    const to = placeOf(frames, eoi, 0, 4, 0);
    const stack = vcpu * 2 + isVirtual[register];
    const where = to.isSystem ? to.number : to.address;
    this.access(Operation.Acknowledge, vcpu, register, 0, 4, 0, stack | (eoi << 16), where);
  }

  private write(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    low: number,
    high: number,
    aux: number,
  ): void {
    this.access(Operation.Write, vcpu, register, index, size, aux, low, high);
    this.follow(vcpu, register, low);
  }

  private follow(vcpu: number, register: number, low: number): void {
    const field = eoiModeField[register];
    if (field >= 0) this.eoiMode[vcpu * 2 + (field >> 4)] = (low >>> (field & 15)) & 1;
  }

  private raw(w: Int32Array, at: number): number {
    const vcpu = w[at + VCPU];
    const [frame, offset, size] = [w[at + SUBJECT], w[at + INDEX], w[at + SIZE]];
    const isRead = w[at + KIND] === StepKind.RawRead;
    const found = registerAt(this.machine.gic, frame, offset);
    const isWhole = found !== undefined && found.byte === 0 && size === 4;
    if (isRead && isWhole && eoiRegisterOf[found.register] >= 0) {
      this.acknowledge(vcpu, found.register);
      return Shown.Read;
    }
    const address = frameAddress(this.surroundings.frames, frameNames[frame], vcpu, offset);
    const operation = isRead ? Operation.Read : Operation.Write;
    this.batch.add(operation, vcpu, size | this.linesShown, address, w[at + LOW], w[at + HIGH]);
    if (!isRead && isWhole) this.follow(vcpu, found.register, w[at + LOW]);
    return isRead ? Shown.Read : Shown.Write;
  }

  private cpuOn(vcpu: number, target: number): number {
    this.batch.add(Operation.CpuOn, vcpu, target | this.linesShown, 0);
    if (this.isOn(target)) return Shown.Value;
    this.off &= ~(1 << target);
    this.eoiMode[target * 2] = this.eoiMode[target * 2 + 1] = 0;
    this.batch.add(Operation.Forget, vcpu, target, 0);
    return Shown.Value;
  }
}
