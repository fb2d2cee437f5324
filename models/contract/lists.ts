/**
 * White-box observations: what a hypervisor holds for one vCPU, written down when its list registers
 * were loaded for the guest, or when another vCPU changed its lists. Flat words, one record after
 * the other; see the constants for the shape. Models write them; requirements read them.
 */

/** Words of a record's header. */
const LENGTH = 0;
const STEP = 1;
const VCPU = 2;
const FLAGS = 3;
const CONTROL = 4;
const REGISTERS = 5;
const ENTRIES = 6;
const USED_LOW = 7;
const USED_HIGH = 8;
/** List registers written down: those after them are zero. */
const SHOWN = 9;
const HEADER = 10;

/** Words per list register and per entry. */
const REGISTER_WORDS = 2;
const ENTRY_WORDS = 3;

/** Flags of a record. */
export const RecordFlag = {
  /** Written at guest entry: the list registers are what the guest starts with. */
  Entry: 1,
  /** The distributor forwards interrupts (GICD_CTLR). */
  DistributorOn: 2,
  /** The vCPU is powered off. */
  Off: 4,
  /** The vCPU left or entered the guest in this step. */
  Moved: 8,
} as const;
/** Bits of `LockFault` stand this far up in the flags of a record. */
const LOCK_FAULTS_SHIFT = 8;

/** Flags of an entry. */
export const EntryFlag = {
  /** On the vCPU's super-list (Xen: inflight_irqs; KVM: ap_list). */
  Listed: 1 << 0,
  /** On the sub-list of what waits for a list register (Xen: lr_pending). */
  Waiting: 1 << 1,
  /** A request is waiting to be delivered (Xen: QUEUED; KVM: pending). */
  Pending: 1 << 2,
  /** Believed active (Xen: ACTIVE as last seen; KVM: active). */
  Active: 1 << 3,
  Enabled: 1 << 4,
  /** Believed to be in a list register (Xen: VISIBLE; KVM: on_lr). */
  Resident: 1 << 5,
  /** Xen: MIGRATING. */
  Migrating: 1 << 6,
  /** Mapped to a physical interrupt (Xen: desc; KVM: hw). */
  Hardware: 1 << 7,
  /** Level-sensitive. */
  Level: 1 << 8,
  /** KVM: pending_latch; line_level. */
  Latch: 1 << 9,
  Line: 1 << 10,
  /** The hypervisor would present it on this vCPU now (KVM: target oracle; Xen: enabled, queued). */
  Deliverable: 1 << 11,
  /** The entry says that it belongs to this vCPU (KVM: irq.vcpu; Xen: always). */
  Owned: 1 << 12,
  /** GICv2 SGI: requests of further sources are held back. */
  SourcesLeft: 1 << 13,
  /** Its group is enabled in the vCPU's interface. */
  GroupOn: 1 << 14,
} as const;

/** The list registers of an interface, decoded; bit n of each bitmap is register n. */
export interface RegisterBank {
  readonly count: number;
  readonly intid: ArrayLike<number>;
  readonly priority: ArrayLike<number>;
  readonly physical: ArrayLike<number>;
  readonly source: ArrayLike<number>;
  readonly pending: ArrayLike<number>;
  readonly active: ArrayLike<number>;
  readonly group1: ArrayLike<number>;
  readonly hardware: ArrayLike<number>;
  readonly maintenance: ArrayLike<number>;
}

/** Records of white-box observations, in the order in which they were made. */
export class Lists {
  words = new Int32Array(1024);
  /** Words in use. */
  length = 0;
  /** Start of the latest record of each vCPU, or -1. */
  private readonly latest = new Int32Array(8).fill(-1);
  private start = -1;
  private shown = 0;
  private registerCount = 0;

  clear(): void {
    this.length = 0;
    this.latest.fill(-1);
  }

  /**
   * Opens a record. All list registers come next (`register`), then the entries in list order
   * (`entry`), then `end`.
   * @param control HCR with EOIcount, as read
   * @param usedLow list registers the hypervisor believes to be in use, as bits; none if it has no
   *   such map
   */
  begin(
    step: number,
    vcpu: number,
    flags: number,
    lockFaults: number,
    control: number,
    usedLow: number,
    usedHigh: number,
  ): void {
    this.reserve(HEADER);
    const at = (this.start = this.length);
    const { words } = this;
    words[at + STEP] = step;
    words[at + VCPU] = vcpu;
    words[at + FLAGS] = flags | (lockFaults << LOCK_FAULTS_SHIFT);
    words[at + CONTROL] = control;
    words[at + ENTRIES] = 0;
    words[at + USED_LOW] = usedLow;
    words[at + USED_HIGH] = usedHigh;
    this.length = at + HEADER;
    this.registerCount = this.shown = 0;
  }

  /**
   * All list registers of an interface at once. Those after the last with a state, HW or EOI bit cost
   * nothing: they count as zero, whatever else is left in them.
   */
  bank(bank: RegisterBank): void {
    const { count, intid, priority, pending, active, hardware, maintenance } = bank;
    const low = pending[0] | active[0] | hardware[0] | maintenance[0];
    const high = pending[1] | active[1] | hardware[1] | maintenance[1];
    const top = high !== 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(low);
    for (let n = 0; n < top; n++) {
      const word = n >> 5;
      const shift = n & 31;
      const hw = (hardware[word] >>> shift) & 1;
      this.register(
        intid[n],
        ((pending[word] >>> shift) & 1) | (((active[word] >>> shift) & 1) << 1),
        priority[n],
        (bank.group1[word] >>> shift) & 1,
        hw,
        (maintenance[word] >>> shift) & 1,
        hw !== 0 ? bank.physical[n] : bank.source[n],
      );
    }
    this.registerCount = count;
  }

  /** So many list registers, all zero. */
  emptyBank(count: number): void {
    this.registerCount = count;
  }

  /** The next list register. `extra`: physical INTID with HW = 1, else the source of an SGI. */
  register(
    intid: number,
    state: number,
    priority: number,
    group: number,
    hw: number,
    eoi: number,
    extra: number,
  ): void {
    this.reserve(REGISTER_WORDS);
    const at = this.length;
    this.words[at] =
      intid | (state << 16) | (group << 18) | (hw << 19) | (eoi << 20) | (priority << 24);
    this.words[at + 1] = extra;
    this.length = at + REGISTER_WORDS;
    this.shown++;
    this.registerCount++;
  }

  /**
   * The next interrupt that the hypervisor holds for this vCPU, in list order; those that claim a
   * list register without being on the list come last.
   * @param priority the priority by which the list is sorted
   * @param listRegister the one it claims to be in, or -1
   * @param waitingAt its position in the sub-list, or -1
   */
  entry(
    intid: number,
    priority: number,
    flags: number,
    listRegister: number,
    waitingAt: number,
  ): void {
    this.reserve(ENTRY_WORDS);
    const at = this.length;
    this.words[at] = intid | (priority << 16);
    this.words[at + 1] = flags;
    this.words[at + 2] = (listRegister & 0xffff) | (waitingAt << 16);
    this.length = at + ENTRY_WORDS;
    this.words[this.start + ENTRIES]++;
  }

  /** Closes the record. @returns false if it says nothing new: then it was dropped */
  end(): boolean {
    const { words, start } = this;
    const vcpu = words[start + VCPU];
    const length = this.length - start;
    words[start + LENGTH] = length;
    words[start + REGISTERS] = this.registerCount;
    words[start + SHOWN] = this.shown;
    const last = this.latest[vcpu];
    if (last >= 0 && this.isRepeated(last, length)) {
      this.length = start;
      return false;
    }
    this.latest[vcpu] = start;
    return true;
  }

  /** The latest record of this vCPU equals the open one, the step apart. */
  private isRepeated(last: number, length: number): boolean {
    const { words, start } = this;
    if (words[last] !== length) return false;
    for (let n = VCPU; n < length; n++) if (words[last + n] !== words[start + n]) return false;
    return true;
  }

  /** Of the record at this offset: its step, its vCPU, and where the next one begins. */
  stepOf(at: number): number {
    return this.words[at + STEP];
  }
  vcpuOf(at: number): number {
    return this.words[at + VCPU];
  }
  next(at: number): number {
    return at + this.words[at + LENGTH];
  }

  private reserve(more: number): void {
    if (this.length + more <= this.words.length) return;
    const larger = new Int32Array(this.words.length * 2);
    larger.set(this.words);
    this.words = larger;
  }
}

const EMPTY = new Int32Array(HEADER);

/** Looks at one record. */
export class ListsView {
  private words = EMPTY;
  private at = 0;
  private entriesAt = HEADER;

  /** Nothing was recorded: no registers, no entries. */
  get isEmpty(): boolean {
    return this.words[this.at + LENGTH] === 0;
  }

  /** Shows the record at this offset. */
  show(lists: Lists, at: number): void {
    this.words = lists.words;
    this.at = at;
    this.entriesAt = at + HEADER + this.words[at + SHOWN] * REGISTER_WORDS;
  }

  /** Shows nothing. */
  clear(): void {
    this.words = EMPTY;
    this.at = 0;
    this.entriesAt = HEADER;
  }

  get step(): number {
    return this.words[this.at + STEP];
  }
  get vcpu(): number {
    return this.words[this.at + VCPU];
  }
  /** Bits of `RecordFlag`. */
  get flags(): number {
    return this.words[this.at + FLAGS] & 0xff;
  }
  /** Bits of `LockFault`. */
  get lockFaults(): number {
    return this.words[this.at + FLAGS] >>> LOCK_FAULTS_SHIFT;
  }
  /** HCR with EOIcount. */
  get control(): number {
    return this.words[this.at + CONTROL];
  }
  /** List registers that the hypervisor believes to be in use, as bits. */
  get usedLow(): number {
    return this.words[this.at + USED_LOW];
  }
  get usedHigh(): number {
    return this.words[this.at + USED_HIGH];
  }

  /** How many list registers there are. */
  get registers(): number {
    return this.words[this.at + REGISTERS];
  }
  /** How many of them are written down, from 0 on; the rest is zero. */
  get shown(): number {
    return this.words[this.at + SHOWN];
  }
  registerIntid(n: number): number {
    return this.register(n) & 0xffff;
  }
  /** 0 inactive, 1 pending, 2 active, 3 pending and active. */
  registerState(n: number): number {
    return (this.register(n) >>> 16) & 3;
  }
  registerGroup(n: number): number {
    return (this.register(n) >>> 18) & 1;
  }
  registerHw(n: number): number {
    return (this.register(n) >>> 19) & 1;
  }
  registerEoi(n: number): number {
    return (this.register(n) >>> 20) & 1;
  }
  registerPriority(n: number): number {
    return this.register(n) >>> 24;
  }
  /** Physical INTID with HW = 1, else the source of an SGI. */
  registerExtra(n: number): number {
    return n >= this.shown ? 0 : this.words[this.at + HEADER + n * REGISTER_WORDS + 1];
  }

  /** How many interrupts are held. */
  get entries(): number {
    return this.words[this.at + ENTRIES];
  }
  entryIntid(n: number): number {
    return this.words[this.entriesAt + n * ENTRY_WORDS] & 0xffff;
  }
  entryPriority(n: number): number {
    return (this.words[this.entriesAt + n * ENTRY_WORDS] >>> 16) & 0xff;
  }
  /** Bits of `EntryFlag`. */
  entryFlags(n: number): number {
    return this.words[this.entriesAt + n * ENTRY_WORDS + 1];
  }
  /** The list register it claims to be in, or -1. */
  entryRegister(n: number): number {
    return (this.words[this.entriesAt + n * ENTRY_WORDS + 2] << 16) >> 16;
  }
  /** Its position in the sub-list, or -1. */
  entryWaitingAt(n: number): number {
    return this.words[this.entriesAt + n * ENTRY_WORDS + 2] >> 16;
  }

  private register(n: number): number {
    return n >= this.shown ? 0 : this.words[this.at + HEADER + n * REGISTER_WORDS];
  }
}
