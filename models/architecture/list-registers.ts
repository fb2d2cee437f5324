import { FIRST_LPI, FIRST_SPECIAL_INTID, SPURIOUS } from '../contract/machine';
import { GROUP_0, GROUP_1 } from './forwarding';

/** LR.State (GIC-LR-001). */
export const State = { Inactive: 0, Pending: 1, Active: 2, PendingActive: 3 } as const;

/** Receives the deactivation of a physical interrupt (LR.HW). */
export interface PhysicalDeactivation {
  deactivatePhysical(pe: number, intid: number): void;
}

/**
 * The list registers of one virtual CPU interface, decoded. Register n is bit `n & 31` of word
 * `n >> 5` in each bitmap. GICH_LR<n> and ICH_LR<n>_EL2 are two layouts of the same fields.
 */
export class ListRegisters {
  /** How many are implemented. */
  readonly count: number;
  /** State bit 0: pending, or pending and active. */
  readonly pending = new Int32Array(2);
  /** State bit 1: active, or pending and active. */
  readonly active = new Int32Array(2);
  readonly group1 = new Int32Array(2);
  /** HW = 1: bound to a physical interrupt. */
  readonly hardware = new Int32Array(2);
  /** HW = 0 with the EOI bit: maintenance interrupt on deactivation. */
  readonly maintenance = new Int32Array(2);
  /** vINTID by register: 10 bits on GICv2, 16 on GICv3. */
  readonly intid: Uint16Array;
  /** Priority by register, 0 highest; unimplemented low bits are RES0 (GIC-LR-014). */
  readonly priority: Uint8Array;
  /** pINTID by register, with HW = 1. */
  readonly physical: Uint16Array;
  /** GICv2, HW = 0: CPUID of the source of an SGI. */
  readonly source: Uint8Array;

  private readonly implemented = new Int32Array(2);
  private readonly priorityMask: number;

  constructor(
    readonly gic: 2 | 3,
    count: number,
    priorityBits: number,
    private readonly pe: number,
    private readonly distributor: PhysicalDeactivation,
  ) {
    this.count = count;
    this.priorityMask = (0xff << (8 - priorityBits)) & 0xff;
    this.implemented[0] = count >= 32 ? -1 : (1 << count) - 1;
    this.implemented[1] = count <= 32 ? 0 : count === 64 ? -1 : (1 << (count - 32)) - 1;
    this.intid = new Uint16Array(count);
    this.priority = new Uint8Array(count);
    this.physical = new Uint16Array(count);
    this.source = new Uint8Array(count);
  }

  /** All inactive and zero. (Loops: `fill` costs more than it saves on arrays this short.) */
  reset(): void {
    for (let word = 0; word < 2; word++) {
      this.pending[word] = 0;
      this.active[word] = 0;
      this.group1[word] = 0;
      this.hardware[word] = 0;
      this.maintenance[word] = 0;
    }
    for (let index = 0; index < this.count; index++) {
      this.intid[index] = 0;
      this.priority[index] = 0;
      this.physical[index] = 0;
      this.source[index] = 0;
    }
  }

  /** Fills one register. `eoi` and `source` count with `hw` 0 only, `physical` with `hw` 1. */
  program(
    index: number,
    intid: number,
    state: number,
    priority: number,
    group: number,
    hw: number,
    physical: number,
    eoi: number,
    source: number,
  ): void {
    this.intid[index] = intid;
    this.priority[index] = priority & this.priorityMask;
    this.physical[index] = hw !== 0 ? physical : 0;
    this.source[index] = hw !== 0 ? 0 : source;
    this.assign(this.group1, index, group);
    this.assign(this.hardware, index, hw);
    this.assign(this.maintenance, index, hw !== 0 ? 0 : eoi);
    this.setState(index, state);
  }

  stateOf(index: number): number {
    return this.bit(this.pending, index) | (this.bit(this.active, index) << 1);
  }

  setState(index: number, state: number): void {
    this.assign(this.pending, index, state & 1);
    this.assign(this.active, index, state >> 1);
  }

  groupOf(index: number): number {
    return this.bit(this.group1, index);
  }

  /**
   * The register in state pending, of these groups, with the highest priority (GIC-LR-013).
   * Pending and active is never chosen: active blocks (GIC-LR-002).
   * @returns its number, or −1
   */
  highestPending(groups: number): number {
    let best = -1;
    for (let word = 0; word < 2; word++) {
      let bits = this.pending[word] & ~this.active[word];
      if ((groups & GROUP_0) === 0) bits &= this.group1[word];
      if ((groups & GROUP_1) === 0) bits &= ~this.group1[word];
      for (; bits !== 0; bits &= bits - 1) {
        const index = word * 32 + 31 - Math.clz32(bits & -bits);
        if (best < 0 || this.prefers(index, best)) best = index;
      }
    }
    return best;
  }

  /** Whether a register goes before the best one found so far, of lower number (DIV-07). */
  prefers(index: number, best: number): boolean {
    return this.priority[index] < this.priority[best];
  }

  /** What IAR shows for a register: vINTID and, for an SGI of GICv2, the source's CPUID. */
  identify(index: number): number {
    const intid = this.intid[index];
    return this.gic === 2 && intid < 16 ? intid | (this.source[index] << 10) : intid;
  }

  /**
   * Acknowledge: pending becomes active (GIC-LR-002). A special vINTID is no interrupt: the register
   * becomes inactive (GIC-LR-008).
   * @returns what IAR shows
   */
  acknowledge(index: number): number {
    const intid = this.intid[index];
    if (intid >= FIRST_SPECIAL_INTID && intid <= SPURIOUS) {
      this.setState(index, State.Inactive);
      return SPURIOUS;
    }
    this.setState(index, State.Active);
    return this.identify(index);
  }

  /** The active register of an INTID (GICv2: with the CPUID of an SGI), or −1. */
  findActive(identity: number): number {
    for (let word = 0; word < 2; word++) {
      for (let bits = this.active[word]; bits !== 0; bits &= bits - 1) {
        const index = word * 32 + 31 - Math.clz32(bits & -bits);
        if (this.matches(index, identity)) return index;
      }
    }
    return -1;
  }

  /** Whether an EOIR or DIR value means this register; the CPUID counts for SGIs of GICv2 only. */
  matches(index: number, identity: number): boolean {
    if (this.gic === 2 && (identity & 0x3ff) >= 16) return this.intid[index] === (identity & 0x3ff);
    return this.identify(index) === identity;
  }

  /** Deactivation: 10 → 00, 11 → 01, and the physical interrupt with it (GIC-LR-003, GIC-LR-004). */
  deactivate(index: number): void {
    this.setState(index, this.stateOf(index) & State.Pending);
    if (this.bit(this.hardware, index) !== 0) this.deactivatePhysical(index);
  }

  /** HW = 1: tells the distributor. */
  deactivatePhysical(index: number): void {
    this.distributor.deactivatePhysical(this.pe, this.physical[index]);
  }

  /** LPIs have no active state of their own: EOIR alone ends them (GIC-LR-015). */
  isLpi(identity: number): boolean {
    return this.gic === 3 && identity >= FIRST_LPI;
  }

  /** EISR: inactive, HW = 0, EOI = 1 (GIC-LR-011). `word` 1 holds registers 32–63. */
  eisr(word: number): number {
    return this.maintenance[word] & ~(this.pending[word] | this.active[word]);
  }

  /** ELRSR: inactive and free to be used again (GIC-LR-012). */
  elrsr(word: number): number {
    const valid = this.pending[word] | this.active[word];
    return this.implemented[word] & ~valid & ~this.maintenance[word];
  }

  /** At most one register is not inactive (GIC-HCR-003). */
  atMostOneValid(): boolean {
    const low = this.pending[0] | this.active[0];
    const high = this.pending[1] | this.active[1];
    if (low !== 0 && high !== 0) return false;
    const bits = low | high;
    return (bits & (bits - 1)) === 0;
  }

  /** Some register is in state pending; pending and active does not count (GIC-HCR-005). */
  somePending(): boolean {
    return ((this.pending[0] & ~this.active[0]) | (this.pending[1] & ~this.active[1])) !== 0;
  }

  private bit(bitmap: Int32Array, index: number): number {
    return (bitmap[index >> 5] >>> (index & 31)) & 1;
  }

  private assign(bitmap: Int32Array, index: number, value: number): void {
    if (value !== 0) bitmap[index >> 5] |= 1 << (index & 31);
    else bitmap[index >> 5] &= ~(1 << (index & 31));
  }

  /** GICH_LR<n>: digest section 4.1. */
  readV2(index: number): number {
    const hw = this.bit(this.hardware, index);
    const bound =
      hw !== 0
        ? this.physical[index] << 10
        : (this.source[index] << 10) | (this.bit(this.maintenance, index) << 19);
    return (
      this.intid[index] |
      bound |
      ((this.priority[index] >> 3) << 23) |
      (this.stateOf(index) << 28) |
      (this.groupOf(index) << 30) |
      (hw << 31)
    );
  }

  writeV2(index: number, value: number): void {
    this.program(
      index,
      value & 0x3ff,
      (value >>> 28) & 3,
      (value >>> 20) & 0xf8,
      (value >>> 30) & 1,
      value >>> 31,
      (value >>> 10) & 0x3ff,
      (value >>> 19) & 1,
      (value >>> 10) & 7,
    );
  }

  /** ICH_LR<n>_EL2 [31:0]: vINTID, of which 16 bits are implemented. */
  readLow(index: number): number {
    return this.intid[index];
  }

  /** ICH_LR<n>_EL2 [63:32]. */
  readHigh(index: number): number {
    const hw = this.bit(this.hardware, index);
    return (
      (hw !== 0 ? this.physical[index] : this.bit(this.maintenance, index) << 9) |
      (this.priority[index] << 16) |
      (this.groupOf(index) << 28) |
      (hw << 29) |
      (this.stateOf(index) << 30)
    );
  }

  /** ICH_LR<n>_EL2: digest section 4.1. */
  writeV3(index: number, low: number, high: number): void {
    this.program(
      index,
      low & 0xffff,
      high >>> 30,
      (high >>> 16) & 0xff,
      (high >>> 28) & 1,
      (high >>> 29) & 1,
      high & 0x1fff,
      (high >>> 9) & 1,
      0,
    );
  }
}
