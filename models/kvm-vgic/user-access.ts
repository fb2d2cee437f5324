import { Register } from '../architecture/registers';
import { Irq } from './interrupts';
import { reads, writes } from './registers';
import type { KvmVgic } from './system';

/**
 * KVM_DEV_ARM_VGIC_GRP_DIST_REGS and _REDIST_REGS, LEVEL_INFO: what a VMM saves and restores. The
 * vCPUs have to be stopped, so all are taken out of the guest. INTID 0–31 are those of `vcpu`.
 */
export class UserAccess {
  constructor(private readonly vgic: KvmVgic) {}

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
      default:
        writes[register](this.vgic, vcpu, index, 4, value, 0, vcpu);
    }
    this.vgic.resumeAll(halted);
  }

  /** KVM_DEV_ARM_VGIC_GRP_LEVEL_INFO: the lines of 32 interrupts. */
  readLines(vcpu: number, word: number): number {
    const { interruptRegisters, interrupts } = this.vgic;
    const first = interrupts.indexOf(vcpu, word * 32);
    return interruptRegisters.readBits(first, this.countFrom(first), Irq.Line);
  }

  writeLines(vcpu: number, word: number, value: number): void {
    const { interrupts, lists, locks } = this.vgic;
    const first = interrupts.indexOf(vcpu, word * 32);
    const halted = this.vgic.haltAll();
    for (let n = 0; n < this.countFrom(first); n++) {
      locks.acquire(interrupts.lockOf(first + n));
      interrupts.set(first + n, Irq.Line, ((value >>> n) & 1) !== 0);
      lists.queue(first + n);
    }
    this.vgic.resumeAll(halted);
  }

  private firstOf(vcpu: number, register: number, index: number): number {
    const isPrivate = register === Register.GICR_ISPENDR0;
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
      lists.queue(irq);
    }
  }
}
