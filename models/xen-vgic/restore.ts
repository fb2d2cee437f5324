import { Hcr } from '../architecture/virtual-interface';
import { ListRegisterUse } from './list-registers';
import { NO_LR, Status } from './pending-irq';

const NO_VICTIM = -1;
/** A search that comes to the head of inflight_irqs takes it for an entry of this priority (measured). */
const PRIORITY_OF_HEAD = 0x80;

/** Loading list registers before the guest runs. */
export abstract class Restore extends ListRegisterUse {
  /** The guest is about to run (vgic_sync_to_lrs). */
  protected syncToLrs(vcpu: number): void {
    this.restorePendingIrqs(vcpu);
    if (!this.lrPending.isEmpty(vcpu) && this.areAllLrsUsed(vcpu)) {
      this.hardware[vcpu].control |= Hcr.Uie;
    }
  }

  /**
   * What waits goes into list registers, in order; when they are full it takes those of pending ones
   * of lower priority (gic_restore_pending_irqs).
   *
   * The search for a victim walks inflight_irqs backwards and ends at the first entry with the
   * priority of the one to be placed. From the second victim on it starts in front of the one before,
   * where that entry may not be any more: then something of higher priority is taken, or the search
   * goes on from the other end, up to where it started (DIFF-03).
   */
  protected restorePendingIrqs(vcpu: number): void {
    const { inflight, lrPending } = this;
    const lock = this.lock.vcpu[vcpu];
    this.locks.acquire(lock);
    const end = lrPending.head(vcpu);
    let cursor = inflight.head(vcpu);
    let lr = 0;
    let budget = this.listRegisterCount;
    // The successor is remembered: what is evicted behind it is still reached, before it is not.
    for (let irq = lrPending.next[end], next = 0; irq !== end && budget > 0; irq = next, budget--) {
      next = lrPending.next[irq];
      lr = this.findUnusedLr(vcpu, lr);
      if (lr >= this.listRegisterCount) {
        const victim = this.findVictim(vcpu, cursor, irq);
        if (victim === NO_VICTIM) break;
        lr = this.evict(vcpu, victim);
        cursor = this.cursorAfter(victim, cursor);
      }
      this.useLr(vcpu, lr);
      this.setLr(vcpu, lr, irq);
      lrPending.unlink(irq);
    }
    this.locks.release(lock);
  }

  /** An entry in front of `cursor`, in the ring, whose list register `irq` may have, or NO_VICTIM. */
  protected findVictim(vcpu: number, cursor: number, irq: number): number {
    const { inflight, irqs } = this;
    const head = inflight.head(vcpu);
    const own = irqs.priority[irq];
    for (let at = inflight.previous[cursor]; at !== cursor; at = inflight.previous[at]) {
      if ((at === head ? PRIORITY_OF_HEAD : irqs.priority[at]) === own) return NO_VICTIM;
      if (at === head) continue;
      if (irqs.has(at, Status.Visible) && !irqs.has(at, Status.Active)) return at;
    }
    return NO_VICTIM;
  }

  /** @returns the list register that the victim was in */
  protected evict(vcpu: number, victim: number): number {
    const { irqs } = this;
    const lr = irqs.lr[victim];
    irqs.lr[victim] = NO_LR;
    irqs.set(victim, Status.Queued);
    irqs.clear(victim, Status.Visible);
    this.addToLrPending(vcpu, victim);
    return lr;
  }

  /** Where the search for the next victim starts. */
  protected cursorAfter(victim: number, _cursor: number): number {
    return victim;
  }
}
