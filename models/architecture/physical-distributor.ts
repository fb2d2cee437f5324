import type { Machine } from '../contract/machine';

const FIRST_SPI = 32;
const ALL_CPUS = 0xff;

/**
 * The host's view of the SPIs that are wired to a physical source (Machine.hardware): as much of
 * the physical distributor as a hypervisor needs to forward them. The physical INTID equals the
 * virtual one.
 */
export class PhysicalDistributor {
  private readonly isHardware: Uint8Array;
  private readonly line: Uint8Array;
  private readonly latch: Uint8Array;
  /** Physical CPUs, as bits, that it is active for: all or none, as the architecture has it. */
  private readonly activeFor: Uint8Array;
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
    this.activeFor = new Uint8Array(size);
    this.enabled = new Uint8Array(size);
    this.edge = new Uint8Array(size);
    this.affinity = new Uint8Array(size);
  }

  /** Lines low, nothing latched or active, all disabled and routed to CPU 0. */
  reset(): void {
    for (const intid of this.machine.hardware) {
      this.line[intid] = this.latch[intid] = this.activeFor[intid] = 0;
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
    return this.activeFor[intid] !== 0;
  }

  /** ISACTIVER, ICACTIVER on the physical side, and deactivation by a list register (HW = 1). */
  setActive(intid: number, active: boolean): void {
    this.activeFor[intid] = active ? ALL_CPUS : 0;
    this.raised = true;
  }

  /** Physical CPUs, as bits, that an SPI becomes active for when this one acknowledges it. */
  protected activatedBy(_physicalCpu: number): number {
    return ALL_CPUS;
  }

  setAffinity(intid: number, physicalCpu: number): void {
    this.affinity[intid] = physicalCpu;
    this.raised = true;
  }

  affinityOf(intid: number): number {
    return this.affinity[intid];
  }

  /** Nothing is pending or active. */
  get isIdle(): boolean {
    return this.machine.hardware.every((intid) => !this.isPending(intid) && !this.isActive(intid));
  }

  /** The physical CPU that some interrupt is signalled to, or -1 if there is none. */
  signalled(): number {
    const intid = this.machine.hardware.find((one) => this.isDeliverable(one));
    this.raised = intid !== undefined;
    return intid === undefined ? -1 : this.affinity[intid];
  }

  /**
   * Acknowledges the next interrupt that the host would take on a physical CPU: it becomes active.
   * @returns its INTID, or -1 if there is none
   */
  acknowledge(physicalCpu: number): number {
    for (const intid of this.machine.hardware) {
      if (this.affinity[intid] !== physicalCpu || !this.isDeliverable(intid)) continue;
      this.latch[intid] = 0;
      this.activeFor[intid] |= this.activatedBy(physicalCpu);
      return intid;
    }
    return -1;
  }

  private isDeliverable(intid: number): boolean {
    const isActive = ((this.activeFor[intid] >>> this.affinity[intid]) & 1) !== 0;
    return this.enabled[intid] === 1 && !isActive && this.isPending(intid);
  }
}
