import type { MpuLayout, MpuRange } from '../../../models/contract/mpu-layout';

/** Granule of regions and page of Xen, in bytes. */
export const GRANULE = 64;
export const PAGE = 4096;

/** From `start` to the byte before `end`. */
export interface Range {
  start: number;
  end: number;
}

export const hex = (address: number): string => `0x${address.toString(16)}`;

export const rangeOf = ({ start, end }: MpuRange): Range => ({
  start: Number(start),
  end: Number(end),
});

export const textOf = ({ start, end }: Range): MpuRange => ({ start: hex(start), end: hex(end) });

export const down = (address: number, to: number): number => address - (address % to);
export const up = (address: number, to: number): number => down(address + to - 1, to);

export const wholePages = ({ start, end }: Range): Range => ({
  start: down(start, PAGE),
  end: up(end, PAGE),
});

/** The ranges in which Xen itself lives while it boots and after, and its heap. */
export function ownRanges({ sections, staticHeap }: MpuLayout): { xen: Range[]; heap?: Range } {
  const initText = rangeOf(sections.initText);
  const roAfterInit = rangeOf(sections.roAfterInit);
  const xen = [
    rangeOf(sections.text),
    { start: rangeOf(sections.rodata).start, end: roAfterInit.end },
    { start: roAfterInit.start, end: initText.start },
    initText,
    { start: rangeOf(sections.initData).start, end: rangeOf(sections.bss).end },
  ].map(({ start, end }) => ({ start: down(start, GRANULE), end: up(end, GRANULE) }));
  return { xen, ...(staticHeap.length > 0 ? { heap: wholePages(rangeOf(staticHeap[0])) } : {}) };
}
