import { Register, registers } from '../architecture/registers';
import { Irq } from './interrupts';
import { reads, writes } from './registers';
import type { InterfaceAccess } from './interface-access';
import type { SavedRegister } from './saved-registers';
import { savedRegisters } from './saved-registers';
import type { KvmVgic } from './system';

/**
 * KVM_DEV_ARM_VGIC_GRP_DIST_REGS and _REDIST_REGS, LEVEL_INFO: what a VMM saves and restores. The
 * vCPUs have to be stopped, so all are taken out of the guest. INTID 0–31 are those of `vcpu`.
 */
export class UserAccess {
  constructor(
    private readonly vgic: KvmVgic,
    private readonly interfaces: InterfaceAccess,
  ) {}

  /** Everything that user space saves. All vCPUs are off their physical CPUs. */
  save(): { saved: SavedRegister; value: number }[] {
    const { gic, interrupts, vcpus } = this.vgic;
    return savedRegisters(gic, vcpus, interrupts.intids).map((saved) => ({
      saved,
      value: this.get(saved),
    }));
  }

  private get(saved: SavedRegister): number {
    const { vcpu } = saved;
    switch (saved.kind) {
      case 'interface':
        return this.interfaces.read(vcpu, saved.name);
      case 'lines':
        return this.readLines(vcpu, saved.word);
      default:
        return saved.value ?? this.read(vcpu, saved.register, saved.index);
    }
  }

  /** Writes it to a VM that is like the other, and new. */
  restore(values: readonly { saved: SavedRegister; value: number }[]): void {
    for (const { saved, value } of values) {
      const { vcpu } = saved;
      if (saved.kind === 'interface') this.interfaces.write(vcpu, saved.name, value);
      else if (saved.kind === 'lines') this.writeLines(vcpu, saved.word, value);
      else this.write(vcpu, saved.register, saved.index, value);
    }
  }

  /** A word of a register. */
  read(vcpu: number, register: number, index: number): number {
    const halted = this.vgic.haltAll();
    const value = this.readWord(vcpu, register, index);
    this.vgic.resumeAll(halted);
    return value;
  }

  private readWord(vcpu: number, register: number, index: number): number {
    switch (register) {
      case Register.GICD_ISPENDR:
      case Register.GICR_ISPENDR0:
        return this.readPending(this.firstOf(vcpu, register, index));
      case Register.GICD_ICPENDR:
      case Register.GICR_ICPENDR0:
        return 0;
      default:
        return reads[register](this.vgic, vcpu, index, 4, vcpu);
    }
  }

  write(vcpu: number, register: number, index: number, value: number): void {
    const halted = this.vgic.haltAll();
    switch (register) {
      case Register.GICD_ISPENDR:
      case Register.GICR_ISPENDR0:
        this.writePending(this.firstOf(vcpu, register, index), value);
        break;
      case Register.GICD_ICPENDR:
      case Register.GICR_ICPENDR0:
        break;
      case Register.GICD_ISACTIVER:
      case Register.GICR_ISACTIVER0:
        this.writeActive(this.firstOf(vcpu, register, index), value);
        break;
      default:
        writes[register](this.vgic, vcpu, index, 4, value, 0, vcpu);
    }
    this.vgic.resumeAll(halted);
  }

  /**
   * KVM_DEV_ARM_VGIC_GRP_LEVEL_INFO: the lines of 32 interrupts. Only those that are level-sensitive now
   * are read.
   */
  readLines(vcpu: number, word: number): number {
    const { interruptRegisters, interrupts } = this.vgic;
    const first = interrupts.indexOf(vcpu, word * 32);
    const count = this.countFrom(first);
    const levels = interruptRegisters.readBits(first, count, Irq.Level);
    return interruptRegisters.readBits(first, count, Irq.Line) & levels;
  }

  writeLines(vcpu: number, word: number, value: number): void {
    const { interrupts, lists, locks } = this.vgic;
    const first = interrupts.indexOf(vcpu, word * 32);
    const halted = this.vgic.haltAll();
    for (let n = 0; n < this.countFrom(first); n++) {
      locks.acquire(interrupts.lockOf(first + n));
      const isHigh = ((value >>> n) & 1) !== 0;
      interrupts.set(first + n, Irq.Line, isHigh);
      if (isHigh) lists.queue(first + n);
      else locks.release(interrupts.lockOf(first + n));
    }
    this.vgic.resumeAll(halted);
  }

  private firstOf(vcpu: number, register: number, index: number): number {
    const isPrivate = registers[register].side === 'redistributor';
    return this.vgic.interrupts.indexOf(vcpu, isPrivate ? 0 : index * 32);
  }

  /** The last word of SPIs may not be full. */
  private countFrom(first: number): number {
    return Math.min(32, this.vgic.interrupts.size - first);
  }

  /** The latch; on GICv2 the line as well. */
  private readPending(first: number): number {
    const { gic, interruptRegisters, interrupts } = this.vgic;
    const count = this.countFrom(first);
    if (gic === 3) return interruptRegisters.readBits(first, count, Irq.Latch);
    let value = 0;
    for (let n = 0; n < count; n++) if (interrupts.isPending(first + n)) value |= 1 << n;
    return value;
  }

  /** The latches become exactly these. An SGI of GICv2 is restored as sent by its own vCPU. */
  private writePending(first: number, value: number): void {
    const { interrupts, lists, locks } = this.vgic;
    for (let n = 0; n < this.countFrom(first); n++) {
      const irq = first + n;
      const isPending = ((value >>> n) & 1) !== 0;
      locks.acquire(interrupts.lockOf(irq));
      interrupts.set(irq, Irq.Latch, isPending);
      if (interrupts.hasSources(irq)) interrupts.source[irq] = isPending ? 1 << (irq >> 5) : 0;
      if (isPending) lists.queue(irq);
      else locks.release(interrupts.lockOf(irq));
    }
  }

  /** An SGI of GICv2 becomes active as if vCPU 0 had sent it. */
  private writeActive(first: number, value: number): void {
    this.vgic.interruptRegisters.writeIsactiver(0, first, this.countFrom(first), value);
  }
}
