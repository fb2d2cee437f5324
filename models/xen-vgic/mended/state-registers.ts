import { State } from '../../architecture/list-registers';
import { Status } from '../pending-irq';
import { MendedSpill } from './spill';

/** Bits of SGIs in the first word. */
const SGI_BITS = 0xffff;

/** Registers that show and change what is pending and active. */
export abstract class MendedStateRegisters extends MendedSpill {
  protected override trappedRead(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    aux: number,
  ): number {
    if (!this.needsHalt(register, false)) {
      return super.trappedRead(vcpu, register, index, size, aux);
    }
    const halted = this.haltOthers(vcpu);
    const value = super.trappedRead(vcpu, register, index, size, aux);
    this.resumeOthers(vcpu, halted);
    return value;
  }

  protected override trappedWrite(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    low: number,
    high: number,
    aux: number,
  ): void {
    const halted = this.needsHalt(register, true) ? this.haltOthers(vcpu) : 0;
    super.trappedWrite(vcpu, register, index, size, low, high, aux);
    this.moveAll();
    this.resumeOthers(vcpu, halted);
  }

  private isPending(irq: number): boolean {
    if (this.ranks.isLevel(irq)) return this.isAsserted(irq) || this.isPhysicalPending(irq);
    return this.isVirtuallyPending(irq) || this.isPhysicalPending(irq);
  }

  private isPhysicalPending(irq: number): boolean {
    return this.irqs.desc[irq] === 1 && this.physical.isPending(this.irqs.intidOf(irq));
  }

  protected override readPending(rank: number): number {
    if (!this.repaired.readsPending || rank < 0) return super.readPending(rank);
    let bits = 0;
    for (let bit = 0; bit < 32; bit++) if (this.isPending(rank * 32 + bit)) bits |= 1 << bit;
    return bits;
  }

  protected override readClearPending(rank: number, index: number): number {
    if (!this.repaired.readsClearPending) return super.readClearPending(rank, index);
    return this.readPending(rank);
  }

  protected override readActive(rank: number): number {
    if (!this.repaired.readsActive || rank < 0) return super.readActive(rank);
    let bits = 0;
    for (let bit = 0; bit < 32; bit++) if (this.isActive(rank * 32 + bit)) bits |= 1 << bit;
    return bits;
  }

  /** The bits of ISPENDR0 and ICPENDR0 that can be written. */
  private writable(rank: number, value: number): number {
    const isReadOnly = this.repaired.sgiPendingReadOnly && this.gic === 2 && rank < this.vcpus;
    return isReadOnly ? value & ~SGI_BITS : value;
  }

  protected override setIrqsPending(rank: number, value: number): void {
    const bits = this.writable(rank, value);
    for (let left = bits; left !== 0; left &= left - 1) {
      const irq = rank * 32 + 31 - Math.clz32(left & -left);
      if (this.ranks.isLevel(irq)) this.latch[irq] = 1;
      if (this.hasSources(irq)) this.sources[irq] |= 1;
    }
    super.setIrqsPending(
      rank,
      this.repaired.collapsesHardware ? bits & ~this.pended(rank, bits) : bits,
    );
  }

  /** Physical interrupts among these that the guest did not acknowledge yet. */
  private pended(rank: number, bits: number): number {
    let pended = 0;
    for (let left = bits; left !== 0; left &= left - 1) {
      const irq = rank * 32 + 31 - Math.clz32(left & -left);
      if (this.irqs.desc[irq] && this.isVirtuallyPending(irq)) pended |= left & -left;
    }
    return pended;
  }

  protected override clearIrqsPending(rank: number, value: number): void {
    if (!this.repaired.clearsPending) {
      super.clearIrqsPending(rank, value);
      return;
    }
    for (let left = this.writable(rank, value); left !== 0; left &= left - 1) {
      this.clearPending(rank * 32 + 31 - Math.clz32(left & -left));
    }
  }

  private clearPending(irq: number): void {
    const { irqs, shadow } = this;
    this.latch[irq] = 0;
    if (irqs.desc[irq]) this.physical.setPending(irqs.intidOf(irq), false);
    if (this.ranks.isLevel(irq) && this.isAsserted(irq)) return;
    const owner = this.lockedVcpuOf(irq);
    const lock = this.lock.vcpu[owner];
    this.locks.acquire(lock);
    if ((shadow[irq] & State.Pending) !== 0) {
      shadow[irq] &= ~State.Pending;
      this.edited[irq] = 1;
    }
    this.dropRequest(irq);
    this.settleSaved(owner, irq, true);
    this.locks.release(lock);
    this.kickVcpu(owner);
  }

  protected override writeIsactiver(rank: number, value: number): void {
    if (!this.repaired.setsActive) {
      super.writeIsactiver(rank, value);
      return;
    }
    if (rank < 0) return;
    for (let left = value & this.ranks.implemented[rank]; left !== 0; left &= left - 1) {
      this.activate(rank * 32 + 31 - Math.clz32(left & -left));
    }
  }

  private activate(irq: number): void {
    const { irqs, shadow } = this;
    if (this.isActive(irq)) return;
    const owner = this.lockedVcpuOf(irq);
    const lock = this.lock.vcpu[owner];
    this.locks.acquire(lock);
    if (irqs.desc[irq]) this.physical.setActive(irqs.intidOf(irq), true);
    irqs.set(irq, Status.Active);
    if (irqs.has(irq, Status.Visible)) {
      if ((shadow[irq] & State.Pending) !== 0) this.withdraw(irq);
      shadow[irq] = State.Active;
      this.edited[irq] = 1;
    } else {
      this.lrPending.unlink(irq);
      this.spilled[irq] = 1;
      if (!this.inflight.isLinked(irq)) {
        irqs.priority[irq] = this.ranks.priority[irq];
        this.joinInflight(owner, irq);
      }
    }
    this.locks.release(lock);
    this.kickVcpu(owner);
  }

  protected override writeIcactiver(rank: number, value: number): void {
    if (!this.repaired.clearsActive || rank < 0) return;
    for (let left = value & this.ranks.implemented[rank]; left !== 0; left &= left - 1) {
      this.deactivate(rank * 32 + 31 - Math.clz32(left & -left));
    }
  }

  protected override readSgiSources(vcpu: number, index: number, size: number): number {
    if (!this.repaired.sgiSources) return super.readSgiSources(vcpu, index, size);
    if (size === 1) return this.sourcesOf(vcpu * 32 + index);
    let value = 0;
    for (let n = 0; n < 4; n++) value |= this.sourcesOf(vcpu * 32 + index * 4 + n) << (n * 8);
    return value;
  }

  private sourcesOf(irq: number): number {
    if (!this.hasSources(irq)) return this.isPending(irq) ? 1 : 0;
    const isInLr = (this.shadow[irq] & State.Pending) !== 0;
    return this.sources[irq] | (isInLr ? 1 << this.lrSource[irq] : 0);
  }

  protected override writeSgiSources(
    vcpu: number,
    index: number,
    size: number,
    value: number,
    isSet: boolean,
  ): void {
    if (!this.repaired.sgiSources) {
      super.writeSgiSources(vcpu, index, size, value, isSet);
      return;
    }
    const existing = (1 << this.vcpus) - 1;
    for (let n = 0; n < (size === 1 ? 1 : 4); n++) {
      const irq = vcpu * 32 + (size === 1 ? index : index * 4 + n);
      const mask = (value >>> (n * 8)) & existing;
      if (mask === 0) continue;
      if (isSet) this.setSources(irq, mask);
      else this.clearSources(irq, mask);
    }
  }

  private setSources(irq: number, mask: number): void {
    const isInLr = (this.shadow[irq] & State.Pending) !== 0;
    if (this.hasSources(irq)) {
      this.sources[irq] |= mask & ~(isInLr ? 1 << this.lrSource[irq] : 0);
      if (this.sources[irq] === 0) return;
    }
    this.injectToTarget(irq);
  }

  private clearSources(irq: number, mask: number): void {
    if (!this.hasSources(irq)) {
      this.clearPending(irq);
      return;
    }
    const left = this.sources[irq] & ~mask;
    const isInLr = (this.shadow[irq] & State.Pending) !== 0;
    if (isInLr && (mask >>> this.lrSource[irq]) & 1) {
      this.shadow[irq] &= ~State.Pending;
      this.edited[irq] = 1;
    }
    this.sources[irq] = left;
    if (left === 0) this.dropRequest(irq);
    this.kickVcpu(irq >> 5);
  }
}
