import type { Machine } from '../contract/machine';
import type { PendingIrqs } from './pending-irq';

/**
 * The registers of the distributor that are one field per interrupt (struct vgic_irq_rank), by rank
 * or by interrupt as in `PendingIrqs`.
 */
export class Ranks {
  /** ISENABLER and ICENABLER, one word per rank. */
  readonly enable: Int32Array;
  /** ICFGR, two words per rank. */
  readonly configuration: Int32Array;
  /** IPRIORITYR: all 8 bits as written. */
  readonly priority: Uint8Array;
  /** Target vCPU of each SPI. */
  readonly target: Uint8Array;
  /** Bits of each rank that stand for an INTID that exists. */
  readonly implemented: Int32Array;
  private readonly wired: Int32Array;
  private readonly wiredLevel: Uint8Array;
  private readonly isV3: boolean;

  constructor(
    machine: Machine,
    private readonly irqs: PendingIrqs,
  ) {
    this.enable = new Int32Array(irqs.ranks);
    this.configuration = new Int32Array(irqs.ranks * 2);
    this.priority = new Uint8Array(irqs.count);
    this.target = new Uint8Array(irqs.count);
    this.implemented = new Int32Array(irqs.ranks).fill(-1);
    if (irqs.intids % 32 !== 0) this.implemented[irqs.ranks - 1] = (1 << (irqs.intids % 32)) - 1;
    this.isV3 = machine.gic === 3;
    this.wiredLevel = new Uint8Array(irqs.count);
    for (const intid of machine.level) {
      for (let v = 0; v < irqs.vcpus; v++) this.wiredLevel[irqs.of(v, intid)] = 1;
    }
    this.wired = this.configurationOf();
  }

  /** Nothing enabled, priority 0, everything to vCPU 0. */
  reset(): void {
    this.enable.fill(0);
    this.priority.fill(0);
    this.target.fill(0);
    this.configuration.set(this.wired);
  }

  /**
   * ICFGR at the start: as the machine says for what a guest could have written. The other private
   * fields are zero, although SGIs are edge-triggered.
   */
  private configurationOf(): Int32Array {
    const { irqs } = this;
    const words = new Int32Array(irqs.ranks * 2);
    for (let irq = 0; irq < irqs.count; irq++) {
      if (irqs.intidOf(irq) >= irqs.intids || !this.shows(irq) || this.wiredLevel[irq]) continue;
      words[irq >> 4] |= 2 << ((irq & 15) * 2);
    }
    return words;
  }

  /** ICFGR says what an interrupt is: not so for SGIs, nor for PPIs of GICv2. */
  private shows(irq: number): boolean {
    return !this.irqs.isPrivate(irq) || (this.isV3 && (irq & 31) >= 16);
  }

  /** Edge-triggered, by ICFGR. */
  isEdge(irq: number): boolean {
    return ((this.configuration[irq >> 4] >>> ((irq & 15) * 2)) & 2) !== 0;
  }

  /** Level-sensitive. What cannot be configured is as it is wired. */
  isLevel(irq: number): boolean {
    return this.shows(irq) ? !this.isEdge(irq) : this.wiredLevel[irq] === 1;
  }

  readPriorities(irq: number): number {
    const { priority } = this;
    return (
      priority[irq] |
      (priority[irq + 1] << 8) |
      (priority[irq + 2] << 16) |
      (priority[irq + 3] << 24)
    );
  }

  writePriorities(irq: number, value: number): void {
    for (let byte = 0; byte < 4; byte++) this.writePriority(irq + byte, value >>> (byte * 8));
  }

  writePriority(irq: number, value: number): void {
    if ((this.implemented[irq >> 5] >>> (irq & 31)) & 1) this.priority[irq] = value;
  }
}
