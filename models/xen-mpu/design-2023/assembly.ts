import type { MpuLayout, MpuSection } from '../../contract/mpu-layout';
import type { MpuFlags, MpuResult } from '../../contract/mpu-script';
import { MpuRegister } from '../../contract/mpu-registers';
import type { Region } from '../../pmsav8';
import { Sctlr } from '../../pmsav8';
import type { Hardware } from '../hardware';
import { CACHE, MAIR, rangeOf } from '../upstream/assembly';
import type { Range } from '../upstream/region';
import { entryOf, pageFlags } from '../upstream/region';
import { writeRegion } from './access';
import type { Has } from './deviations';
import type { RegionTable, Role } from './table';
import type { Variant } from './variant';

/** What a section allows while Xen boots. */
const sectionFlags: Record<MpuSection, MpuFlags> = {
  text: 'rx',
  rodata: 'ro',
  roAfterInit: 'rw',
  data: 'rw',
  bss: 'rw',
  initText: 'rx',
  initData: 'rw',
};

/** One region for both while the proof of concept has no other. */
const XEN_SIZE = 0x200000;

interface Wanted {
  range: Range;
  flags: MpuFlags;
  role: Role;
  from: 'below' | 'above';
}

/** Regions of the part of booting that runs in assembly, or with the MPU off. */
export class Assembly {
  private readonly format: 32 | 64;

  constructor(
    private readonly hardware: Hardware,
    private readonly table: RegionTable,
    private readonly variant: Variant,
    private readonly has: Has,
  ) {
    this.format = hardware.system.machine.format;
  }

  /** @returns `stopped` where regions do not suffice, or sections share a granule */
  run(layout: MpuLayout): MpuResult {
    const { hardware, table } = this;
    hardware.write(MpuRegister.MAIR_EL2, MAIR.low, MAIR.high);
    hardware.isb();
    table.max = hardware.read(MpuRegister.MPUIR_EL2) & 0xff;
    if (table.max === 0 && !this.has('PMPU-06')) return 'stopped';
    if (this.variant.plan === 'poc') this.startWithOneRegion(layout);
    for (const wanted of this.wanted(layout)) {
      if (wanted.range.start < wanted.range.end && !this.put(wanted)) return 'stopped';
    }
    this.enable();
    return 'ok';
  }

  /** A secondary CPU: the regions of the one that boots, then on. */
  copy(table: RegionTable): void {
    this.hardware.write(MpuRegister.MAIR_EL2, MAIR.low, MAIR.high);
    this.hardware.isb();
    this.table.copyFrom(table);
    this.enable();
  }

  /** Regions in the order in which they get their indexes (digest 3.1). */
  private wanted({ sections, earlyUart }: MpuLayout): Wanted[] {
    const { plan } = this.variant;
    const from = plan === 'v2' ? 'above' : 'below';
    const of = (name: MpuSection, role: Role, side: Wanted['from'] = 'below'): Wanted => ({
      range: rangeOf(sections[name]),
      flags: sectionFlags[name],
      role,
      from: side,
    });
    const uart: Wanted[] = earlyUart
      ? [
          {
            range: rangeOf(earlyUart),
            flags: 'device',
            role: 'boot',
            from: plan === 'poc' ? 'below' : 'above',
          },
        ]
      : [];
    if (plan === 'poc' && this.has('PMPU-01')) {
      const end = sections.data.end;
      const data = { ...of('data', 'fixed'), range: rangeOf({ ...sections.roAfterInit, end }) };
      const front = [of('text', 'fixed'), of('rodata', 'fixed'), data];
      const init = [of('initText', 'boot'), of('initData', 'boot')];
      return [...front, ...init, of('bss', 'fixed'), ...uart];
    }
    const fixed = (['text', 'rodata', 'roAfterInit', 'data', 'bss'] as const).map((name) =>
      of(name, 'fixed'),
    );
    const init = [of('initData', 'boot', from), of('initText', 'boot', from)];
    if (plan === 'v2') init.reverse();
    return [...fixed, ...init, ...uart];
  }

  private put({ range, flags, role, from }: Wanted): boolean {
    const { table, variant } = this;
    const region: Region = entryOf(this.format, range, pageFlags[flags]);
    const index = from === 'below' ? table.up(this.has('PMPU-06')) : this.above(role);
    if (index === undefined || region.limit < region.base) return false;
    if (table.overlapping(region) !== undefined && !this.has('PMPU-02')) return false;
    table.put(index, { region, role });
    const isLast = role === 'fixed' && index === table.firstFree;
    if (isLast && !(variant.plan === 'poc' && this.has('PMPU-01'))) table.firstFree = index + 1;
    return true;
  }

  /** From the last region down; in the revision the last is the heap's. */
  private above(role: Role): number | undefined {
    const { table, variant } = this;
    if (variant.plan === 'v2' || role !== 'boot') return table.down();
    const index = table.max - 2;
    return index >= 0 && table.isFree(index) ? index : undefined;
  }

  /** The assembly of the proof of concept: all of Xen in one region, writable and executable. */
  private startWithOneRegion({ sections }: MpuLayout): void {
    const start = rangeOf(sections.text).start;
    const end = Math.max(...Object.values(sections).map((section) => rangeOf(section).end));
    const base = start - (start % XEN_SIZE);
    const size = Math.ceil((end - base) / XEN_SIZE) * XEN_SIZE;
    const region = entryOf(this.format, { start: base, end: base + size }, pageFlags.rwx);
    writeRegion(this.hardware, 0, region);
    setMpu(this.hardware, true);
    setMpu(this.hardware, false);
  }

  /** No background region; PMSAv8-64: nothing writable is executable. */
  private enable(): void {
    setMpu(this.hardware, true);
    if (this.format !== 64) return;
    const sctlr = this.hardware.read(MpuRegister.SCTLR_EL2);
    this.hardware.write(MpuRegister.SCTLR_EL2, sctlr | Sctlr.WXN);
    this.hardware.isb();
  }
}

/** `enable_mpu` and `disable_mpu`: the cache goes with it. */
export function setMpu(hardware: Hardware, on: boolean): void {
  const bits = Sctlr.M | CACHE;
  const before = hardware.read(MpuRegister.SCTLR_EL2) & ~(bits | Sctlr.BR);
  hardware.write(MpuRegister.SCTLR_EL2, on ? before | bits : before);
  hardware.barrier();
}
