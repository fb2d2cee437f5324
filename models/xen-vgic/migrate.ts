import { Enable } from './enable';
import { Status } from './pending-irq';

/** Moving SPIs to another vCPU, and vCPUs to another physical CPU. */
export abstract class Migrate extends Enable {
  /** A guest writes the target of an SPI. Under the rank's lock. */
  protected retarget(irq: number, to: number): void {
    const from = this.ranks.target[irq];
    if (to !== from && this.migrateIrq(irq, from, to)) this.ranks.target[irq] = to;
  }

  /** @returns whether the target register may change (vgic_migrate_irq) */
  protected migrateIrq(irq: number, from: number, to: number): boolean {
    const { irqs } = this;
    const lock = this.lock.vcpu[from];
    this.locks.acquire(lock);
    if (!irqs.desc[irq]) {
      // Nothing is moved: what is inflight stays on the lists of the old target (DIFF-04).
      this.locks.release(lock);
      return true;
    }
    if (irqs.has(irq, Status.Migrating)) {
      this.locks.release(lock);
      return false;
    }
    if (!this.inflight.isLinked(irq)) {
      this.follow(irq, to);
      this.locks.release(lock);
      return true;
    }
    if (this.lrPending.isLinked(irq)) {
      this.removeFromQueues(irq);
      this.follow(irq, to);
      this.locks.release(lock);
      this.listsChanged(from);
      this.inject(to, irq);
      return true;
    }
    // In a list register; or disabled and queued, where no EOI will come (DIFF-06).
    irqs.set(irq, Status.Migrating);
    this.locks.release(lock);
    return true;
  }

  /** The physical interrupt goes to where a vCPU is. */
  protected follow(irq: number, vcpu: number): void {
    this.physical.setAffinity(this.irqs.intidOf(irq), this.physicalCpu[vcpu]);
  }

  /** Its physical interrupts follow a vCPU (arch_move_irqs). */
  protected override movedTo(vcpu: number, physicalCpu: number): void {
    for (const intid of this.machine.hardware) {
      const irq = this.irqs.of(vcpu, intid);
      if (this.ranks.target[irq] !== vcpu || this.irqs.has(irq, Status.Migrating)) continue;
      this.physical.setAffinity(intid, physicalCpu);
    }
  }
}
