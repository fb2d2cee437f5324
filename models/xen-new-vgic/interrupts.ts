import type { Machine } from '../contract/machine';
import { FIRST_SPECIAL_INTID, interruptWords } from '../contract/machine';
import { Lock } from '../contract/locks';

/** Bits of the state of one interrupt. */
export const Irq = {
  /** pending_latch: an edge, an SGI, or ISPENDR. */
  Latch: 1 << 0,
  /** line_level, of level interrupts. */
  Line: 1 << 1,
  Enabled: 1 << 2,
  Active: 1 << 3,
  /** config is level. */
  Level: 1 << 4,
  /** Wired to a physical SPI of the same INTID. */
  Hardware: 1 << 5,
  /** K-D1 mended: the latch went into the list register, as that of an edge interrupt does. */
  Presented: 1 << 6,
  /** Mapped: the physical trigger type is level. */
  PhysicalLevel: 1 << 7,
} as const;

/** "No vCPU". */
export const NOBODY = -1;
/** "In no list register". */
export const NOWHERE = -1;

/** "No priority is active for it": sorts after all that run. */
export const NOT_RUNNING = 32;

/** Ranks of locks, outermost first. */
export const LockRank = { Domain: 0, Descriptor: 1, List: 2, Interrupt: 3 } as const;

/**
 * The state that the VGIC keeps of every interrupt. Instance `v * 32 + INTID` is a private interrupt
 * of vCPU v, `vcpus * 32 + INTID - 32` an SPI.
 */
export class Interrupts {
  /** Bits of `Irq`. */
  readonly flags: Uint8Array;
  /** Five bits from bit 7 down. */
  readonly priority: Uint8Array;
  /** SPIs: ITARGETSR. */
  readonly targets: Uint8Array;
  /** target_vcpu: where it goes when it is pending; NOBODY holds it. */
  readonly target: Int8Array;
  /** The vCPU whose ap_list it is on, or NOBODY. */
  readonly owner: Int8Array;
  /** SGIs: vCPUs it is pending from, as bits. */
  readonly source: Uint8Array;
  /** SGIs, DIFF-55 mended: who sent the active one. */
  readonly activeSource: Uint8Array;
  /**
   * DIFF-36 mended: bit number in APR of the priority that an active interrupt runs with; NOT_RUNNING
   * if that was dropped, or there never was one (ISACTIVER).
   */
  readonly runningLevel: Uint8Array;
  /** The vCPU it runs on, if that is known. */
  readonly runningOn: Int8Array;
  /** The list register of its owner that holds it, or NOWHERE. */
  readonly register: Int8Array;
  readonly locks: Lock[] = [];
  /** Instance of SPI 32. */
  readonly firstSpi: number;
  /** 32-INTID register words of the distributor, the private one included. */
  readonly words: number;
  /** GICD_CTLR.Enable. */
  distributorOn = false;

  private readonly initialFlags: Uint8Array;
  private readonly initialTarget: Int8Array;
  private readonly limit: number;

  /** @param spisTargetFirst SPIs start with vCPU 0 as their target instead of none */
  constructor(
    private readonly machine: Machine,
    spisTargetFirst: boolean,
  ) {
    const { vcpus } = machine;
    this.firstSpi = vcpus * 32;
    this.words = interruptWords(machine);
    this.limit = Math.min(32 + machine.spis, FIRST_SPECIAL_INTID);
    const size = (vcpus + this.words - 1) * 32;
    this.flags = new Uint8Array(size);
    this.priority = new Uint8Array(size);
    this.targets = new Uint8Array(size);
    this.target = new Int8Array(size);
    this.owner = new Int8Array(size);
    this.source = new Uint8Array(size);
    this.activeSource = new Uint8Array(size);
    this.runningLevel = new Uint8Array(size);
    this.runningOn = new Int8Array(size);
    this.register = new Int8Array(size);
    this.initialFlags = new Uint8Array(size);
    this.initialTarget = new Int8Array(size).fill(spisTargetFirst ? 0 : NOBODY);
    for (let n = 0; n < this.firstSpi; n++) this.initialTarget[n] = n >> 5;
    for (const intid of machine.level) {
      for (let v = 0; v < (intid < 32 ? vcpus : 1); v++) {
        this.initialFlags[this.instance(intid, v)] |= Irq.Level;
      }
    }
    for (const intid of machine.hardware) {
      const instance = this.instance(intid, 0);
      this.initialFlags[instance] |= Irq.Hardware;
      if (this.initialFlags[instance] & Irq.Level) this.initialFlags[instance] |= Irq.PhysicalLevel;
    }
    for (let n = 0; n < size; n++) {
      this.locks.push(new Lock(`irq_lock of ${this.intidOf(n)}`, LockRank.Interrupt, n, true));
    }
  }

  reset(): void {
    this.flags.set(this.initialFlags);
    this.target.set(this.initialTarget);
    this.priority.fill(0);
    this.targets.fill(0);
    this.owner.fill(NOBODY);
    this.source.fill(0);
    this.activeSource.fill(0);
    this.runningLevel.fill(NOT_RUNNING);
    this.runningOn.fill(NOBODY);
    this.register.fill(NOWHERE);
    this.distributorOn = false;
  }

  instance(intid: number, vcpu: number): number {
    return intid < 32 ? vcpu * 32 + intid : this.firstSpi + intid - 32;
  }

  intidOf(instance: number): number {
    return instance < this.firstSpi ? instance & 31 : instance - this.firstSpi + 32;
  }

  isSgi(instance: number): boolean {
    return instance < this.firstSpi && (instance & 31) < 16;
  }

  isPending(instance: number): boolean {
    const flags = this.flags[instance];
    return (flags & ((flags & Irq.Level) !== 0 ? Irq.Latch | Irq.Line : Irq.Latch)) !== 0;
  }

  set(instance: number, bits: number, on: boolean): void {
    if (on) this.flags[instance] |= bits;
    else this.flags[instance] &= ~bits;
  }

  /**
   * The target oracle: whose list an interrupt belongs on now, or NOBODY. An active one stays where
   * it is; a pending and enabled one goes to its target while the distributor forwards.
   */
  oracle(instance: number): number {
    const flags = this.flags[instance];
    if ((flags & Irq.Active) !== 0) {
      const owner = this.owner[instance];
      if (owner >= 0) return owner;
      // DIFF-36 mended: ISACTIVER. Where its priority is active, an EOI will end it.
      const runningOn = this.runningOn[instance];
      return runningOn >= 0 ? runningOn : this.target[instance];
    }
    if (!this.distributorOn || (flags & Irq.Enabled) === 0) return NOBODY;
    const causes = (flags & Irq.Level) !== 0 ? Irq.Latch | Irq.Line : Irq.Latch;
    return (flags & causes) !== 0 ? this.target[instance] : NOBODY;
  }

  /** First instance of a word of the distributor's registers as this vCPU sees it. */
  firstOf(word: number, vcpu: number): number {
    return word === 0 ? vcpu * 32 : this.firstSpi + (word - 1) * 32;
  }

  /** Interrupts of a word that exist, as bits: all but the special INTIDs. */
  implemented(word: number): number {
    const left = this.limit - word * 32;
    return left >= 32 ? -1 : left <= 0 ? 0 : (1 << left) - 1;
  }

  /** INTIDs of the machine, exclusive. */
  get end(): number {
    return this.limit;
  }

  get vcpus(): number {
    return this.machine.vcpus;
  }
}
