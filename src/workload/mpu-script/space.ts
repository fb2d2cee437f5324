import type { MpuRange } from '../../../models/contract/mpu-layout';
import type { Random } from '../random';
import type { Range } from './ranges';
import { GRANULE, PAGE, textOf, up } from './ranges';

export const MIB = 0x100000;

/** What may lie between one thing and the next, in bytes. */
export const GAPS = [0, 0, GRANULE, PAGE, PAGE, 0x10000, 16 * MIB];

/** Places one thing after the other in an address space. */
export class Space {
  private next: number;

  constructor(
    private readonly random: Random,
    start: number,
  ) {
    this.next = start;
  }

  take(size: number, align = PAGE): Range {
    const start = up(this.next, align);
    this.next = start + size + this.random.pick(GAPS);
    return { start, end: start + size };
  }
}

/** Up to so many of something. */
export function several(random: Random, most: number, make: () => Range): MpuRange[] {
  return Array.from({ length: random.below(most + 1) }, () => textOf(make()));
}
