import type { PhysicalDistributor } from '../architecture/physical-distributor';
import { State } from '../architecture/list-registers';
import type { ApLists } from './ap-lists';
import type { Repairs } from './repairs';
import type { Interrupts } from './interrupts';
import { Irq } from './interrupts';

/** What a list register of an interrupt holds; made by `compute`, read back by `fold`. */
export class ListRegisterImage {
  /** 0 inactive, 1 pending, 2 active, 3 both. */
  state = 0;
  /** Maintenance interrupt on deactivation (HW = 0). */
  eoi = 0;
  hw = 0;
  /** GICv2 SGI: CPUID of the source. */
  source = 0;

  constructor(
    private readonly interrupts: Interrupts,
    private readonly lists: ApLists,
    private readonly physical: PhysicalDistributor,
    private readonly repairs: Repairs,
  ) {}

  /**
   * The list register for an interrupt that goes to the guest. What of its pending state goes with
   * it leaves the memory: the latch of an edge, one source of a GICv2 SGI, the line of a mapped
   * level interrupt (of which only rising edges are seen).
   */
  compute(irq: number): void {
    const { interrupts } = this;
    const state = interrupts.state[irq];
    const hasSources = interrupts.hasSources(irq);
    let pendingAllowed = true;
    this.state = this.eoi = this.hw = this.source = 0;
    if ((state & Irq.Active) !== 0) {
      this.state = State.Active;
      if (hasSources) {
        this.source = interrupts.activeSource[irq];
        if (interrupts.source[irq] !== 0) {
          // The next request waits for the end of this one, which must be noticed.
          pendingAllowed = false;
          this.eoi = 1;
        }
      }
    }
    if (interrupts.isMapped(irq)) {
      this.hw = 1;
      if (this.state !== 0) pendingAllowed = false;
    } else if ((state & Irq.Level) !== 0) {
      this.eoi = 1;
      if (this.state !== 0) pendingAllowed = false;
    }
    if (this.repairs.presentsLetThrough && !interrupts.isLetThrough(irq)) pendingAllowed = false;
    if (pendingAllowed && interrupts.isPending(irq)) this.takePending(irq, hasSources);
  }

  private takePending(irq: number, hasSources: boolean): void {
    const { interrupts } = this;
    this.state |= State.Pending;
    if ((interrupts.state[irq] & Irq.Level) === 0) {
      interrupts.state[irq] &= ~Irq.Latch;
      if (hasSources) this.takeSource(irq);
    } else if (this.hw !== 0) interrupts.state[irq] &= ~Irq.Line;
  }

  /** The lowest source goes first; the others stay latched. */
  private takeSource(irq: number): void {
    const { interrupts } = this;
    const sources = interrupts.source[irq];
    if (sources === 0) {
      this.state &= ~State.Pending;
      return;
    }
    const left = sources & (sources - 1);
    this.source = 31 - Math.clz32(sources ^ left);
    interrupts.source[irq] = left;
    if (left !== 0) {
      interrupts.state[irq] |= Irq.Latch;
      this.eoi = 1;
    }
  }

  /** Takes over what the guest made of the list register. */
  fold(irq: number): void {
    const { interrupts } = this;
    const wasActive = (interrupts.state[irq] & Irq.Active) !== 0;
    const isPending = (this.state & State.Pending) !== 0;
    let state = interrupts.state[irq] & ~(Irq.Active | Irq.OnLr);
    if ((this.state & State.Active) !== 0) state |= Irq.Active;
    else if (wasActive) state &= ~Irq.Acknowledged;
    if ((state & Irq.Level) === 0) {
      if (isPending) state |= Irq.Latch;
    } else state = this.foldLatch(state, isPending);
    interrupts.state[irq] = state & ~Irq.Presented;
    if (interrupts.hasSources(irq)) {
      if ((this.state & State.Active) !== 0) interrupts.activeSource[irq] = this.source;
      if (isPending) interrupts.source[irq] |= 1 << this.source;
    }
    if (interrupts.isMappedLevel(irq)) {
      this.resample(irq, wasActive && (state & Irq.Active) === 0, isPending);
    }
  }

  /** A level interrupt keeps its latch until it is over. */
  private foldLatch(state: number, isPending: boolean): number {
    const { keepsLaterLatch, endsLatchAtAcknowledge } = this.repairs;
    if (!keepsLaterLatch) {
      const isOver = endsLatchAtAcknowledge ? !isPending : this.state === 0;
      return isOver ? state & ~Irq.Latch : state;
    }
    let after = state;
    if ((state & Irq.Presented) !== 0 && !isPending) after |= Irq.LatchTaken;
    const isOver = endsLatchAtAcknowledge || this.state === 0;
    if ((after & Irq.LatchTaken) !== 0 && isOver) after &= ~(Irq.Latch | Irq.LatchTaken);
    return after;
  }

  /** A level SPI was deactivated: counted off for the trap of DIR. */
  countDeactivation(irq: number): void {
    if (this.state === 0 && this.eoi !== 0 && this.interrupts.isSpi(irq)) this.lists.uncountSpi();
  }

  /** The line of a mapped level interrupt fell without being seen: look, and let it fire again. */
  private resample(irq: number, deactivated: boolean, wasStillPending: boolean): void {
    const { interrupts, physical } = this;
    const line = (interrupts.state[irq] & Irq.Line) !== 0;
    const intid = interrupts.intidOf(irq);
    // It fired again after its end, and its line fell before this exit.
    const isForgotten =
      this.repairs.seesFallingLine && this.state === 0 && !line && physical.isActive(intid);
    if (!wasStillPending && !(deactivated && line) && !isForgotten) return;
    const isHigh = physical.isPending(intid);
    interrupts.set(irq, Irq.Line, isHigh);
    if (!isHigh) physical.setActive(intid, false);
  }
}
