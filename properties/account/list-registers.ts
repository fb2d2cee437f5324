import type { Machine } from '../../models/contract/machine';

export const LR_INACTIVE = 0;
export const LR_PENDING = 1;
export const LR_ACTIVE = 2;
export const LR_PENDING_ACTIVE = 3;

/** What a trace so far says about the list registers of one PE, and its hypervisor control. */
export class ListRegisterAccount {
  readonly count: number;
  /** Registers from this one on are as they were at reset. */
  top = 0;
  readonly priorityMask: number;
  readonly intid: Int32Array;
  readonly state: Uint8Array;
  readonly priority: Uint8Array;
  readonly group: Uint8Array;
  /** Physical INTID of HW=1, or -1. */
  readonly physical: Int32Array;
  readonly eoi: Uint8Array;
  readonly source: Uint8Array;
  /** The register's state is not known, after something UNPREDICTABLE. */
  readonly unknown: Uint8Array;
  /** How the register came to its state since it was loaded, as bits of `LrMark`. */
  readonly marks: Uint16Array;
  /** The value that was last written to the register. */
  readonly rawLow: Int32Array;
  readonly rawHigh: Int32Array;
  /** HCR control bits [15:0] as written. */
  hcr = 0;
  /** HCR is known (it is not after a power cycle, until written). */
  hcrKnown = true;
  /** HCR as last written, and whether that was a value read before (save and restore). */
  hcrRaw = 0;
  hcrRestored = false;
  eoiCount = 0;
  eoiCountUnknown = false;
  /** EOIs that may or may not have been counted (GIC-HCR-008), since EOIcount was last written. */
  eoiCountOpen = 0;
  /** EOIcount is not known at all, not even within `eoiCountOpen`. */
  eoiCountSpoiled = false;
  /** What happened to EOIcount since it was last written, as bits of `CountMark`. */
  countMarks = 0;
  /** Loads, acknowledges and EOIs made the set of valid registers differ from reset. */
  used = false;

  constructor(private readonly machine: Machine) {
    this.count = machine.listRegisters;
    this.priorityMask = machine.gic === 2 ? 0xf8 : (0xff << (8 - machine.priorityBits)) & 0xff;
    this.intid = new Int32Array(this.count);
    this.state = new Uint8Array(this.count);
    this.priority = new Uint8Array(this.count);
    this.group = new Uint8Array(this.count);
    this.physical = new Int32Array(this.count);
    this.eoi = new Uint8Array(this.count);
    this.source = new Uint8Array(this.count);
    this.unknown = new Uint8Array(this.count);
    this.marks = new Uint16Array(this.count);
    this.rawLow = new Int32Array(this.count);
    this.rawHigh = new Int32Array(this.count);
    this.reset();
  }

  reset(): void {
    this.state.fill(0);
    this.intid.fill(0);
    this.priority.fill(0);
    this.group.fill(0);
    this.physical.fill(-1);
    this.eoi.fill(0);
    this.source.fill(0);
    this.unknown.fill(0);
    this.marks.fill(0);
    this.rawLow.fill(0);
    this.rawHigh.fill(0);
    this.top = 0;
    this.hcr = 0;
    this.hcrKnown = true;
    this.hcrRaw = 0;
    this.hcrRestored = false;
    this.eoiCount = 0;
    this.eoiCountUnknown = false;
    this.eoiCountOpen = 0;
    this.eoiCountSpoiled = false;
    this.countMarks = 0;
    this.used = false;
  }

  /** After CPU_ON nothing is known until it is written. */
  powerUp(): void {
    this.reset();
    this.unknown.fill(1);
    this.top = this.count;
    this.intid.fill(-1);
    this.hcrKnown = false;
    this.spoilCount();
  }

  /** EOIcount is no longer known, until HCR is written. */
  spoilCount(): void {
    this.eoiCountUnknown = true;
    this.eoiCountSpoiled = true;
  }

  /**
   * EOIcount is known, and nothing happened that software interfaces are known to count otherwise
   * (GIC-HCR-009).
   */
  get countKnown(): boolean {
    return this.hcrKnown && !this.eoiCountUnknown && (this.countMarks & CountMark.DropMiss) === 0;
  }

  /** State of a list register that was read as `high:low`. */
  stateRead(low: number, high: number): number {
    return this.machine.gic === 2 ? (low >>> 28) & 3 : high >>> 30;
  }

  /** Priority of a list register that was read as `high:low`. */
  priorityRead(low: number, high: number): number {
    return this.machine.gic === 2 ? ((low >>> 23) & 0x1f) << 3 : (high >>> 16) & 0xff;
  }

  /** A list register was programmed. */
  load(
    n: number,
    intid: number,
    state: number,
    priority: number,
    group: number,
    physical: number,
    eoi: number,
    source: number,
  ): void {
    this.intid[n] = intid;
    this.state[n] = state;
    this.priority[n] = priority & this.priorityMask;
    this.group[n] = group;
    this.physical[n] = physical;
    this.eoi[n] = physical >= 0 ? 0 : eoi;
    this.source[n] = source;
    this.marks[n] = (priority & ~this.priorityMask) !== 0 ? LrMark.LowPriorityBitsWritten : 0;
    this.unknown[n] = 0;
    this.used = true;
    if (n >= this.top) this.top = n + 1;
    this.spoilDuplicates(n);
    // Combinations that are UNPREDICTABLE (GIC-LR-005, 008, 009).
    if (state !== 0 && intid >= 1020 && intid < 8192) this.unknown[n] = 1;
    if (physical >= 0 && (state === LR_PENDING_ACTIVE || physical < 16 || physical >= 1020)) {
      this.unknown[n] = 1;
    }
  }

  /** Two registers with one vINTID and State≠00 are UNPREDICTABLE (GIC-LR-006). */
  private spoilDuplicates(n: number): void {
    if (this.state[n] === 0) return;
    for (let b = 0; b < this.top; b++) {
      if (b === n || this.intid[b] !== this.intid[n]) continue;
      if (this.state[b] !== 0 || this.unknown[b]) this.unknown[n] = this.unknown[b] = 1;
    }
  }

  /** Loads a register from its raw value: 32 bits on GICv2, 64 on GICv3 (section 4.1). */
  loadRaw(n: number, low: number, high: number): void {
    if (this.machine.gic === 2) {
      const hw = low >>> 31;
      const intid = low & 0x3ff;
      this.load(
        n,
        intid,
        (low >>> 28) & 3,
        ((low >>> 23) & 0x1f) << 3,
        (low >>> 30) & 1,
        hw ? (low >>> 10) & 0x3ff : -1,
        (low >>> 19) & 1,
        !hw && intid < 16 ? (low >>> 10) & 7 : 0,
      );
    } else {
      const hw = (high >>> 29) & 1;
      this.load(
        n,
        low & 0xffff,
        high >>> 30,
        (high >>> 16) & 0xff,
        (high >>> 28) & 1,
        hw ? high & 0x1fff : -1,
        (high >>> 9) & 1,
        0,
      );
      // Whether the upper bits of the vINTID exist is IMPLEMENTATION DEFINED (VTR.IDbits).
      if (low >>> 16 !== 0) this.unknown[n] = 1;
    }
    this.rawLow[n] = low;
    this.rawHigh[n] = high;
  }

  /** The register with this vINTID in one of these states (bits 1 << state), or -1. */
  find(intid: number, states: number): number {
    for (let n = 0; n < this.top; n++) {
      if (this.intid[n] === intid && (states >>> this.state[n]) & 1) return n;
    }
    return -1;
  }

  /** Registers 32*word … 32*word+31 whose state is known, as bits. */
  knownBits(word: number): number {
    let bits = 0;
    for (let n = word * 32; n < Math.min(this.count, word * 32 + 32); n++) {
      if (!this.unknown[n]) bits |= 1 << (n & 31);
    }
    return bits;
  }

  anyUnknown(): boolean {
    for (let n = 0; n < this.top; n++) if (this.unknown[n]) return true;
    return false;
  }

  /** Registers with State≠00. */
  valid(): number {
    let count = 0;
    for (let n = 0; n < this.top; n++) if (this.state[n] !== 0) count++;
    return count;
  }

  /** Bits of EISR (GIC-LR-011) or ELRSR (GIC-LR-012) for registers 32*word … 32*word+31. */
  status(word: number, empty: boolean): number {
    let bits = 0;
    for (let n = word * 32; n < Math.min(this.count, word * 32 + 32); n++) {
      if (this.state[n] !== 0) continue;
      const eoi = this.physical[n] < 0 && this.eoi[n] === 1;
      if (eoi !== empty) bits |= 1 << (n & 31);
    }
    return bits;
  }
}

/** Bits of `ListRegisterAccount.marks`: what happened since the register was loaded. */
export const LrMark = {
  Acknowledged: 1,
  /** An EOIR with EOImode 0 deactivated it. */
  EndedByEoir: 2,
  /** An EOIR with EOImode 1 left it active. */
  DroppedOnly: 4,
  EndedByDir: 8,
  LowPriorityBitsWritten: 16,
  /** Written with a value read back before (save and restore). */
  Restored: 32,
  /** A DIR that must be ignored named it: it holds an LPI (GIC-LR-015). */
  DirIgnored: 64,
  /** A DIR with EOImode 0 named it while it was active: ignored (GIC-CPU-041). */
  DirInMode0: 128,
  /** Its EOIR came after EOImode was changed with priorities active. */
  EndedUnderNewMode: 256,
} as const;

/** Bits of `ListRegisterAccount.countMarks`: what happened since EOIcount was last written. */
export const CountMark = {
  /** EOIR with EOImode 0, or DIR with EOImode 1, found no list register. */
  Miss: 1,
  /** EOIR with EOImode 1 found no list register: not counted. */
  DropMiss: 2,
  /** EOIR with no active priority found no list register: may or may not be counted. */
  PoplessMiss: 4,
  /** The count was written as zero after having been something else. */
  Zeroed: 8,
  /** An LPI's EOIR or DIR found no list register: not counted. */
  LpiMiss: 16,
} as const;
