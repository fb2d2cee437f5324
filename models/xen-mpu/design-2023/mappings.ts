import type { MpuRange } from '../../contract/mpu-layout';
import type { MpuFlags, MpuResult } from '../../contract/mpu-script';
import type { Region } from '../../pmsav8';
import { rangeOf } from '../upstream/assembly';
import type { Range } from '../upstream/region';
import { PAGE, entryOf, pageDown, pageFlags, pageUp, setPermissions } from '../upstream/region';
import type { Has } from './deviations';
import type { RegionTable } from './table';
import { touches } from './table';
import type { Variant } from './variant';

const isLegal = ({ start, end }: Range): boolean =>
  start < end && start % PAGE === 0 && end % PAGE === 0;

/** What Xen maps, unmaps and changes after the sections: one region a range, and no references. */
export class Mappings {
  constructor(
    private readonly format: 32 | 64,
    private readonly table: RegionTable,
    private readonly variant: Variant,
    private readonly has: Has,
  ) {}

  /**
   * Maps a range that nobody has.
   * @param leave indexes that have to be left for guests
   * @param taken regions of guests that do not run
   * @returns EINVAL for a range that is not free, ENOENT where no region is left
   */
  map(range: MpuRange, flags: MpuFlags, leave: number, taken: readonly Region[]): MpuResult {
    const { table } = this;
    const wanted = this.whole(range);
    if (!isLegal(wanted) || flags === 'rwx') return 'EINVAL';
    const region = entryOf(this.format, wanted, pageFlags[flags]);
    if (taken.some((other) => touches(other, region))) return 'EINVAL';
    if (table.overlapping(region) !== undefined) return 'EINVAL';
    const index = table.up();
    if (index === undefined || table.leftForGuests <= leave) return 'ENOENT';
    table.put(index, { region, role: 'fixed', asked: true });
    return 'ok';
  }

  /** Unmaps what `map` mapped. */
  unmap(range: MpuRange): MpuResult {
    const index = this.table.find(this.whole(range));
    if (index === undefined) return 'ENOENT';
    if (!this.table.at(index)!.asked) return 'EINVAL';
    this.table.drop(index);
    return 'ok';
  }

  /** `modify_xen_mappings`: of a whole region, and never its memory type (MPU-P-061). */
  modify(range: MpuRange, flags: MpuFlags): MpuResult {
    const { table } = this;
    const looked = this.has('PMPU-61') ? table.indexes().length : undefined;
    const index = table.find(this.whole(range), looked);
    if (index === undefined) return 'ENOENT';
    const { region } = table.at(index)!;
    if (flags === 'rwx' || pageFlags[flags].attribute !== region.attribute) return 'EINVAL';
    setPermissions(this.format, region, pageFlags[flags]);
    table.update(index);
    return 'ok';
  }

  /** `ioremap`: devices are mapped already. */
  ioremap(range: MpuRange): MpuResult {
    const found = this.table.around(this.whole(range));
    return found?.region.attribute === pageFlags.device.attribute ? 'ok' : 'EINVAL';
  }

  /** Copies from or to a range: it is mapped already, or mapped for the time of it. */
  copy(range: MpuRange): MpuResult {
    const { table } = this;
    const whole = this.whole(range);
    const result = this.copyable(range);
    if (result !== 'ok' || table.around(whole)) return result;
    const index = table.up()!;
    table.put(index, { region: this.temporary(whole), role: 'temporary' });
    table.drop(index);
    return 'ok';
  }

  /**
   * How a copy would end.
   * @returns EINVAL where the range is not mapped and may not be, ENOENT where no region is left
   */
  copyable(range: MpuRange): MpuResult {
    const { table } = this;
    const whole = this.whole(range);
    if (whole.start >= whole.end) return 'EINVAL';
    if (table.around(whole)) return 'ok';
    if (this.variant.guestMemory === 'section') return 'EINVAL';
    if (table.overlapping(this.temporary(whole)) !== undefined) return 'EINVAL';
    return table.up() === undefined ? 'ENOENT' : 'ok';
  }

  /** The pages of a range. */
  private temporary({ start, end }: Range): Region {
    const pages = { start: pageDown(start), end: pageUp(end) };
    return entryOf(this.format, pages, pageFlags.rw);
  }

  /** PMSAv8-32 has addresses of 32 bits. */
  private whole(range: MpuRange): Range {
    const { start, end } = rangeOf(range);
    return this.format === 32 ? { start: start % 2 ** 32, end: end % 2 ** 32 } : { start, end };
  }
}
