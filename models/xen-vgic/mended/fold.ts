import { State } from '../../architecture/list-registers';
import { NO_LR, Status } from '../pending-irq';
import { MendedState } from './mended-state';

/** List registers read back and brought in line with what the hypervisor wants in them. */
export abstract class MendedFold extends MendedState {
  /** A list register is emptied by the hypervisor, not by the guest. */
  protected isWithdrawing = false;

  protected override guestExit(vcpu: number): void {
    super.guestExit(vcpu);
    this.moveAll();
  }

  protected override guestEntry(vcpu: number): void {
    this.bringInLine(vcpu);
    super.guestEntry(vcpu);
  }

  /** Its list registers hold what they should. */
  protected bringInLine(vcpu: number): void {
    this.current = vcpu;
    const lock = this.lock.vcpu[vcpu];
    this.locks.acquire(lock);
    for (let lr = this.nextUsedLr(vcpu, 0); lr >= 0; lr = this.nextUsedLr(vcpu, lr + 1)) {
      this.reconcile(vcpu, lr);
    }
    this.locks.release(lock);
    this.moveAll();
  }

  protected override updateOneLr(vcpu: number, lr: number): void {
    if (lr >= this.listRegisterCount) return;
    const { listRegisters } = this.hardware[vcpu];
    const irq = this.irqs.of(vcpu, listRegisters.intid[lr]);
    if (this.edited[irq]) return;
    const state = listRegisters.stateOf(lr);
    if ((this.shadow[irq] & ~state & State.Pending) !== 0) this.consumed(vcpu, irq, state);
    this.shadow[irq] = state;
    if (this.repaired.clearsActiveFlag && state === State.Pending) {
      this.irqs.clear(irq, Status.Active);
    }
    if ((state & State.Pending) !== 0 && this.hasSources(irq)) {
      this.mergeSource(irq);
      this.costs.listRegisterReads++;
      return;
    }
    super.updateOneLr(vcpu, lr);
  }

  /** The source that is in the list register asked again. */
  private mergeSource(irq: number): void {
    this.sources[irq] &= ~(1 << this.lrSource[irq]);
    if (this.sources[irq] === 0) this.irqs.clear(irq, Status.Queued);
  }

  /** The guest acknowledged it. */
  private consumed(vcpu: number, irq: number, state: number): void {
    this.latch[irq] = 0;
    if ((state & State.Active) !== 0) this.hold(vcpu, irq);
    if (!this.repaired.resamplesLevel || this.irqs.desc[irq] || !this.ranks.isLevel(irq)) return;
    if (this.isAsserted(irq)) this.irqs.set(irq, Status.Queued);
  }

  protected override foundActive(vcpu: number, lr: number, irq: number): void {
    if (this.isHeldBack(vcpu, irq)) {
      this.irqs.set(irq, Status.Active);
      return;
    }
    super.foundActive(vcpu, lr, irq);
    this.shadow[irq] = this.hardware[vcpu].listRegisters.stateOf(lr);
  }

  /** A request that waits for the deactivation outside: it cannot be pending and active in the list register. */
  private isHeldBack(vcpu: number, irq: number): boolean {
    if (this.irqs.desc[irq]) return this.repaired.setsActive || this.repaired.keepsHardwareRequest;
    if (this.repaired.resamplesLevel && this.ranks.isLevel(irq)) return true;
    const isStale =
      this.repaired.reprioritises && this.irqs.priority[irq] !== this.ranks.priority[irq];
    return isStale || this.hasSources(irq) || !this.isPresentable(vcpu, irq);
  }

  protected override foundEmpty(vcpu: number, lr: number, irq: number): void {
    const { irqs } = this;
    this.clearLr(vcpu, lr);
    this.shadow[irq] = this.edited[irq] = 0;
    if (!irqs.has(irq, Status.Queued)) {
      super.foundEmpty(vcpu, lr, irq);
      return;
    }
    this.freeLr(vcpu, lr);
    irqs.clear(irq, Status.Visible | Status.Active);
    irqs.lr[irq] = NO_LR;
    this.requeue(vcpu, irq);
  }

  private clearLr(vcpu: number, lr: number): void {
    const { listRegisters } = this.hardware[vcpu];
    if (((listRegisters.maintenance[lr >> 5] >>> (lr & 31)) & 1) === 0) return;
    listRegisters.program(lr, 0, 0, 0, 0, 0, 0, 0, 0);
    this.costs.listRegisterWrites++;
  }

  /** What becomes of an interrupt that is in no list register. Holds the lock of the vCPU. */
  protected requeue(vcpu: number, irq: number): void {
    const { irqs } = this;
    this.endMigration(irq);
    if (this.spilled[irq]) return;
    if (!irqs.has(irq, Status.Queued)) {
      this.inflight.unlink(irq);
      this.lrPending.unlink(irq);
    } else if (this.followsTarget(irq) && this.targetOf(irq) !== vcpu) {
      this.inflight.unlink(irq);
      this.lrPending.unlink(irq);
      this.movers.push(irq);
    } else {
      this.sortAnew(vcpu, irq);
      if (irqs.has(irq, Status.Enabled)) this.raiseGuestIrq(vcpu, irq);
      else if (!this.repaired.keepsDisabledRequest && !this.isWithdrawing) {
        this.inflight.unlink(irq);
      }
    }
  }

  /** It joins the lists with the priority that IPRIORITYR has now. */
  protected sortAnew(vcpu: number, irq: number): void {
    const priority = this.ranks.priority[irq];
    if (!this.repaired.reprioritises || this.irqs.priority[irq] === priority) return;
    if (this.inflight.isLinked(irq)) this.inflight.unlink(irq);
    this.irqs.priority[irq] = priority;
    this.joinInflight(vcpu, irq);
    if (!this.lrPending.isLinked(irq)) return;
    this.lrPending.unlink(irq);
    this.addToLrPending(vcpu, irq);
  }

  protected endMigration(irq: number): void {
    if (!this.irqs.has(irq, Status.Migrating)) return;
    this.follow(irq, this.targetOf(irq));
    this.irqs.clear(irq, Status.Migrating);
  }

  /** Brings one list register in line before the guest runs. Holds the lock. */
  private reconcile(vcpu: number, lr: number): void {
    const { irqs, shadow } = this;
    const { listRegisters } = this.hardware[vcpu];
    const irq = irqs.of(vcpu, listRegisters.intid[lr]);
    if (irqs.lr[irq] !== lr) return;
    const held = listRegisters.stateOf(lr);
    if (!this.edited[irq]) shadow[irq] = held;
    this.edited[irq] = 0;
    if ((shadow[irq] & State.Pending) !== 0 && !this.isPresentable(vcpu, irq)) this.withdraw(irq);
    if (this.repaired.mergesAtEntry) this.merge(vcpu, irq);
    if (shadow[irq] === State.Pending && this.repaired.reprioritises) {
      listRegisters.program(
        lr,
        irqs.intidOf(irq),
        held,
        irqs.priority[irq],
        this.group,
        irqs.desc[irq],
        irqs.intidOf(irq),
        (listRegisters.maintenance[lr >> 5] >>> (lr & 31)) & 1,
        listRegisters.source[lr],
      );
    }
    if (shadow[irq] !== held) {
      listRegisters.setState(lr, shadow[irq]);
      this.costs.listRegisterWrites++;
    }
    if (shadow[irq] === State.Inactive) {
      if (irqs.desc[irq] && !irqs.has(irq, Status.Queued)) {
        this.physical.setActive(irqs.intidOf(irq), false);
      }
      this.isWithdrawing = true;
      this.foundEmpty(vcpu, lr, irq);
      this.isWithdrawing = false;
    } else this.armDeactivation(vcpu, lr, irq);
  }

  /** Takes the pending state out of a list register: it is a request again, if there is still one. */
  protected withdraw(irq: number): void {
    this.shadow[irq] &= ~State.Pending;
    if (this.hasSources(irq)) this.sources[irq] |= 1 << this.lrSource[irq];
    const isGone = this.repaired.withdrawsLevel && this.ranks.isLevel(irq) && !this.isAsserted(irq);
    if (isGone) this.irqs.clear(irq, Status.Queued);
    else this.irqs.set(irq, Status.Queued);
  }

  /** A request that came since the last exit. */
  private merge(vcpu: number, irq: number): void {
    const { irqs, shadow } = this;
    if (!irqs.has(irq, Status.Queued) || this.hasSources(irq)) return;
    if (shadow[irq] === State.Pending) irqs.clear(irq, Status.Queued);
    else if (shadow[irq] === State.Active && !irqs.desc[irq] && !this.isHeldBack(vcpu, irq)) {
      if (!irqs.has(irq, Status.Enabled)) return;
      shadow[irq] = State.PendingActive;
      irqs.clear(irq, Status.Queued);
    }
  }

  /** A request that waits for the deactivation wants an exit then. */
  private armDeactivation(vcpu: number, lr: number, irq: number): void {
    const isArmed =
      this.shadow[irq] === State.Active &&
      !this.irqs.desc[irq] &&
      this.irqs.has(irq, Status.Queued) &&
      this.isHeldBack(vcpu, irq);
    if (isArmed) this.hardware[vcpu].listRegisters.maintenance[lr >> 5] |= 1 << (lr & 31);
  }

  protected override setLr(vcpu: number, lr: number, irq: number): void {
    super.setLr(vcpu, lr, irq);
    this.shadow[irq] = State.Pending;
    this.edited[irq] = 0;
    const { listRegisters } = this.hardware[vcpu];
    if (this.hasSources(irq)) {
      const waiting = this.sources[irq];
      this.lrSource[irq] = 31 - Math.clz32(waiting & -waiting);
      this.sources[irq] = waiting & (waiting - 1);
      listRegisters.source[lr] = this.lrSource[irq];
      if (this.sources[irq] !== 0) {
        this.irqs.set(irq, Status.Queued);
        listRegisters.maintenance[lr >> 5] |= 1 << (lr & 31);
      }
    } else if (this.repaired.resamplesLevel && this.ranks.isLevel(irq) && !this.irqs.desc[irq]) {
      listRegisters.maintenance[lr >> 5] |= 1 << (lr & 31);
    }
  }

  protected override evict(vcpu: number, victim: number): number {
    if (this.hasSources(victim)) this.sources[victim] |= 1 << this.lrSource[victim];
    this.shadow[victim] = 0;
    return super.evict(vcpu, victim);
  }

  protected override raiseGuestIrq(vcpu: number, irq: number): void {
    // What is spilled waits until it is deactivated.
    if (this.spilled[irq]) return;
    if (this.isPresentable(vcpu, irq)) super.raiseGuestIrq(vcpu, irq);
    else if (this.irqs.has(irq, Status.Enabled)) this.addToLrPending(vcpu, irq);
  }
}
