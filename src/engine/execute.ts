import type { EncodedWorkload } from '../../models/contract/encoded';
import type { System } from '../../models/contract/implementation';
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
import { Outcome } from '../../models/contract/observation';
import { Register, registerAt, registers } from '../../models/architecture/registers';
import { eoiRegisterOf, HandlingStacks } from './handling-stack';
import { packListRegister, packSgi, written } from './register-values';

const isHypervisorRegister = Uint8Array.from(registers, (entry) =>
  entry.side === 'hypervisor' ? 1 : 0,
);
const interfaceOf = Uint8Array.from(registers, (entry) => (entry.side === 'virtual' ? 1 : 0));

/** The step before which a workload of so many steps is migrated, if it is. */
export function migrationStep(length: number): number {
  return length >> 1;
}

/** Runs workloads of one machine on systems, resolving relative operands from what was observed. */
export class Executor {
  private readonly stacks: HandlingStacks;
  /** Last value the host read per (vCPU, hypervisor register, index): for `restore`. */
  private readonly saved = new Map<number, { low: number; high: number }>();

  constructor(private readonly machine: Machine) {
    this.stacks = new HandlingStacks(machine);
  }

  /**
   * Resets the system and runs all steps; the trace holds what they showed.
   * @param migrates the system is saved and restored half-way
   */
  run(system: System, workload: EncodedWorkload, trace: Trace, migrates = false): void {
    const { steps, length } = workload;
    const { vcpus } = this.machine;
    trace.reserve(length);
    trace.lists.clear();
    system.reset();
    this.stacks.reset();
    this.saved.clear();
    const describes = trace.wantsLists && system.describeLists !== undefined;
    const migratesAt = migrates ? migrationStep(length) : -1;
    for (let number = 0, at = 0; number < length; number++, at += STRIDE) {
      if (number === migratesAt) system.migrate!();
      system.outcome = Outcome.None;
      trace.low[number] = trace.high[number] = 0;
      this.step(system, steps, at, trace, number);
      trace.outcome[number] = system.outcome;
      trace.keepLines(number);
      const changed = system.changedLines();
      if (changed !== 0) {
        const lines = number * MAX_VCPUS;
        for (let v = 0; v < vcpus; v++) {
          if ((changed >>> v) & 1) trace.lines[lines + v] = system.lines(v);
        }
      }
      if (describes) this.describe(system, trace, number);
    }
    trace.state = trace.wantsState ? system.describeState?.() : undefined;
  }

  private describe(system: System, trace: Trace, number: number): void {
    const changed = system.changedLists!();
    if (changed === 0) return;
    for (let v = 0; v < this.machine.vcpus; v++) {
      if ((changed >>> v) & 1) system.describeLists!(v, number, trace.lists);
    }
  }

  private step(system: System, w: Int32Array, at: number, trace: Trace, number: number): void {
    const kind = w[at + KIND] as StepKind;
    const vcpu = w[at + VCPU];
    const subject = w[at + SUBJECT];
    if (kind <= StepKind.CpuOn && !system.isOn(vcpu)) {
      const byHost =
        (kind === StepKind.Read || kind === StepKind.Write) && isHypervisorRegister[subject];
      if (!byHost && kind !== StepKind.Restore) return this.skip(system, vcpu);
    }
    switch (kind) {
      case StepKind.Acknowledge:
      case StepKind.Read: {
        const low = system.read(vcpu, subject, w[at + INDEX], w[at + SIZE], w[at + AUX]);
        trace.low[number] = low;
        trace.high[number] = system.high;
        if (system.outcome !== Outcome.Value) return;
        if (kind === StepKind.Acknowledge) {
          this.stacks.acknowledged(vcpu, interfaceOf[subject], subject, low);
        } else if (isHypervisorRegister[subject]) {
          this.saved.set((subject * 64 + w[at + INDEX]) * MAX_VCPUS + vcpu, {
            low,
            high: system.high,
          });
        }
        return;
      }
      case StepKind.Write:
        this.write(
          system,
          vcpu,
          subject,
          w[at + INDEX],
          w[at + SIZE],
          w[at + LOW],
          w[at + HIGH],
          w[at + AUX],
        );
        trace.low[number] = w[at + LOW];
        trace.high[number] = w[at + HIGH];
        return;
      case StepKind.Raise:
        return system.setLine(subject, vcpu, true);
      case StepKind.Lower:
        return system.setLine(subject, vcpu, false);
      case StepKind.Pulse:
        system.setLine(subject, vcpu, true);
        return system.setLine(subject, vcpu, false);
      case StepKind.Eoi: {
        const slot = this.stacks.end(vcpu, subject);
        if (slot < 0) return this.skip(system, vcpu);
        const register = this.stacks.eoiRegisterAt(slot);
        trace.low[number] = this.stacks.valueAt(slot);
        trace.high[number] = register;
        return system.write(vcpu, register, 0, 4, trace.low[number], 0, 0);
      }
      case StepKind.Deactivate:
        if (!this.stacks.deactivate(w[at + AUX], subject, w[at + INDEX], w[at + SIZE] === 1)) {
          return this.skip(system, vcpu);
        }
        trace.low[number] = this.stacks.taken;
        trace.high[number] = deactivateRegister(this.machine.gic, subject);
        return system.write(vcpu, trace.high[number], 0, 4, this.stacks.taken, 0, 0);
      case StepKind.ListRegister:
        packListRegister(
          this.machine.gic,
          subject,
          w[at + SIZE],
          w[at + LOW],
          w[at + HIGH],
          w[at + AUX],
        );
        trace.low[number] = written.low;
        trace.high[number] = written.high;
        return this.writeListRegister(system, vcpu, w[at + INDEX]);
      case StepKind.Sgi: {
        packSgi(this.machine, vcpu, subject, w[at + INDEX], w[at + AUX]);
        trace.low[number] = written.low;
        trace.high[number] = written.high;
        const register = sgiRegister(this.machine.gic, w[at + SIZE]);
        const size = this.machine.gic === 2 ? 4 : 8;
        return system.write(vcpu, register, 0, size, written.low, written.high, 0);
      }
      default:
        return this.rareStep(system, kind, w, at, trace, number);
    }
  }

  private skip(system: System, vcpu: number): void {
    system.skipped?.(vcpu);
    system.outcome = Outcome.Skipped;
  }

  private rareStep(
    system: System,
    kind: StepKind,
    w: Int32Array,
    at: number,
    trace: Trace,
    number: number,
  ): void {
    const vcpu = w[at + VCPU];
    const subject = w[at + SUBJECT];
    switch (kind) {
      case StepKind.Wfi:
        trace.low[number] = system.waitForInterrupt(vcpu) ? 1 : 0;
        system.outcome = Outcome.Value;
        return;
      case StepKind.CpuOff:
        return system.powerOff(vcpu);
      case StepKind.CpuOn: {
        trace.low[number] = system.powerOn(vcpu, w[at + INDEX]);
        system.outcome = Outcome.Value;
        if (trace.low[number] === 0) this.stacks.forget(w[at + INDEX]);
        return;
      }
      case StepKind.Restore: {
        const value = this.saved.get((subject * 64 + w[at + INDEX]) * MAX_VCPUS + vcpu);
        if (!value) return this.skip(system, vcpu);
        trace.low[number] = value.low;
        trace.high[number] = value.high;
        this.write(system, vcpu, subject, w[at + INDEX], w[at + SIZE], value.low, value.high, 0);
        return;
      }
      case StepKind.RawRead: {
        const low = system.rawRead(vcpu, subject, w[at + INDEX], w[at + SIZE]);
        trace.low[number] = low;
        trace.high[number] = system.high;
        if (system.outcome !== Outcome.Value) return;
        const found = registerAt(this.machine.gic, subject, w[at + INDEX]);
        if (found && found.byte === 0 && w[at + SIZE] === 4 && eoiRegisterOf[found.register] >= 0) {
          this.stacks.acknowledged(vcpu, 0, found.register, low);
        }
        return;
      }
      case StepKind.RawWrite: {
        const [low, high] = [w[at + LOW], w[at + HIGH]];
        trace.low[number] = low;
        trace.high[number] = high;
        system.rawWrite(vcpu, subject, w[at + INDEX], w[at + SIZE], low, high);
        const found = registerAt(this.machine.gic, subject, w[at + INDEX]);
        if (found && found.byte === 0 && w[at + SIZE] === 4) {
          this.stacks.wrote(vcpu, found.register, low);
        }
        return;
      }
      case StepKind.Exit:
        return system.exit(vcpu);
      case StepKind.Enter:
        return system.enter(vcpu);
      case StepKind.Preempt:
        return system.preempt(vcpu);
      case StepKind.Schedule:
        return system.schedule(vcpu, w[at + INDEX]);
      case StepKind.Barrier:
        if (system.barrier) return system.barrier();
        for (let v = 0; v < this.machine.vcpus; v++) system.exit(v);
        for (let v = 0; v < this.machine.vcpus; v++) system.enter(v);
        return;
    }
  }

  private write(
    system: System,
    vcpu: number,
    register: number,
    index: number,
    size: number,
    low: number,
    high: number,
    aux: number,
  ): void {
    system.write(vcpu, register, index, size, low, high, aux);
    if (system.outcome === Outcome.None) this.stacks.wrote(vcpu, register, low);
  }

  private writeListRegister(system: System, vcpu: number, index: number): void {
    if (this.machine.gic === 2) {
      system.write(vcpu, Register.GICH_LR, index, 4, written.low, 0, 0);
    } else {
      system.write(vcpu, Register.ICH_LR_EL2, index, 8, written.low, written.high, 0);
    }
  }
}

/** Register that an SGI step writes. */
export function sgiRegister(gic: 2 | 3, group: number): number {
  if (gic === 2) return Register.GICD_SGIR;
  return group === 0 ? Register.ICC_SGI0R_EL1 : Register.ICC_SGI1R_EL1;
}

/** Register that a deactivation writes. @param iface 0 cpu, 1 virtual */
export function deactivateRegister(gic: 2 | 3, iface: number): number {
  if (gic === 2) return iface === 0 ? Register.GICC_DIR : Register.GICV_DIR;
  return iface === 0 ? Register.ICC_DIR_EL1 : Register.ICV_DIR_EL1;
}
