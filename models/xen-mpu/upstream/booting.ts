import type { MpuLayout } from '../../contract/mpu-layout';
import type { MpuResult } from '../../contract/mpu-script';
import { rangeOf } from './assembly';
import { pageDown, pageFlags, pageUp } from './region';
import type { RegionMap } from './region-map';

/** sizeof(struct fdt_header), MIN_FDT_ALIGN and MAX_FDT_SIZE. */
const FDT_HEADER = 40;
const FDT_ALIGN = 8;
const FDT_MAX = 0x200000;

const orPanic = (result: MpuResult): MpuResult => (result === 'ok' ? 'ok' : 'panic');

/** What C code does with the regions of booting. Whatever fails is a panic. */
export class Booting {
  /** The device tree is mapped up to here (`mapped_fdt_limit`). */
  private fdtEnd: number | undefined;

  constructor(
    private readonly map: RegionMap,
    private readonly layout: MpuLayout,
  ) {}

  /** `early_fdt_map`: the page of the header, or two; then all of it (MPU-X-043). */
  earlyFdt(): MpuResult {
    const { start, end } = rangeOf(this.layout.fdt);
    if (start === 0 || start % FDT_ALIGN !== 0) return 'panic';
    const base = pageDown(start);
    const header = { start: base, end: pageUp(start + FDT_HEADER) };
    if (this.map.map(header, pageFlags.ro) !== 'ok') return 'panic';
    this.fdtEnd = header.end;
    if (end - start > FDT_MAX) return 'panic';
    if (pageUp(end) <= header.end) return 'ok';
    if (this.map.unmap(header) !== 'ok') return 'panic';
    this.fdtEnd = pageUp(end);
    return orPanic(this.map.map({ start: base, end: this.fdtEnd }, pageFlags.ro));
  }

  /** `setup_mm_helper`: the first bank, start rounded up and size down (MPU-X-042). */
  staticHeap(): MpuResult {
    if (this.layout.staticHeap.length === 0) return 'panic';
    const bank = rangeOf(this.layout.staticHeap[0]);
    const start = pageUp(bank.start);
    const end = start + pageDown(bank.end - bank.start);
    return orPanic(this.map.map({ start, end }, pageFlags.rw));
  }

  /** `remove_early_mappings`. Nothing to do if the device tree was never mapped. */
  removeEarlyMappings(): MpuResult {
    if (this.fdtEnd === undefined) return 'skipped';
    const start = pageDown(rangeOf(this.layout.fdt).start);
    return orPanic(this.map.unmap({ start, end: this.fdtEnd }));
  }

  /** `modify_after_init_mappings`: what is read-only from now on goes over to rodata (MPU-X-040). */
  modifyAfterInit(): MpuResult {
    const { sections } = this.layout;
    const boundary = rangeOf(sections.roAfterInit).end;
    const rodata = this.map.find(rangeOf(sections.rodata));
    const data = this.map.find({
      start: rangeOf(sections.roAfterInit).start,
      end: rangeOf(sections.initText).start,
    });
    if (!rodata || rodata.match === 'overlap' || !data || data.match === 'overlap') return 'panic';
    this.map.move(data.index, { start: boundary });
    this.map.move(rodata.index, { end: boundary });
    this.map.rewrite(data.index);
    this.map.rewrite(rodata.index);
    this.map.synchronise();
    return 'ok';
  }

  /** `free_init_memory` (MPU-X-041) */
  freeInitMemory(): MpuResult {
    const { sections } = this.layout;
    const initText = rangeOf(sections.initText);
    if (this.map.modify(initText, pageFlags.rw) !== 'ok') return 'panic';
    if (this.map.unmap(initText) !== 'ok') return 'panic';
    const bss = rangeOf(sections.bss);
    const data = this.map.find({ start: rangeOf(sections.initData).start, end: bss.end });
    if (!data || data.match === 'overlap') return 'panic';
    this.map.move(data.index, { start: bss.start });
    this.map.rewrite(data.index);
    this.map.synchronise();
    return 'ok';
  }
}
