/** Bits of `status` (struct pending_irq). */
export const Status = {
  /** A request waits to be put into a list register. */
  Queued: 1 << 0,
  /** Was active in its list register when that was last read. */
  Active: 1 << 1,
  /** Is in a list register. */
  Visible: 1 << 2,
  Enabled: 1 << 3,
  /** A physical SPI that moves to its new target once its list register is empty. */
  Migrating: 1 << 4,
} as const;

/** `lr` of what is in no list register. */
export const NO_LR = 0xff;

/**
 * The interrupts of a domain, flat. An interrupt is a number, `rank * 32 + bit`: rank v is the private
 * one of vCPU v (INTID 0 to 31), ranks from `vcpus` on are the SPIs.
 */
export class PendingIrqs {
  /** All ranks, private ones first. */
  readonly ranks: number;
  readonly count: number;
  /** INTIDs that exist: 0 up to this, at most 1020. */
  readonly intids: number;
  /** Bits of `Status`. */
  readonly status: Uint8Array;
  /** Its list register, or NO_LR. Of which vCPU is not written down. */
  readonly lr: Uint8Array;
  /** Captured when it came onto inflight_irqs; 0 is the highest. */
  readonly priority: Uint8Array;
  /** 1: has a physical descriptor (an SPI of Machine.hardware). */
  readonly desc: Uint8Array;
  private readonly spiOffset: number;

  constructor(
    readonly vcpus: number,
    spis: number,
    hardware: readonly number[],
  ) {
    this.ranks = vcpus + Math.ceil(spis / 32);
    this.count = this.ranks * 32;
    this.intids = Math.min(32 + spis, 1020);
    this.spiOffset = 32 * vcpus - 32;
    this.status = new Uint8Array(this.count);
    this.lr = new Uint8Array(this.count);
    this.priority = new Uint8Array(this.count);
    this.desc = new Uint8Array(this.count);
    for (const intid of hardware) this.desc[this.spiOffset + intid] = 1;
  }

  reset(): void {
    this.status.fill(0);
    this.lr.fill(NO_LR);
    this.priority.fill(0);
  }

  /** What a vCPU means by an INTID (irq_to_pending). */
  of(vcpu: number, intid: number): number {
    return intid < 32 ? vcpu * 32 + intid : this.spiOffset + intid;
  }

  /** The INTID. */
  intidOf(irq: number): number {
    return irq < this.vcpus * 32 ? irq & 31 : irq - this.spiOffset;
  }

  isPrivate(irq: number): boolean {
    return irq < this.vcpus * 32;
  }

  has(irq: number, status: number): boolean {
    return (this.status[irq] & status) !== 0;
  }

  set(irq: number, status: number): void {
    this.status[irq] |= status;
  }

  clear(irq: number, status: number): void {
    this.status[irq] &= ~status;
  }
}
