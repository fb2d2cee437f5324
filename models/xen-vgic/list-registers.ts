import { State } from '../architecture/list-registers';
import { Hcr } from '../architecture/virtual-interface';
import { NO_LR, Status } from './pending-irq';
import { VgicState } from './vgic-state';

/** Putting interrupts into list registers and reading them back (gic-vgic.c). */
export abstract class ListRegisterUse extends VgicState {
  /** First list register of a vCPU from `from` on that is not in use, or the number of them. */
  protected findUnusedLr(vcpu: number, from: number): number {
    for (let word = from >> 5; word < 2; word++) {
      let free = ~this.lrMask[vcpu * 2 + word];
      if (word === from >> 5) free &= -1 << (from & 31);
      if (free === 0) continue;
      return Math.min(word * 32 + 31 - Math.clz32(free & -free), this.listRegisterCount);
    }
    return this.listRegisterCount;
  }

  /** Next list register in use from `from` on, or -1. */
  protected nextUsedLr(vcpu: number, from: number): number {
    for (let word = from >> 5; word < 2; word++) {
      let used = this.lrMask[vcpu * 2 + word];
      if (word === from >> 5) used &= -1 << (from & 31);
      if (used !== 0) return word * 32 + 31 - Math.clz32(used & -used);
    }
    return -1;
  }

  protected areAllLrsUsed(vcpu: number): boolean {
    return this.findUnusedLr(vcpu, 0) >= this.listRegisterCount;
  }

  protected useLr(vcpu: number, lr: number): void {
    this.lrMask[vcpu * 2 + (lr >> 5)] |= 1 << (lr & 31);
  }

  protected freeLr(vcpu: number, lr: number): void {
    this.lrMask[vcpu * 2 + (lr >> 5)] &= ~(1 << (lr & 31));
  }

  /** Programs a list register of the current vCPU (gic_set_lr). The hardware keeps what it has of the priority. */
  protected setLr(vcpu: number, lr: number, irq: number): void {
    const { irqs } = this;
    const intid = irqs.intidOf(irq);
    this.writeLr(vcpu, lr, intid, State.Pending, irqs.priority[irq], irqs.desc[irq]);
    irqs.set(irq, Status.Visible);
    irqs.clear(irq, Status.Queued);
    irqs.lr[irq] = lr;
  }

  protected writeLr(
    vcpu: number,
    lr: number,
    intid: number,
    state: number,
    priority: number,
    hw: number,
  ): void {
    const { listRegisters } = this.hardware[vcpu];
    this.unwrittenLrs[vcpu * 2 + (lr >> 5)] &= ~(1 << (lr & 31));
    listRegisters.program(lr, intid, state, priority, this.group, hw, intid, 0, 0);
    this.costs.listRegisterWrites++;
  }

  /** Onto lr_pending, if it is on none (gic_add_to_lr_pending). */
  protected addToLrPending(vcpu: number, irq: number): void {
    if (this.lrPending.isLinked(irq)) return;
    this.lrPending.insertSorted(vcpu, irq, this.irqs.priority);
  }

  /** Into a list register if nothing waits and one is free, else onto lr_pending. Holds the lock. */
  protected raiseGuestIrq(vcpu: number, irq: number): void {
    if (vcpu === this.current && this.lrPending.isEmpty(vcpu)) {
      const lr = this.findUnusedLr(vcpu, 0);
      if (lr < this.listRegisterCount) {
        this.useLr(vcpu, lr);
        this.setLr(vcpu, lr, irq);
        return;
      }
    }
    this.addToLrPending(vcpu, irq);
  }

  /** A new request of something that is inflight already. Holds the lock. */
  protected raiseInflightIrq(vcpu: number, irq: number): void {
    if (!this.irqs.has(irq, Status.Enabled)) return;
    // On lr_pending the requests merge.
    if (this.lrPending.isLinked(irq)) return;
    if (vcpu === this.current) this.updateOneLr(vcpu, this.irqs.lr[irq]);
  }

  /** Takes over what the guest did to one list register of the current vCPU. Holds the lock. */
  protected updateOneLr(vcpu: number, lr: number): void {
    // The real code would access a register that does not exist.
    if (lr >= this.listRegisterCount) return;
    const { listRegisters } = this.hardware[vcpu];
    const state = listRegisters.stateOf(lr);
    const irq = this.irqs.of(vcpu, listRegisters.intid[lr]);
    if ((this.unwrittenLrs[vcpu * 2 + (lr >> 5)] >>> (lr & 31)) & 1) this.hasReadLeft = true;
    this.costs.listRegisterReads++;
    if (state >= State.Active) this.foundActive(vcpu, lr, irq);
    else if (state === State.Pending) this.irqs.clear(irq, Status.Queued);
    else this.foundEmpty(vcpu, lr, irq);
  }

  protected foundActive(vcpu: number, lr: number, irq: number): void {
    const { irqs } = this;
    irqs.set(irq, Status.Active);
    if (!irqs.has(irq, Status.Enabled) || !irqs.has(irq, Status.Queued)) return;
    irqs.clear(irq, Status.Queued);
    // A physical interrupt cannot be pending and active in a list register: the request is lost.
    if (irqs.desc[irq]) return;
    this.hardware[vcpu].listRegisters.setState(lr, State.PendingActive);
    this.costs.listRegisterWrites++;
  }

  /** The list register keeps the INTID of what was in it. */
  protected foundEmpty(vcpu: number, lr: number, irq: number): void {
    const { irqs } = this;
    this.freeLr(vcpu, lr);
    irqs.clear(irq, Status.Visible | Status.Active);
    irqs.lr[irq] = NO_LR;
    const again = Status.Enabled | Status.Queued;
    if ((irqs.status[irq] & (again | Status.Migrating)) === again) {
      this.raiseGuestIrq(vcpu, irq);
      return;
    }
    this.inflight.unlink(irq);
    if (!irqs.has(irq, Status.Migrating)) return;
    this.physical.setAffinity(irqs.intidOf(irq), this.physicalCpu[this.targetOf(irq)]);
    irqs.clear(irq, Status.Migrating);
  }

  /** The guest just left (vgic_sync_from_lrs). */
  protected syncFromLrs(vcpu: number): void {
    const lock = this.lock.vcpu[vcpu];
    this.hardware[vcpu].control &= ~Hcr.Uie;
    this.locks.acquire(lock);
    for (let lr = this.nextUsedLr(vcpu, 0); lr >= 0; lr = this.nextUsedLr(vcpu, lr + 1)) {
      this.updateOneLr(vcpu, lr);
    }
    this.locks.release(lock);
  }
}
