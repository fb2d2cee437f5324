/**
 * What a trace so far says about one CPU interface of one PE: GICC/ICC, or GICV/ICV.
 * Written from the digest's section 3, over writes and observed acknowledges.
 */
export class InterfaceAccount {
  /** 0xFF bits that PMR and priorities implement here. */
  readonly priorityMask: number;
  readonly preemptionBits: number;
  readonly minimumBpr: number;
  /** v3 and virtual: 4; registers of 32 levels in use. */
  pmr = 0;
  bpr0 = 0;
  bpr1 = 0;
  cbpr = 0;
  ackCtl = 0;
  fiqEn = 0;
  eoiMode = 0;
  /** Group enables: bit n is group n. */
  groups = 0;
  /** PMR, BPRs and controls are known (they are not after a power cycle, until written). */
  /** PMR as last written, with the bits that are not implemented. */
  pmrRaw = 0;
  pmrKnown = true;
  bpr0Known = true;
  bpr1Known = true;
  controlKnown = true;
  groupsKnown = 3;
  /** Active-priority bits: group * 4 + word. */
  readonly apr = new Int32Array(8);
  /** The active priorities are not known, after something UNPREDICTABLE. */
  aprUnknown = false;
  /**
   * The active priorities are not known only because something was acknowledged whose priority or
   * binary point was not certain: they are known again when all of it has ended. Set by `guess`.
   */
  private guessed = false;
  /** What was acknowledged and not yet EOIed, as read from the acknowledge register. */
  readonly stack = new Int32Array(256);
  depth = 0;
  /** APRs were written from outside: the stack no longer tells what the next EOI must be. */
  stackUnknown = false;

  /** Value last written to BPR0 (BPR1) was below the minimum. */
  bpr0BelowMinimum = false;
  bpr1BelowMinimum = false;
  /** BPR1 was written while CBPR was 1. */
  bpr1WrittenUnderCbpr = false;
  /** Virtual interface: who wrote controls last. */
  lastWriter: 'none' | 'guest' | 'hypervisor' = 'none';
  /** APRs were written with 0 or a value read before, and nothing was pushed or dropped since. */
  aprRestored = false;
  /** VMCR was last written with a value read before, and the guest wrote no control since. */
  vmcrRestored = false;
  /** VMCR as last written. */
  vmcrRaw = 0;
  /** A BPR was written while priorities were active. Until idle. */
  bprChangedWhileActive = false;
  /** EOImode was changed while priorities were active. Until idle. */
  eoiModeChangedWhileActive = false;
  /** The last write to an EOI register was special, and nothing was acknowledged since. */
  specialEoi = false;
  /** The last EOI found no active priority. */
  poplessEoi = false;
  /** EOIs since the last acknowledge. */
  drops = 0;
  /** Acknowledges and EOIs since the interface was last idle. */
  acknowledgedSinceIdle = 0;
  /** A DIR was written before its EOI. Until idle. */
  earlyDir = false;
  /** An interrupt's active state was written through ISACTIVER/ICACTIVER. Until idle. */
  activeWritten = false;
  /** The priority of an active interrupt was changed. Until idle. */
  reprioritised = false;
  /** The last acknowledge returned a special INTID. */
  specialAcknowledge = false;
  /** Powered on, and nothing was acknowledged since. */
  poweredUp = false;

  constructor(priorityBits: number, preemptionBits: number) {
    this.priorityMask = (0xff << (8 - priorityBits)) & 0xff;
    this.preemptionBits = preemptionBits;
    this.minimumBpr = 7 - preemptionBits;
    this.reset();
  }

  /** To the reset state of the architecture, all known. */
  reset(): void {
    this.pmr = 0;
    this.bpr0 = this.minimumBpr;
    this.bpr1 = this.minimumBpr + 1;
    this.cbpr = this.ackCtl = this.fiqEn = this.eoiMode = this.groups = 0;
    this.pmrKnown = this.bpr0Known = this.bpr1Known = this.controlKnown = true;
    this.groupsKnown = 3;
    this.clearStack();
    this.aprUnknown = this.guessed = false;
    this.specialEoi = this.poplessEoi = this.aprRestored = false;
    this.bpr0BelowMinimum = this.bpr1BelowMinimum = this.bpr1WrittenUnderCbpr = false;
    this.pmrRaw = 0;
    this.lastWriter = 'none';
    this.vmcrRestored = false;
    this.vmcrRaw = 0;
    this.drops = 0;
    this.specialAcknowledge = this.poweredUp = false;
  }

  /** After CPU_ON: nothing active, the rest not known until it is written. */
  powerUp(): void {
    this.reset();
    this.pmrKnown = this.bpr0Known = this.bpr1Known = this.controlKnown = false;
    this.groupsKnown = 0;
    this.poweredUp = true;
  }

  clearStack(): void {
    this.apr.fill(0);
    this.depth = 0;
    this.stackUnknown = false;
    this.idle();
  }

  private idle(): void {
    if (this.guessed) this.aprUnknown = this.guessed = false;
    this.bprChangedWhileActive = this.eoiModeChangedWhileActive = false;
    this.earlyDir = this.activeWritten = this.reprioritised = false;
    this.acknowledgedSinceIdle = 0;
  }

  /** Something UNPREDICTABLE happened to the active priorities: they are not known any more. */
  lose(): void {
    this.aprUnknown = true;
    this.guessed = false;
  }

  /** What is acknowledged next has a priority that is not certain. */
  guess(): void {
    if (this.stackUnknown) this.lose();
    if (this.aprUnknown) return;
    this.aprUnknown = this.guessed = true;
  }

  /** Everything that decides about candidates is known. */
  get known(): boolean {
    return (
      this.pmrKnown &&
      this.bpr0Known &&
      this.bpr1Known &&
      this.controlKnown &&
      this.groupsKnown === 3 &&
      !this.aprUnknown
    );
  }

  setBpr0(value: number): void {
    const next = Math.max(value & 7, this.minimumBpr);
    if (next !== this.bpr0 && this.anyActive()) this.bprChangedWhileActive = true;
    this.bpr0BelowMinimum = (value & 7) < this.minimumBpr;
    this.bpr0 = next;
    this.bpr0Known = true;
  }

  /** BPR1 / ABPR; ignored with CBPR = 1 (GIC-CPU-011). */
  setBpr1(value: number): void {
    if (this.cbpr && this.controlKnown) {
      this.bpr1WrittenUnderCbpr = true;
      return;
    }
    this.bpr1WrittenUnderCbpr = false;
    this.bpr1BelowMinimum = (value & 7) < this.minimumBpr + 1;
    const next = Math.max(value & 7, this.minimumBpr + 1);
    if (next !== this.bpr1 && this.anyActive()) this.bprChangedWhileActive = true;
    this.bpr1 = next;
    // Before the controls are known CBPR may be 1, and the write ignored.
    this.bpr1Known = this.controlKnown;
  }

  setCbpr(value: number): void {
    if (value !== this.cbpr && this.anyActive()) this.bprChangedWhileActive = true;
    this.cbpr = value;
  }

  setEoiMode(value: number): void {
    if (value !== this.eoiMode && this.anyActive()) this.eoiModeChangedWhileActive = true;
    this.eoiMode = value;
  }

  /** What BPR1 / ABPR reads: with CBPR = 1 it is min(BPR0 + 1, 7). */
  readBpr1(): number {
    return this.cbpr ? Math.min(this.bpr0 + 1, 7) : this.bpr1;
  }

  /** Mask of the group-priority bits (table of section 3.2). */
  groupMask(group: number): number {
    if (group === 0 || this.cbpr) return (0xff << (this.bpr0 + 1)) & 0xff;
    return (0xff << this.bpr1) & 0xff;
  }

  anyActive(): boolean {
    if (this.guessed) return this.depth > 0;
    const a = this.apr;
    return (a[0] | a[1] | a[2] | a[3] | a[4] | a[5] | a[6] | a[7]) !== 0;
  }

  /** Lowest active-priority bit of a group (or of both with group = -1), or 256. */
  private lowestBit(group: number): number {
    for (let word = 0; word < 4; word++) {
      const bits = group < 0 ? this.apr[word] | this.apr[4 + word] : this.apr[group * 4 + word];
      if (bits !== 0) return word * 32 + 31 - Math.clz32(bits & -bits);
    }
    return 256;
  }

  /** Group priority of the highest active priority; 0x100 when idle. */
  running(): number {
    const bit = this.lowestBit(-1);
    return bit === 256 ? 0x100 : bit << (8 - this.preemptionBits);
  }

  /** Group whose active priority is the highest; 0 on a tie (GIC-CPU-034). */
  runningGroup(): number {
    return this.lowestBit(0) <= this.lowestBit(1) ? 0 : 1;
  }

  /** Number of active-priority bits set. */
  activeLevels(): number {
    let count = 0;
    for (let i = 0; i < 8; i++) {
      for (let rest = this.apr[i]; rest !== 0; rest &= rest - 1) count++;
    }
    return count;
  }

  /** A valid acknowledge of this priority (GIC-CPU-020). */
  push(priority: number, group: number, value: number): void {
    if (!this.bpr0Known || !this.bpr1Known || !this.controlKnown) this.guess();
    const bit = (priority & this.groupMask(group)) >> (8 - this.preemptionBits);
    this.apr[group * 4 + (bit >> 5)] |= 1 << (bit & 31);
    if (this.depth < this.stack.length) this.stack[this.depth++] = value;
    else {
      this.stackUnknown = true;
      if (this.guessed) this.lose();
    }
    this.specialEoi = this.poplessEoi = this.aprRestored = false;
    this.drops = 0;
    this.acknowledgedSinceIdle++;
    this.specialAcknowledge = this.poweredUp = false;
  }

  /**
   * The priority drop of a valid EOIR (GIC-CPU-034).
   * @returns group * 256 + group priority that was dropped, or -1 if none was active
   */
  drop(): number {
    const bit = this.lowestBit(-1);
    this.specialEoi = false;
    this.poplessEoi = !this.anyActive();
    this.aprRestored = false;
    if (this.poplessEoi) return -1;
    const group = this.runningGroup();
    if (bit !== 256) this.apr[group * 4 + (bit >> 5)] &= ~(1 << (bit & 31));
    if (this.depth > 0) this.depth--;
    this.drops++;
    if (!this.anyActive()) {
      const { acknowledgedSinceIdle } = this;
      this.clearStack();
      this.acknowledgedSinceIdle = acknowledgedSinceIdle;
    }
    return group * 256 + (bit << (8 - this.preemptionBits));
  }
}
