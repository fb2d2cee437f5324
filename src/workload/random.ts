/**
 * A small fast generator of random numbers (sfc32 by Chris Doty-Humphrey), seeded with any number
 * of 32-bit words. Workload `index` of shard `s` of a campaign has its own generator, so that any
 * workload can be made again without those before it. fast-check's own generator costs several
 * times as much per draw, and cannot jump to an index.
 */
export class Random {
  private a = 0;
  private b = 0;
  private c = 0;
  private d = 0;

  constructor(...words: number[]) {
    this.seed(...words);
  }

  seed(...words: number[]): void {
    // FNV-1a over the words gives each of them influence on the whole state.
    let h = 0x811c9dc5;
    for (const word of words) {
      for (let shift = 0; shift < 32; shift += 8) {
        h = Math.imul(h ^ ((word >>> shift) & 0xff), 0x01000193);
      }
      h = Math.imul(h ^ 0x5bd1e995, 0x01000193);
    }
    this.a = h | 0;
    this.b = Math.imul(h, 0x9e3779b1) | 0;
    this.c = (words[0] ?? 0) | 0;
    this.d = 1;
    for (let i = 0; i < 15; i++) this.next();
  }

  /** 32 random bits, unsigned. */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return t >>> 0;
  }

  /** A number from 0 to `bound` - 1. The bias of at most bound / 2^32 does not matter here. */
  below(bound: number): number {
    return Math.floor((this.next() / 0x100000000) * bound);
  }

  /** True once in `n`. */
  oneIn(n: number): boolean {
    return this.next() < 0x100000000 / n;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }
}
