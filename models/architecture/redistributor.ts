import type { Machine } from '../contract/machine';
import type { Routing } from './routing';

/** GICR_TYPER.Last. */
const LAST = 1 << 4;
/** GICR_WAKER: ProcessorSleep, and ChildrenAsleep one bit above. */
const PROCESSOR_SLEEP = 1 << 1;
const CHILDREN_ASLEEP = 1 << 2;

/**
 * The RD_base frames of all redistributors (GICv3), without LPIs. What the SGI_base frames hold is
 * in `InterruptRegisters`.
 */
export class Redistributor {
  private readonly last: number;

  constructor(
    machine: Machine,
    private readonly routing: Routing,
  ) {
    this.last = machine.vcpus - 1;
  }

  /** GICR_TYPER [31:0]: Processor_Number [23:8], Last (GIC-RD-001). */
  readTyperLow(pe: number): number {
    return (pe << 8) | (pe === this.last ? LAST : 0);
  }

  /** GICR_TYPER [63:32]: the affinity of the PE, Aff0 = its number. */
  readTyperHigh(pe: number): number {
    return pe;
  }

  /** GICR_WAKER: ChildrenAsleep follows ProcessorSleep at once (GIC-RD-010). */
  readWaker(pe: number): number {
    return (this.routing.asleep >>> pe) & 1 ? PROCESSOR_SLEEP | CHILDREN_ASLEEP : 0;
  }

  writeWaker(pe: number, value: number): void {
    this.routing.setAsleep(pe, (value & PROCESSOR_SLEEP) !== 0);
  }
}
