import type { Machine } from '../contract/machine';

const FIRST_SPI = 32;

/**
 * The host's view of the SPIs that are wired to a physical source (Machine.hardware): as much of
 * the physical distributor as a hypervisor needs to forward them. The physical INTID equals the
 * virtual one.
 */
export class PhysicalDistributor {
  private readonly isHardware: Uint8Array;
  private readonly line: Uint8Array;
  private readonly latch: Uint8Array;
  private readonly activeBits: Uint8Array;
  private readonly enabled: Uint8Array;
  private readonly edge: Uint8Array;
  /** Physical CPU each is routed to. */
  private readonly affinity: Uint8Array;
  /** Some of them may be deliverable: `next` is worth asking. */
  raised = false;

  constructor(private readonly machine: Machine) {
    const size = FIRST_SPI + machine.spis;
    this.isHardware = new Uint8Array(size);
    for (const intid of machine.hardware) this.isHardware[intid] = 1;
    this.line = new Uint8Array(size);
    this.latch = new Uint8Array(size);
    this.activeBits = new Uint8Array(size);
    this.enabled = new Uint8Array(size);
    this.edge = new Uint8Array(size);
    this.affinity = new Uint8Array(size);
  }

  /** Lines low, nothing latched or active, all disabled and routed to CPU 0. */
  reset(): void {
    for (const intid of this.machine.hardware) {
      this.line[intid] = this.latch[intid] = this.activeBits[intid] = 0;
      this.enabled[intid] = this.affinity[intid] = 0;
      this.edge[intid] = 1;
    }
    for (const intid of this.machine.level) if (this.isHardware[intid]) this.edge[intid] = 0;
    this.raised = false;
  }

  /** Whether an INTID is wired to a physical source. */
  has(intid: number): boolean {
    return this.isHardware[intid] === 1;
  }

  setLine(intid: number, high: boolean): void {
    if (high && this.line[intid] === 0 && this.edge[intid]) this.latch[intid] = 1;
    this.line[intid] = high ? 1 : 0;
    this.raised = true;
  }

  /** The input as it is. */
  lineOf(intid: number): boolean {
    return this.line[intid] === 1;
  }

  /** ISPENDR, ICPENDR on the physical side. */
  setPending(intid: number, pending: boolean): void {
    this.latch[intid] = pending ? 1 : 0;
    this.raised = true;
  }

  isPending(intid: number): boolean {
    return this.latch[intid] === 1 || (this.edge[intid] === 0 && this.line[intid] === 1);
  }

  /** Unmasked, for the host. */
  setEnabled(intid: number, enabled: boolean): void {
    this.enabled[intid] = enabled ? 1 : 0;
    this.raised = true;
  }

  /** Trigger type as the host programmed it. */
  setEdge(intid: number, edge: boolean): void {
    this.edge[intid] = edge ? 1 : 0;
    this.raised = true;
  }

  isActive(intid: number): boolean {
    return this.activeBits[intid] === 1;
  }

  /** ISACTIVER, ICACTIVER on the physical side, and deactivation by a list register (HW = 1). */
  setActive(intid: number, active: boolean): void {
    this.activeBits[intid] = active ? 1 : 0;
    this.raised = true;
  }

  setAffinity(intid: number, physicalCpu: number): void {
    this.affinity[intid] = physicalCpu;
  }

  affinityOf(intid: number): number {
    return this.affinity[intid];
  }

  /**
   * Acknowledges the next interrupt that the host would take: it becomes active.
   * @returns its INTID, or -1 if there is none
   */
  acknowledge(): number {
    for (const intid of this.machine.hardware) {
      if (this.enabled[intid] && !this.activeBits[intid] && this.isPending(intid)) {
        this.latch[intid] = 0;
        this.activeBits[intid] = 1;
        return intid;
      }
    }
    this.raised = false;
    return -1;
  }
}
