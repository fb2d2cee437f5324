import { MpuAccess } from '../../../models/contract/mpu-encoded';
import type { QemuProcess } from '../qemu-process';

/** The layout of src/targets/r52/probe/probe.h; RAM starts with it. */
const MAGIC = 0x3235724c;
const OPERATIONS = 0x10000;
const RESULTS = 0x200000;
/** Operations of one batch. */
export const MAX_OPERATIONS = 0x10000;
/** Words of an operation, and of a result. */
const WORDS = 4;

/** First byte of RAM, and the last one. */
const RAM_FIRST = 0x20000000;
const RAM_LAST = 0xdfffffff;
/** The second place of the probe's page. */
const COPY = { first: 0x70000000, last: 0x700003ff };
/** HVC_PLANTED of src/targets/r52/probe/access.c: what there is to execute. */
const PLANTED = Uint32Array.of(0xe1400472);
/** Words that are remembered as planted. */
const MAX_PLANTED = 0x100000;

/** Operations of the probe. Reset takes what it need not clear, `writtenFirst` of a program. */
export const Operation = {
  Reset: 1,
  Write: 2,
  Read: 3,
  Barrier: 4,
  Probe: 5,
  Save: 6,
  Restore: 7,
} as const;

/** Flag of Probe: the access is done as well. */
export const REAL = 1;

/** What an operation came to, bits 7:0; a fault has its status code in bits 15:8. */
export const Shown = {
  None: 0,
  Value: 1,
  Allowed: 2,
  FaultOfStage1: 3,
  FaultOfStage2: 4,
  Undefined: 5,
  /** The program has a region where the probe has to be. */
  Refused: 6,
  /** An access ended in a way that none can, or changed what it must not. */
  Unexpected: 7,
} as const;

/** Operations to run, in their flat form. */
export class Batch {
  readonly words = new Uint32Array(MAX_OPERATIONS * WORDS);
  length = 0;

  add(code: number, subject = 0, index = 0, flags = 0, low = 0, high = 0): void {
    if (this.length === MAX_OPERATIONS) throw new Error('a batch holds 65536 operations');
    const at = this.length++ * WORDS;
    this.words[at] = code | (subject << 8) | ((index & 0xff) << 16) | (flags << 24);
    this.words[at + 1] = low;
    this.words[at + 2] = high;
  }
}

/** What the operations of a batch showed. */
export class Results {
  readonly words = new Uint32Array(MAX_OPERATIONS * WORDS);

  outcome(operation: number): number {
    return this.words[operation * WORDS];
  }

  low(operation: number): number {
    return this.words[operation * WORDS + 1];
  }

  high(operation: number): number {
    return this.words[operation * WORDS + 2];
  }

  /** What another means says of the same access; 0 if none was used. */
  other(operation: number): number {
    return this.words[operation * WORDS + 3];
  }
}

/** The shared memory of the probe, and its doorbell. */
export class Mailbox {
  private readonly header = new Uint32Array(4);
  /** Addresses of words that have something to execute. */
  private readonly planted = new Set<number>();
  private request = 0;

  constructor(private readonly process: QemuProcess) {}

  /** Whether the probe has announced itself. */
  isReady(): boolean {
    this.process.read(new Uint8Array(this.header.buffer), 0);
    return this.header[0] === MAGIC;
  }

  /**
   * Runs a batch.
   * @param seconds after which the target counts as hung
   * @throws TargetDied
   */
  async run(batch: Batch, into: Results, seconds: number): Promise<void> {
    const { process, header } = this;
    this.plant(batch);
    const bytes = batch.length * WORDS * 4;
    process.write(new Uint8Array(batch.words.buffer, 0, bytes), OPERATIONS);
    header.set([MAGIC, ++this.request, this.request - 1, batch.length]);
    process.write(new Uint8Array(header.buffer), 0);
    process.ring(1);
    await process.byte(seconds);
    process.read(new Uint8Array(header.buffer), 0);
    if (header[2] !== this.request) {
      throw new Error(`the probe answered batch ${header[2]} instead of ${this.request}`);
    }
    process.read(new Uint8Array(into.words.buffer, 0, bytes), RESULTS);
  }

  /**
   * Puts something to execute where a batch executes. It is there before anything executes there: what
   * QEMU has translated it keeps, whatever is written from outside.
   */
  private plant({ words, length }: Batch): void {
    const { planted } = this;
    if (planted.size > MAX_PLANTED) planted.clear();
    for (let at = 0; at < length * WORDS; at += WORDS) {
      const code = words[at];
      if ((code & 0xff) !== Operation.Probe || ((code >>> 16) & 0xff) !== MpuAccess.Execute)
        continue;
      const address = (words[at + 1] & ~3) >>> 0;
      if (address < RAM_FIRST || address > RAM_LAST || planted.has(address)) continue;
      if (address >= COPY.first && address <= COPY.last) continue;
      this.process.write(new Uint8Array(PLANTED.buffer), address - RAM_FIRST);
      planted.add(address);
    }
  }
}
