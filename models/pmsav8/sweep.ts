import type { MpuSystem } from './system';

/*
 * A second resolver, which shares nothing with translate.ts, so that the two check each other: it
 * decodes the registers on its own, sorts the boundaries of all regions once, and answers from the
 * interval in which an address lies.
 */

/** Where the fields of PRBAR [31:0] are: lowest bit and number of bits. */
const layouts = {
  64: { xn: [0, 2], ap: [2, 2], sh: [4, 2] },
  32: { xn: [0, 1], ap: [1, 2], sh: [3, 2] },
} as const;

/** Data rights by AP: of the level that owns the MPU, and of those below. */
const rightsByAp = [
  { owner: 'rw', below: '' },
  { owner: 'rw', below: 'rw' },
  { owner: 'r', below: '' },
  { owner: 'r', below: 'r' },
] as const;

const letters = ['r', 'w', 'x'];

interface SweptRegion {
  first: number;
  /** One past the last byte. */
  end: number;
  owner: string;
  below: string;
  memory: number;
  shareability: number;
}

function unsigned(word: number): number {
  return word < 0 ? word + 2 ** 32 : word;
}

/** Bits of a word by division, the sign bit included. */
function bits(word: number, [lowest, width]: readonly [number, number]): number {
  return Math.floor(unsigned(word) / 2 ** lowest) % 2 ** width;
}

/** What is in the registers of the enabled regions. */
function decode(system: MpuSystem, which: 'el1' | 'el2'): SweptRegion[] {
  const mpu = system[which];
  const wide = system.machine.format === 64;
  const layout = layouts[system.machine.format];
  const granule = (low: number, high: number): number =>
    bits(low, [6, 26]) + (wide ? bits(high, [0, 16]) * 2 ** 26 : 0);
  const never = system.choices.executeNever;
  const fetches = which === 'el1' ? [never.el1, never.el0] : [never.el2, never.stage2];
  const regions: SweptRegion[] = [];
  for (let n = 0; n < mpu.count; n++) {
    const [bar, lar] = [mpu.readBarLow(n), mpu.readLarLow(n)];
    if (bits(lar, [0, 1]) === 0) continue;
    const data = rightsByAp[bits(bar, layout.ap)];
    const xn = bits(bar, layout.xn);
    const [owner, below] = fetches.map((mask) => ((wide ? xn & mask : xn) ? '' : 'x'));
    const index = bits(lar, [1, 3]);
    const mair = index >= 4 ? mpu.mairHigh : mpu.mairLow;
    regions.push({
      first: granule(bar, mpu.readBarHigh(n)) * 64,
      end: granule(lar, mpu.readLarHigh(n)) * 64 + 64,
      owner: data.owner + owner,
      below: data.below === '' ? '' : data.below + below,
      memory: bits(mair, [(index % 4) * 8, 8]),
      shareability: bits(bar, layout.sh),
    });
  }
  return regions;
}

type Found = SweptRegion | 'none' | 'several';

/** The address space cut at every boundary of a region. */
class Intervals {
  /** First address of each interval, ascending; the first is 0. */
  private readonly starts: number[] = [0];
  private readonly found: Found[] = ['none'];

  constructor(regions: readonly SweptRegion[]) {
    const edges: { at: number; region: SweptRegion; opens: boolean }[] = [];
    for (const region of regions) {
      if (region.end <= region.first) continue;
      edges.push({ at: region.first, region, opens: true });
      edges.push({ at: region.end, region, opens: false });
    }
    edges.sort((a, b) => a.at - b.at);
    const open = new Set<SweptRegion>();
    for (let n = 0; n < edges.length; n++) {
      const { at, region, opens } = edges[n];
      if (opens) open.add(region);
      else open.delete(region);
      if (n + 1 < edges.length && edges[n + 1].at === at) continue;
      this.starts.push(at);
      const [only] = open;
      this.found.push(open.size > 1 ? 'several' : (only ?? 'none'));
    }
  }

  at(address: number): Found {
    let [low, high] = [0, this.starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= address) low = middle;
      else high = middle;
    }
    return this.found[low];
  }
}

/** The cacheability in half a byte of MAIR, and the allocation hints. */
function cacheability(half: number): 'non-cacheable' | 'write-through' | 'write-back' {
  if (half === 4) return 'non-cacheable';
  return Math.floor(half / 4) % 2 === 1 ? 'write-back' : 'write-through';
}

const isDevice = (memory: number): boolean => memory < 0x10;

function combineHalves(first: number, second: number): number {
  const kinds = [cacheability(first), cacheability(second)];
  if (kinds.includes('non-cacheable')) return 4;
  return kinds[0] === 'write-back' && kinds[1] === 'write-through' ? first - 4 : first;
}

function combineMemory(first: number, second: number): number {
  const devices = [first, second].filter(isDevice);
  if (devices.length > 0) return Math.min(...devices);
  const outer = combineHalves(Math.floor(first / 16), Math.floor(second / 16));
  return outer * 16 + combineHalves(first % 16, second % 16);
}

function result(memory: number, ...shareabilities: number[]): number {
  const forced = isDevice(memory) || memory === 0x44;
  const widest = [2, 3].find((sh) => shareabilities.includes(sh)) ?? 0;
  return memory + 256 * (forced ? 2 : widest);
}

/** A translation fault. */
const unmapped = (stage: number): number => -(stage + 256 * 4);
/** A permission fault. */
const forbidden = (stage: number): number => -(stage + 256 * 12);

/** Answers for a system as it is when the sweep is made; later changes do not show. */
export class Sweep {
  private readonly el1: Intervals;
  private readonly el2: Intervals;
  private readonly controls: { hcr: number; vtcr: number; sctlr: Record<'el1' | 'el2', number> };

  constructor(private readonly system: MpuSystem) {
    this.el1 = new Intervals(decode(system, 'el1'));
    this.el2 = new Intervals(decode(system, 'el2'));
    const sctlr = { el1: system.el1.sctlr, el2: system.el2.sctlr };
    this.controls = { hcr: system.hcr, vtcr: system.vtcr, sctlr };
  }

  /**
   * @param address byte address below 2^48
   * @param level 0, 1 or 2
   * @param access 0 read, 1 write, 2 execute
   * @returns memory type + 256 × shareability; below zero, the stage of a fault + 256 × its status code
   */
  resolve(address: number, level: number, access: number): number {
    const letter = letters[access];
    if (level === 2) return this.own('el2', address, true, letter);
    const { hcr, vtcr } = this.controls;
    const defaultCacheable = bits(hcr, [12, 1]) === 1;
    let first: number;
    if (bits(vtcr, [31, 1]) === 1) first = result(0xff, 0);
    else if (defaultCacheable) {
      const found = this.background(address, letter);
      first = found < 0 ? found : result(0xff, 0);
    } else first = this.own('el1', address, level === 1, letter);
    if (first < 0 || (bits(hcr, [0, 1]) === 0 && !defaultCacheable)) return first;
    const found = this.el2.at(address);
    if (typeof found === 'string') return unmapped(2);
    if (!found.below.includes(letter)) return forbidden(2);
    const memory = combineMemory(first % 256, found.memory);
    return result(memory, Math.floor(first / 256), found.shareability);
  }

  private own(which: 'el1' | 'el2', address: number, owner: boolean, letter: string): number {
    const sctlr = this.controls.sctlr[which];
    if (bits(sctlr, [0, 1]) === 0) return this.background(address, letter);
    const found = this[which].at(address);
    if (found === 'several') return unmapped(1);
    if (found === 'none') {
      return owner && bits(sctlr, [17, 1]) === 1 ? this.background(address, letter) : unmapped(1);
    }
    const rights = owner ? found.owner : found.below;
    const writableExecutes = bits(sctlr, [19, 1]) === 0;
    if (letter === 'x' && rights.includes('w') && !writableExecutes) return forbidden(1);
    return rights.includes(letter) ? result(found.memory, found.shareability) : forbidden(1);
  }

  private background(address: number, letter: string): number {
    const map = this.system.choices.defaultMap(address);
    return bits(map, [10 + letters.indexOf(letter), 1]) === 1 ? map % 1024 : forbidden(1);
  }
}
