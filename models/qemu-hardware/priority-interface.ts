import { IDLE, PriorityInterface } from '../architecture/priority-interface';

/** Smallest GICV_ABPR that a write of the guest can store (probe V6: not 3). */
const MINIMUM_ABPR = 1;

/** GICv2: preemption compares priorities as they are. */
export class QemuPriorityV2 extends PriorityInterface {
  /** BPR counts at acknowledge time only: the candidate is not masked (C7). */
  override preempts(priority: number, _group: number): boolean {
    return priority < this.running;
  }

  /** GICV_ABPR shows itself, CBPR or not (real Xen and KVM guests). */
  override readBpr1(): number {
    return this.bpr1;
  }

  /** GICV_ABPR; GICH_VMCR still has the right minimum (probe V6). */
  override writeBpr1(value: number): void {
    this.bpr1 = Math.max(value & 7, MINIMUM_ABPR);
  }
}

/** GICv3: the running priority is masked again, with the group mask of the candidate. */
export class QemuPriorityV3 extends PriorityInterface {
  /** After a change of BPR both sides count with the new binary point; RPR stays as it was (C7). */
  override preempts(priority: number, group: number): boolean {
    if (this.running === IDLE) return true;
    const mask = this.groupMask(group);
    return (priority & mask) < (this.running & mask);
  }
}
