import { FIRST_SPECIAL_INTID, SPURIOUS } from '../contract/machine';
import { Line } from '../contract/observation';
import type { InterruptSource } from './interrupt-source';
import type { PriorityInterface } from './priority-interface';

/** The EOI register serves both groups (GICC_EOIR). */
export const ANY_GROUP = -1;

/**
 * A CPU interface, physical or virtual: it signals, acknowledges and ends the interrupts of its
 * source by its priority state. The register interfaces of the two versions are built on it.
 */
export abstract class CpuInterface {
  constructor(
    readonly source: InterruptSource,
    readonly priority: PriorityInterface,
  ) {}

  reset(): void {
    this.priority.reset();
  }

  /** The highest priority pending interrupt of the enabled groups, or −1. */
  candidate(): number {
    return this.source.highestPending(this.priority.groups);
  }

  /** The candidate, if priority mask and running priority let it through, or −1 (GIC-CPU-001). */
  signalled(): number {
    const candidate = this.candidate();
    if (candidate < 0) return -1;
    const priority = this.source.priorityOf(candidate);
    const group = this.source.groupOf(candidate);
    return this.priority.canSignal(priority, group) ? candidate : -1;
  }

  /** The interrupt requests that are asserted, as bits `Line.Irq` and `Line.Fiq`. */
  lines(): number {
    const candidate = this.signalled();
    if (candidate < 0) return 0;
    return this.usesFiq(this.source.groupOf(candidate)) ? Line.Fiq : Line.Irq;
  }

  /** Whether interrupts of a group are signalled as FIQ. */
  abstract usesFiq(group: number): boolean;

  /** A valid acknowledge: active, and its group priority runs. Returns what IAR shows. */
  acknowledge(candidate: number): number {
    const priority = this.source.priorityOf(candidate);
    const group = this.source.groupOf(candidate);
    const identity = this.source.acknowledge(candidate);
    if (identity !== SPURIOUS) this.priority.push(priority, group);
    return identity;
  }

  /**
   * EOIR: priority drop and, by EOImode, deactivation. Special INTIDs are ignored (GIC-CPU-027);
   * so is an EOIR with nothing to drop (GIC-CPU-044) and one of the other group (GIC-CPU-043).
   */
  endOfInterrupt(value: number, intid: number, group: number): void {
    if (this.isSpecial(intid)) return;
    if (group !== ANY_GROUP && this.priority.runningGroup() === 1 - group) return;
    if (!this.priority.drop()) return;
    this.source.endOfInterrupt(value, this.priority.eoiMode);
  }

  /** DIR: ignored with EOImode 0 (GIC-CPU-041) and for special INTIDs (GIC-CPU-027). */
  deactivate(value: number, intid: number): void {
    if (this.priority.eoiMode === 0 || this.isSpecial(intid)) return;
    this.source.deactivate(value);
  }

  /** 1020–1023 never have state. */
  isSpecial(intid: number): boolean {
    return intid >= FIRST_SPECIAL_INTID && intid <= SPURIOUS;
  }
}
