import { State } from '../../architecture/list-registers';
import { NO_LR, Status } from '../pending-irq';
import { MendedFold } from './fold';
import { LEVELS, NONE } from './mended-state';

/** Lines, enables, targets and power. */
export abstract class MendedDelivery extends MendedFold {
  protected override accepts(vcpu: number): boolean {
    return this.repaired.latchesForOff || super.accepts(vcpu);
  }

  protected override sendSgi(sender: number, intid: number, targets: number): void {
    if (this.repaired.sourceIds && this.gic === 2) {
      for (let v = 0; v < this.vcpus; v++) {
        if ((targets >>> v) & 1 && this.accepts(v)) this.sources[v * 32 + intid] |= 1 << sender;
      }
    }
    super.sendSgi(sender, intid, targets);
  }

  protected override softwareLine(intid: number, vcpu: number, high: boolean): void {
    const irq = this.irqs.of(vcpu, intid);
    const falls = !high && this.line[irq] === 1;
    super.softwareLine(intid, vcpu, high);
    if (falls && this.repaired.withdrawsLevel && this.ranks.isLevel(irq)) this.withdrawLine(irq);
  }

  protected override hardwareLineChanged(intid: number, high: boolean): void {
    const irq = this.irqs.of(0, intid);
    if (!this.ranks.isLevel(irq)) {
      if (high && this.repaired.collapsesHardware) this.collapse(intid, irq);
      return;
    }
    if (high || !this.repaired.withdrawsLevel) return;
    this.withdrawLine(irq);
  }

  /** What the guest did with it so far counts: a vCPU that has it in a list register is stopped. */
  private withdrawLine(irq: number): void {
    const vcpu = this.lockedVcpuOf(irq);
    const isInRegister = this.irqs.has(irq, Status.Visible) && vcpu < this.vcpus;
    const wasHalted = isInRegister && this.halt(vcpu);
    this.lineFell(irq);
    if (wasHalted) this.resume(vcpu);
  }

  /** An edge of a physical interrupt whose last one the guest did not acknowledge yet adds nothing. */
  private collapse(intid: number, irq: number): void {
    const vcpu = this.lockedVcpuOf(irq);
    const wasHalted = vcpu < this.vcpus && this.halt(vcpu);
    if (this.isVirtuallyPending(irq)) this.physical.setPending(intid, false);
    if (wasHalted) this.resume(vcpu);
  }

  protected isVirtuallyPending(irq: number): boolean {
    return this.irqs.has(irq, Status.Queued) || (this.shadow[irq] & State.Pending) !== 0;
  }

  /** A level interrupt lost its line: no request is left, unless software made one. */
  private lineFell(irq: number): void {
    if (this.isAsserted(irq)) return;
    const vcpu = this.lockedVcpuOf(irq);
    const lock = this.lock.vcpu[vcpu];
    this.locks.acquire(lock);
    const isInRegister = this.irqs.has(irq, Status.Visible);
    if (!isInRegister && this.inflight.isLinked(irq)) this.listsChanged(vcpu);
    this.dropRequest(irq);
    this.locks.release(lock);
    if (isInRegister) this.kick(vcpu);
  }

  /** What waits outside list registers is dropped; what is in one goes at the next entry. */
  protected dropRequest(irq: number): void {
    const { irqs } = this;
    const wasQueued = irqs.has(irq, Status.Queued);
    irqs.clear(irq, Status.Queued);
    this.sources[irq] = 0;
    if (irqs.has(irq, Status.Visible) || this.spilled[irq]) return;
    if (wasQueued && irqs.desc[irq]) this.physical.setActive(irqs.intidOf(irq), false);
    this.lrPending.unlink(irq);
    this.inflight.unlink(irq);
    this.endMigration(irq);
  }

  /** With a request that waits for the deactivation of what is active nothing is raised. */
  protected override raiseInflightIrq(vcpu: number, irq: number): void {
    if (this.spilled[irq]) return;
    if (this.irqs.has(irq, Status.Visible)) super.raiseInflightIrq(vcpu, irq);
    else if (this.irqs.has(irq, Status.Enabled)) this.raiseGuestIrq(vcpu, irq);
  }

  protected override migrateIrq(irq: number, from: number, to: number): boolean {
    const { irqs, repaired } = this;
    const isMigrating = irqs.has(irq, Status.Migrating);
    if (isMigrating && !repaired.retargetsAgain) return false;
    const isDisabled = !irqs.has(irq, Status.Enabled);
    const moves =
      this.followsTarget(irq) || (irqs.desc[irq] && repaired.movesDisabled && isDisabled);
    if (!moves) return isMigrating || super.migrateIrq(irq, from, to);
    if (irqs.desc[irq] && to < this.vcpus) this.follow(irq, to);
    const owner = this.lockedVcpuOf(irq);
    const lock = this.lock.vcpu[owner];
    this.locks.acquire(lock);
    const stays =
      !this.inflight.isLinked(irq) ||
      irqs.has(irq, Status.Visible) ||
      this.spilled[irq] ||
      (irqs.desc[irq] && isDisabled && !repaired.movesDisabled);
    if (!stays) {
      this.inflight.unlink(irq);
      this.lrPending.unlink(irq);
    } else if (irqs.desc[irq] && this.inflight.isLinked(irq)) {
      irqs.set(irq, Status.Migrating);
    }
    this.locks.release(lock);
    this.kickVcpu(owner);
    if (!stays && irqs.has(irq, Status.Queued)) this.movers.push(irq);
    return true;
  }

  /** Its list registers are in the hardware. */
  protected isRunning(vcpu: number): boolean {
    return this.isLoaded(vcpu) && this.isOn(vcpu);
  }

  /**
   * A list register of a vCPU that does not run is brought in line at once: it is free if nothing is
   * left in it. What is pending alone leaves it for another target.
   */
  protected settleSaved(owner: number, irq: number, isWithdrawing: boolean): void {
    const { irqs, shadow } = this;
    if (owner >= this.vcpus || this.isRunning(owner) || !irqs.has(irq, Status.Visible)) return;
    const leaves = this.followsTarget(irq) && this.targetOf(irq) !== owner;
    if (shadow[irq] === State.Pending && leaves) this.withdraw(irq);
    if (shadow[irq] !== State.Inactive) return;
    this.clearSavedLr(owner, irqs.lr[irq]);
    this.edited[irq] = 0;
    irqs.clear(irq, Status.Visible);
    irqs.lr[irq] = NO_LR;
    if (irqs.desc[irq] && !irqs.has(irq, Status.Queued)) {
      this.physical.setActive(irqs.intidOf(irq), false);
    }
    this.isWithdrawing = isWithdrawing;
    this.requeue(owner, irq);
    this.isWithdrawing = false;
  }

  protected override retarget(irq: number, to: number): void {
    super.retarget(irq, to);
    const owner = this.lockedVcpuOf(irq);
    const lock = this.lock.vcpu[owner];
    this.locks.acquire(lock);
    if (this.inflight.isLinked(irq)) this.settleSaved(owner, irq, true);
    this.locks.release(lock);
    this.moveAll();
  }

  protected override follow(irq: number, vcpu: number): void {
    if (vcpu < this.vcpus) super.follow(irq, vcpu);
  }

  protected override clearPendingIrqs(vcpu: number): void {
    if (!this.repaired.powersOnTracked) {
      super.clearPendingIrqs(vcpu);
      return;
    }
    this.resetInterface(vcpu);
    this.holders.fill(NONE, vcpu * LEVELS, (vcpu + 1) * LEVELS);
  }

  protected override switchedAprs(vcpu: number): number {
    if (!this.repaired.switchesAllAprs) return super.switchedAprs(vcpu);
    return this.hardware[vcpu].priority.activePriorityRegisters;
  }
}
