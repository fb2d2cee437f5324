import { Inject } from './inject';
import { Status } from './pending-irq';

/** ISENABLER, ICENABLER, ISPENDR, ICPENDR. `bits` are those of the interrupts of a rank. */
export abstract class Enable extends Inject {
  /** The guest's ICFGR is the trigger type of its physical SPIs: the hardware domain's is. */
  setsTriggerType = true;

  /** Under the rank's lock: enables those that were not (vgic_enable_irqs). */
  protected enableIrqs(rank: number, bits: number): void {
    for (; bits !== 0; bits &= bits - 1) {
      const irq = rank * 32 + 31 - Math.clz32(bits & -bits);
      const target = this.lockedVcpuOf(irq);
      const lock = this.lock.vcpu[target];
      this.locks.acquire(lock);
      this.enableOne(target, irq);
      this.locks.release(lock);
      if (this.irqs.desc[irq]) this.enablePhysical(irq, this.targetOf(irq));
    }
  }

  /** What waits disabled is raised with the priority it had; the target is not kicked. */
  protected enableOne(target: number, irq: number): void {
    this.irqs.set(irq, Status.Enabled);
    if (!this.inflight.isLinked(irq) || this.irqs.has(irq, Status.Visible)) return;
    this.raiseGuestIrq(target, irq);
    this.listsChanged(target);
  }

  private enablePhysical(irq: number, target: number): void {
    const intid = this.irqs.intidOf(irq);
    this.physical.setAffinity(intid, this.physicalCpu[target]);
    const lock = this.lock.desc[intid];
    this.locks.acquire(lock);
    if (this.setsTriggerType) this.physical.setEdge(intid, this.ranks.isEdge(irq));
    this.physical.setEnabled(intid, true);
    this.locks.release(lock);
  }

  /** Under the rank's lock: disables those that were enabled (vgic_disable_irqs). */
  protected disableIrqs(rank: number, bits: number): void {
    for (; bits !== 0; bits &= bits - 1) {
      const irq = rank * 32 + 31 - Math.clz32(bits & -bits);
      const target = this.lockedVcpuOf(irq);
      const lock = this.lock.vcpu[target];
      this.locks.acquire(lock);
      this.disableOne(target, irq);
      this.locks.release(lock);
      if (this.irqs.desc[irq]) this.disablePhysical(irq);
    }
  }

  /** It stays on inflight_irqs, and in a list register; nobody is kicked. */
  protected disableOne(target: number, irq: number): void {
    this.irqs.clear(irq, Status.Enabled);
    if (!this.lrPending.isLinked(irq)) return;
    this.lrPending.unlink(irq);
    this.listsChanged(target);
  }

  private disablePhysical(irq: number): void {
    const intid = this.irqs.intidOf(irq);
    const lock = this.lock.desc[intid];
    this.locks.acquire(lock);
    this.physical.setEnabled(intid, false);
    this.locks.release(lock);
  }

  /** Virtual ones are injected, SGIs included; physical ones become pending at the physical distributor. */
  protected setIrqsPending(rank: number, bits: number): void {
    for (; bits !== 0; bits &= bits - 1) {
      const irq = rank * 32 + 31 - Math.clz32(bits & -bits);
      if (this.irqs.desc[irq]) this.setPhysicalPending(irq);
      else this.injectToTarget(irq);
    }
  }

  private setPhysicalPending(irq: number): void {
    const intid = this.irqs.intidOf(irq);
    const lock = this.lock.desc[intid];
    this.locks.acquire(lock);
    this.physical.setPending(intid, true);
    this.locks.release(lock);
    this.takeHere();
  }

  /** Only looked at, for a warning in the log (vgic_check_inflight_irqs_pending). */
  protected clearIrqsPending(rank: number, bits: number): void {
    for (; bits !== 0; bits &= bits - 1) {
      const irq = rank * 32 + 31 - Math.clz32(bits & -bits);
      const lock = this.lock.vcpu[this.lockedVcpuOf(irq)];
      this.locks.acquire(lock);
      this.locks.release(lock);
    }
  }
}
