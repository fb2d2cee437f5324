/**
 * What a CPU interface acts on: the distributor, as one PE sees it, or the list registers. A
 * candidate is a number that only its source can interpret; −1 is none.
 */
export interface InterruptSource {
  /** The pending interrupt of highest priority in these groups (bits of EnableGrp0/1), or −1. */
  highestPending(groups: number): number;
  priorityOf(candidate: number): number;
  /** 0 or 1. */
  groupOf(candidate: number): number;
  /** What HPPIR shows for it: the INTID; GICv2: with the CPUID of an SGI's source. */
  identify(candidate: number): number;
  /** Makes it active. Returns what IAR shows, or SPURIOUS if it turns out to be no interrupt. */
  acknowledge(candidate: number): number;
  /** A valid EOIR dropped the priority; with `eoiMode` 0 it deactivates as well (GIC-CPU-040). */
  endOfInterrupt(value: number, eoiMode: number): void;
  /** A valid DIR with EOImode 1 (GIC-CPU-041). */
  deactivate(value: number): void;
}
