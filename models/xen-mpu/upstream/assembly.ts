import type { MpuLayout, MpuRange } from '../../contract/mpu-layout';
import type { MpuResult } from '../../contract/mpu-script';
import { MpuRegister } from '../../contract/mpu-registers';
import { Sctlr, apOf, attributeOf, shOf, xnOf } from '../../pmsav8';
import type { Hardware } from '../hardware';
import { writeBar, writeLar } from './access';
import type { Has } from './deviations';
import type { Range } from './region';
import { disabledEntry, setBase, setLimit } from './region';
import type { RegionMap } from './region-map';

/** Low bits of PRBAR by what a region holds. */
const prbar = {
  64: { text: 0x38, ro: 0x3a, data: 0x32, device: 0x22 },
  32: { text: 0x1c, ro: 0x1d, data: 0x19, device: 0x11 },
} as const;
/** The same for text in PMSAv8-32, where it is writable. */
const WRITABLE_TEXT = 0x18;

/** Low bits of PRLAR: memory type and EN. */
const NORMAL = 0x0f;
const DEVICE = 0x09;
const DISABLED = 0;

/** MAIR0VAL and MAIR1VAL. */
export const MAIR = { low: 0xeeaa4400, high: 0xff000004 };
/** SCTLR_EL2.C */
export const CACHE = 1 << 2;

type Content = keyof (typeof prbar)[64];

export const rangeOf = ({ start, end }: MpuRange): Range => ({
  start: Number(start),
  end: Number(end),
});

/** What the assembly maps, in order. */
function bootRanges({ sections, earlyUart }: MpuLayout): [Content, Range][] {
  const text = rangeOf(sections.text);
  const rodata = rangeOf(sections.rodata);
  const initText = rangeOf(sections.initText);
  const initData = rangeOf(sections.initData);
  const roAfterInit = rangeOf(sections.roAfterInit);
  const ranges: [Content, Range][] = [
    ['text', text],
    ['ro', rodata],
    ['data', { start: roAfterInit.start, end: initText.start }],
    ['text', initText],
    ['data', { start: initData.start, end: rangeOf(sections.bss).end }],
  ];
  if (earlyUart) ranges.push(['device', rangeOf(earlyUart)]);
  return ranges;
}

/** Do two of the regions have a granule in common, at once or after the boundary moves? */
function isCrowded(layout: MpuLayout): boolean {
  const { start, end } = rangeOf(layout.sections.roAfterInit);
  const regions = bootRanges(layout)
    .filter(([, range]) => range.start !== range.end)
    .flatMap(([, range]) => {
      const moves = range.start === start && start <= end && end < range.end;
      return moves
        ? [
            { start, end },
            { ...range, start: end },
          ]
        : [range];
    })
    .filter((range) => range.start !== range.end)
    .map((range) => {
      const entry = disabledEntry();
      setBase(entry, range.start);
      setLimit(entry, range.end);
      return entry;
    })
    .sort((a, b) => a.base - b.base);
  return regions.some(
    ({ base, limit }, n) => limit < base || (n > 0 && base <= regions[n - 1].limit),
  );
}

/** `enable_boot_cpu_mm` of arm64 and arm32. */
export class Assembly {
  /** Bytes stored beside the number of regions. */
  strayBytes = 0;
  private next = 0;
  private readonly format: 32 | 64;

  constructor(
    private readonly hardware: Hardware,
    private readonly map: RegionMap,
    private readonly has: Has,
  ) {
    this.format = hardware.system.machine.format;
  }

  /** @returns `stopped` where there are not enough regions: a message and an endless wait */
  run(layout: MpuLayout): MpuResult {
    const { hardware, map, has } = this;
    if (this.format === 64) this.writeMair();
    map.setMax(hardware.read(MpuRegister.MPUIR_EL2) & 0xff);
    if (this.format === 32 && has('XMPU-02')) this.strayBytes = 3;
    if (!has('XMPU-11') && isCrowded(layout)) return 'stopped';
    for (const [content, range] of bootRanges(layout)) {
      if (range.start === range.end) continue;
      if (this.next >= map.max) return 'stopped';
      this.prepare(range, this.prbarOf(content), content === 'device' ? DEVICE : NORMAL);
    }
    while (this.next < map.max) {
      this.prepare({ start: 0, end: 1 }, prbar[this.format].data, DISABLED);
    }
    this.enable();
    return 'ok';
  }

  private prbarOf(content: Content): number {
    const isWritable = this.format === 32 && content === 'text' && this.has('XMPU-01');
    return isWritable ? WRITABLE_TEXT : prbar[this.format][content];
  }

  /** `prepare_xen_region` */
  private prepare(range: Range, bar: number, lar: number): void {
    const { hardware, map, format } = this;
    const entry = disabledEntry();
    entry.ap = apOf(format, bar);
    entry.xn = xnOf(format, bar);
    entry.sh = shOf(format, bar);
    entry.attribute = attributeOf(lar);
    entry.enabled = lar !== DISABLED;
    setBase(entry, range.start);
    setLimit(entry, range.end);
    if (entry.enabled) entry.mappings.push({ start: entry.base, end: entry.limit + 1 });
    hardware.write(MpuRegister.PRSELR_EL2, this.next);
    hardware.isb();
    writeBar(hardware, entry, -1);
    writeLar(hardware, entry, -1);
    hardware.barrier();
    map.entries[this.next] = entry;
    map.mask[this.next] = entry.enabled;
    this.next++;
  }

  private writeMair(): void {
    this.hardware.write(MpuRegister.MAIR_EL2, MAIR.low, MAIR.high);
    if (this.format === 64) this.hardware.isb();
  }

  /** `enable_mpu`: no background region; PMSAv8-64: nothing writable is executable. */
  private enable(): void {
    const { hardware } = this;
    if (this.format === 32) this.writeMair();
    const before = hardware.read(MpuRegister.SCTLR_EL2) & ~Sctlr.BR;
    const wxn = this.format === 64 ? Sctlr.WXN : 0;
    hardware.write(MpuRegister.SCTLR_EL2, before | Sctlr.M | CACHE | wxn);
    hardware.isb();
  }
}
