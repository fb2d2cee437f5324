import type { QemuProcess } from './qemu-process';

/** The layout of src/targets/probe/mailbox.h. */
const MAGIC = 0x4b54534c;
const OPERATIONS = 0x10000;
const RESULTS = 0x50000;
const TEXT = 0x90000;
const HEADER_WORDS = 21;
const HOLD = 80;
const GICH = 84;
/** Operations of one batch. */
export const MAX_OPERATIONS = 16384;
/** Words of an operation, and of a result. */
const WORDS = 4;

/** Operations of the probe. */
export const Operation = {
  Nothing: 0,
  Read: 1,
  Write: 2,
  Save: 3,
  Restore: 4,
  Acknowledge: 5,
  End: 6,
  Deactivate: 7,
  Forget: 8,
  CpuOn: 9,
  CpuOff: 10,
  Lines: 11,
  Clear: 12,
  Drain: 13,
  Fill: 14,
  Call: 15,
  /** The first of those that the VMM does: see probe/vmm.c. */
  Host: 32,
} as const;

/** Bits of the code. */
export const SYSTEM = 0x80;
export const AT_EL1 = 0x40;
/** Bit of the argument: the lines of the executing CPU are shown after the operation. */
export const SHOW_LINES = 0x8000;
/** The same for its physical lines only. */
export const SHOW_PHYSICAL = 0x4000;
/** Status of an operation that had nothing to act on. */
export const SKIPPED = 0xffffffff;

/** Status of a guest's access to an address where it has nothing: it reads zero. */
export const NOBODY = 0xfffffffe;

/** Operations to run, in their flat form. */
export class Batch {
  readonly words = new Uint32Array(MAX_OPERATIONS * WORDS);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  /** @returns the number of the operation */
  add(code: number, cpu: number, argument: number, address: number, low = 0, high = 0): number {
    if (this.length === MAX_OPERATIONS) throw new Error('a batch holds 16384 operations');
    const at = this.length * WORDS;
    this.words[at] = code | (cpu << 8) | (argument << 16);
    this.words[at + 1] = address;
    this.words[at + 2] = low;
    this.words[at + 3] = high;
    return this.length++;
  }
}

/** What the operations of a batch showed. */
export class Results {
  private readonly words = new Uint32Array(MAX_OPERATIONS * WORDS);

  /** The memory of the first `count` results. */
  bytes(count: number): Uint8Array {
    return new Uint8Array(this.words.buffer, 0, count * WORDS * 4);
  }

  low(operation: number): number {
    return this.words[operation * WORDS];
  }

  high(operation: number): number {
    return this.words[operation * WORDS + 1];
  }

  /** 0, SKIPPED, or the syndrome of an exception. */
  status(operation: number): number {
    return this.words[operation * WORDS + 2];
  }

  lines(operation: number): number {
    return this.words[operation * WORDS + 3] & 0xffff;
  }

  /** Of `End`: what `Acknowledge` was told. */
  id(operation: number): number {
    return this.words[operation * WORDS + 3] >>> 16;
  }
}

/** The shared memory of a probe, and its doorbell. */
export class Mailbox {
  private readonly header = new Uint32Array(HEADER_WORDS);
  private request = 0;

  /** @param offset of the mailbox from the start of RAM */
  constructor(
    private readonly process: QemuProcess,
    private readonly offset: number,
  ) {}

  /** Whether a probe has announced itself here. */
  static isAt(process: QemuProcess, offset: number): boolean {
    const word = new Uint32Array(1);
    process.read(new Uint8Array(word.buffer), offset);
    return word[0] === MAGIC;
  }

  /**
   * Tells the probe what it runs on.
   * @param gicc GICv2: address of the physical CPU interface
   * @param gich GICv2, at EL2: address of the hypervisor control registers
   */
  configure(gic: 2 | 3, gicc: number, gich = 0): void {
    this.process.write(new Uint8Array(new Uint32Array([gic, gicc]).buffer), this.offset + 24);
    this.process.write(new Uint8Array(new Uint32Array([gich]).buffer), this.offset + GICH);
  }

  /** Makes the CPUs wait, awake, when they finished the next batch: for a snapshot. */
  holdAfterNext(): void {
    this.writeHold(this.request + 1);
  }

  /** Lets them go on. */
  release(): void {
    this.writeHold(0);
  }

  private writeHold(batch: number): void {
    this.process.write(new Uint8Array(new Uint32Array([batch]).buffer), this.offset + HOLD);
  }

  /**
   * Runs a batch.
   * @param participants CPUs that take part, as bits; each gets a byte of the doorbell
   * @param seconds after which the target counts as hung
   * @throws TargetDied
   */
  async run(batch: Batch, into: Results, participants: number, seconds: number): Promise<void> {
    const { process, offset, header } = this;
    const bytes = new Uint8Array(batch.words.buffer, 0, batch.length * WORDS * 4);
    process.write(bytes, offset + OPERATIONS);
    // count, participants; turn; the request comes last.
    process.write(
      new Uint8Array(new Uint32Array([batch.length, participants]).buffer),
      offset + 16,
    );
    process.write(new Uint8Array(new Uint32Array([0]).buffer), offset + 32);
    process.write(new Uint8Array(new Uint32Array([++this.request]).buffer), offset + 8);
    let bells = 0;
    for (let left = participants; left !== 0; left &= left - 1) bells++;
    process.ring(bells);
    await process.byte(seconds);
    process.read(new Uint8Array(header.buffer), offset);
    if (header[3] !== this.request) {
      throw new Error(`the probe answered batch ${header[3]} instead of ${this.request}`);
    }
    process.read(into.bytes(batch.length), offset + RESULTS);
  }

  /** The text that the last batch left (OP_HOST_STATE). @param length in bytes, at most 64 KiB */
  text(length: number): string {
    const bytes = Buffer.alloc(length);
    this.process.read(bytes, this.offset + TEXT);
    return bytes.toString('latin1');
  }
}
