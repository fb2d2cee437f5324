import type { MpuLayout, MpuRange } from '../../contract/mpu-layout';
import type { MpuFlags, MpuResult } from '../../contract/mpu-script';
import { HypervisorRegister } from '../../contract/mpu-script';
import { MpuRegister } from '../../contract/mpu-registers';
import { VTCR_MSA } from '../../pmsav8';
import type { Hardware } from '../hardware';
import { rangeOf } from '../upstream/assembly';
import type { Range } from '../upstream/region';
import { entryOf, pageDown, pageFlags, pageUp, setPermissions } from '../upstream/region';
import type { Has } from './deviations';
import type { RegionTable, Role } from './table';
import type { Variant } from './variant';

/** ARM_DEFAULT_MPU_PROTECTION_REGIONS, and bytes of an entry. */
const BOOT_ENTRIES = 16;
const ENTRY_BYTES = 16;
/** MPU_REGION_ALIGN, MIN_FDT_ALIGN and MAX_FDT_SIZE. */
const GRANULE = 64;
const FDT_ALIGN = 8;
const FDT_MAX = 0x200000;

/** More bits of VTCR_EL2, and those of VSTCR_EL2. */
const VTCR_NSA = 1 << 30;
const VTCR_VS = 1 << 19;
const VSTCR_SA = 1 << 30;
const VSTCR_SC = 1 << 20;

/** Whole pages within a range. */
export const pagesWithin = (range: MpuRange): Range => {
  const { start, end } = rangeOf(range);
  return { start: pageUp(start), end: pageDown(end) };
};

/** Booting from the first line of C on. Whatever fails is a panic. */
export class Booting {
  /** Bytes stored behind the table that booting uses. */
  strayBytes = 0;
  /** Words of init text and of init data that were overwritten. */
  readonly poisoned: number[] = [];
  private readonly format: 32 | 64;

  constructor(
    private readonly hardware: Hardware,
    private readonly table: RegionTable,
    private readonly layout: MpuLayout,
    private readonly variant: Variant,
    private readonly has: Has,
  ) {
    this.format = hardware.system.machine.format;
  }

  /** `early_fdt_map`. The proof of concept wants all three sections in the device tree (MPU-P-004). */
  earlyFdt(): MpuResult {
    const { guestSections, deviceSections, bootModuleSections, fdt } = this.layout;
    const { start, end } = rangeOf(fdt);
    const isBlind = this.has('PMPU-03');
    if (start === 0 || start % (isBlind ? GRANULE : FDT_ALIGN) !== 0) return 'panic';
    if (end - start > FDT_MAX) return 'panic';
    const range = isBlind ? { start, end: pageUp(start + FDT_MAX) } : { start, end };
    if (!this.map(range, 'ro', 'boot', 'unchecked')) return 'panic';
    const isWhole = [guestSections, deviceSections, bootModuleSections].every(
      (sections) => sections.length > 0,
    );
    return this.variant.plan !== 'poc' || isWhole ? 'ok' : 'panic';
  }

  /** `setup_staticheap_mappings`: every bank. There has to be one. */
  staticHeap(): MpuResult {
    const banks = this.layout.staticHeap.map(pagesWithin);
    return banks.length === 0 ? 'panic' : this.mapAll(banks, 'rw', 'fixed', 'unchecked');
  }

  /** `map_guest_memory_section_on_boot` */
  guestSections(): MpuResult {
    if (this.variant.guestMemory === 'on-demand') return 'ok';
    return this.mapAll(this.layout.guestSections.map(pagesWithin), 'rw', 'switching', 'boot table');
  }

  /** `map_device_memory_section_on_boot`: the UART of early printk lies in one of them. */
  deviceSections(): MpuResult {
    const { earlyUart } = this.layout;
    const uart = earlyUart && this.find(rangeOf(earlyUart));
    if (uart !== undefined) this.table.drop(uart);
    return this.mapAll(this.layout.deviceSections.map(pagesWithin), 'device', 'switching');
  }

  /** xen,shared-mem; the proof of concept does not know it. */
  sharedMemory(): MpuResult {
    if (this.variant.plan === 'poc') return 'ok';
    return this.mapAll(this.layout.sharedMemory.map(pagesWithin), 'rw', 'switching');
  }

  /** `map_boot_module_section`, and `check_boot_module` (MPU-P-005). */
  bootModules(): MpuResult {
    const { bootModules, bootModuleSections } = this.layout;
    if (this.variant.guestMemory === 'on-demand') return 'ok';
    const sections = bootModuleSections.map(rangeOf);
    const tooFar = this.has('PMPU-05') ? 1 : 0;
    const lies = bootModules
      .map(rangeOf)
      .every((module) =>
        sections.some(({ start, end }) => start <= module.start && module.end <= end + tooFar),
      );
    return lies ? this.mapAll(bootModuleSections.map(pagesWithin), 'rw', 'boot') : 'panic';
  }

  /** `setup_virt_paging` (MPU-P-064); stage 2 of PMSAv8-32 needs none of it. */
  virtualPaging(): MpuResult {
    const { hardware } = this;
    if (this.format === 32) return 'ok';
    const vtcr = hardware.read(MpuRegister.VTCR_EL2) & ~(VTCR_MSA | VTCR_NSA);
    hardware.write(MpuRegister.VTCR_EL2, vtcr | VTCR_VS);
    const vstcr = (hardware.read(HypervisorRegister.VSTCR_EL2) & ~VSTCR_SA) | VSTCR_SC;
    const target = this.has('PMPU-64') ? MpuRegister.VTCR_EL2 : HypervisorRegister.VSTCR_EL2;
    hardware.write(target, vstcr);
    hardware.isb();
    return 'ok';
  }

  /** `discard_initial_modules`: device tree and boot modules. */
  removeEarlyMappings(): MpuResult {
    const { initText, initData } = this.layout.sections;
    const kept = [initText, initData].map((section) => this.find(rangeOf(section)));
    for (const index of this.table.indexes('boot')) {
      if (!kept.includes(index)) this.table.drop(index);
    }
    return 'ok';
  }

  /** What is read-only after boot becomes so. */
  modifyAfterInit(): MpuResult {
    this.allow(rangeOf(this.layout.sections.roAfterInit), 'ro');
    return 'ok';
  }

  /** `free_init_memory`: both sections are overwritten and unmapped (MPU-P-060). */
  freeInitMemory(): MpuResult {
    const { initText, initData } = this.layout.sections;
    this.allow(rangeOf(initText), 'rw');
    let done = 0;
    for (const range of [rangeOf(initText), rangeOf(initData)]) {
      const words = Math.floor((range.end - range.start) / 4);
      this.poisoned.push(Math.max(0, words - done));
      if (this.has('PMPU-60')) done = Math.max(done, words);
      const index = this.find(range);
      if (index !== undefined) this.table.drop(index);
    }
    return 'ok';
  }

  /** The region of a section, whose ends need not be at granules. */
  private find({ start, end }: Range): number | undefined {
    const from = start - (start % GRANULE);
    const to = Math.ceil(end / GRANULE) * GRANULE;
    return start < end ? this.table.find({ start: from, end: to }) : undefined;
  }

  private allow(range: Range, flags: MpuFlags): void {
    const index = this.find(range);
    if (index === undefined) return;
    setPermissions(this.format, this.table.at(index)!.region, pageFlags[flags]);
    this.table.update(index);
  }

  private mapAll(ranges: readonly Range[], flags: MpuFlags, role: Role, limit?: Limit): MpuResult {
    return ranges.every((range) => this.map(range, flags, role, limit)) ? 'ok' : 'panic';
  }

  private map(range: Range, flags: MpuFlags, role: Role, limit: Limit = 'hardware'): boolean {
    const { table, variant } = this;
    if (range.start >= range.end) return false;
    const region = entryOf(this.format, range, pageFlags[flags]);
    if (table.overlapping(region) !== undefined && !this.has('PMPU-02')) return false;
    const fromAbove =
      variant.plan === 'v2' ? role !== 'fixed' : variant.plan === 'revision' && role === 'fixed';
    const isPoc = variant.plan === 'poc' && limit !== 'hardware';
    const index = fromAbove ? table.down() : table.up(isPoc && this.has('PMPU-06'));
    if (index === undefined) return false;
    if (isPoc && index >= BOOT_ENTRIES) {
      if (limit === 'boot table' || !this.has('PMPU-06')) return false;
      this.strayBytes += ENTRY_BYTES;
    }
    table.put(index, { region, role });
    return true;
  }
}

/**
 * What bounds the index of a new region of the proof of concept: the table that booting uses, or the
 * number of regions; or nothing, if it is as it was.
 */
type Limit = 'boot table' | 'hardware' | 'unchecked';
