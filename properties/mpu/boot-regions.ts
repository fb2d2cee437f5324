import type { MpuLayout } from '../../models/contract/mpu-layout';
import type { MpuScriptStep, MpuShown } from '../../models/contract/mpu-script';
import type { MpuRegisters, RegionView } from './registers';
import { GRANULE } from './registers';
import type { ScriptAccount, Span } from './script-account';
import { isEmpty, spanOf } from './script-account';

export type BootName = 'text' | 'rodata' | 'data' | 'initText' | 'initData' | 'uart';

/** A range that the assembly maps, not rounded. */
export interface BootRegion {
  name: BootName;
  span: Span;
}

export const granuleDown = (address: number): number => address - (address % GRANULE);
export const granuleUp = (address: number): number => granuleDown(address + GRANULE - 1);

/** What the assembly maps, by index: empty ranges are skipped (digest 2.2). */
export function bootRegions({ sections, earlyUart }: MpuLayout): readonly BootRegion[] {
  const { text, rodata, roAfterInit, initText, initData, bss } = sections;
  const regions: BootRegion[] = [
    { name: 'text', span: spanOf(text) },
    { name: 'rodata', span: spanOf(rodata) },
    { name: 'data', span: spanOf({ start: roAfterInit.start, end: initText.start }) },
    { name: 'initText', span: spanOf(initText) },
    { name: 'initData', span: spanOf({ start: initData.start, end: bss.end }) },
  ];
  if (earlyUart) regions.push({ name: 'uart', span: spanOf(earlyUart) });
  return regions.filter(({ span }) => !isEmpty(span));
}

/** A range in the whole granules of 64 bytes that regions have. */
export function rounded({ start, end }: Span): Span {
  return { start: granuleDown(start), end: granuleUp(end) };
}

/** The same with the last byte. */
export function granulesOf(span: Span): { base: number; limit: number } {
  const { start, end } = rounded(span);
  return { base: start, limit: end - 1 };
}

/** Ranges that share a granule, once they are rounded: no regions can keep them apart. */
export function areCrowded(spans: readonly Span[]): boolean {
  const rounded = spans
    .filter((span) => !isEmpty(span))
    .map(granulesOf)
    .sort((a, b) => a.base - b.base);
  return rounded.some(({ base }, n) => n > 0 && base <= rounded[n - 1].limit);
}

/** The boundary that moves when booting ends splits a granule, or ranges share one from the start. */
export function isCrowdedLayout(layout: MpuLayout): boolean {
  const spans = bootRegions(layout).map(({ span }) => span);
  const boundary = spanOf(layout.sections.roAfterInit).end;
  const split = spans.flatMap((span) =>
    span.start < boundary && boundary < span.end
      ? [
          { start: span.start, end: boundary },
          { start: boundary, end: span.end },
        ]
      : [span],
  );
  return areCrowded(split);
}

/** A region where the assembly put it, or where the design moved it since. */
export interface FixedRegion {
  name: BootName;
  index: number;
  base: number;
  limit: number;
}

/** The regions that the assembly programmed and that nobody asked to unmap. */
export class FixedRegions {
  private regions: FixedRegion[] = [];

  constructor(private readonly layout: MpuLayout) {}

  all(): readonly FixedRegion[] {
    return this.regions;
  }

  find(name: BootName): FixedRegion | undefined {
    return this.regions.find((region) => region.name === name);
  }

  /** Where a phase of booting moves a region to; nothing if it does not (digest 2.5). */
  moved(phase: string, { name, index, base, limit }: FixedRegion): FixedRegion | undefined {
    const { sections } = this.layout;
    const boundary = spanOf(sections.roAfterInit).end;
    if (phase === 'modify-after-init' && name === 'data') {
      return { name, index, base: granuleDown(boundary), limit };
    }
    if (phase === 'modify-after-init' && name === 'rodata') {
      return { name, index, base, limit: granuleUp(boundary) - 1 };
    }
    if (phase === 'free-init-memory' && name === 'initData') {
      return { name, index, base: granuleDown(spanOf(sections.bss).start), limit };
    }
    return undefined;
  }

  /** Does a step ask for this region to be unmapped? */
  asks(step: MpuScriptStep, region: FixedRegion, { update }: ScriptAccount): boolean {
    if (step.step === 'boot')
      return step.phase === 'free-init-memory' && region.name === 'initText';
    if (update?.does !== 'unmap' && update?.does !== 'containing') return false;
    return update.span.start <= region.limit && region.base < update.span.end;
  }

  /** A step has ended. */
  follow(step: MpuScriptStep, shown: MpuShown, account: ScriptAccount): void {
    if (shown.result !== 'ok') return;
    if (step.step === 'boot' && step.phase === 'assembly') {
      this.regions = this.programmed(account.el2);
      return;
    }
    const isLeft = ({ index }: FixedRegion): boolean =>
      shown.table.some((entry) => entry.index === index);
    this.regions = this.regions
      .filter((region) => isLeft(region) || !this.asks(step, region, account))
      .map((region) => (step.step === 'boot' && this.moved(step.phase, region)) || region)
      .filter(({ base, limit }) => base <= limit);
  }

  private programmed(el2: MpuRegisters): FixedRegion[] {
    return bootRegions(this.layout).flatMap(({ name }, index) => {
      if (index >= el2.count || !el2.isEnabled(index)) return [];
      const { base, limit } = el2.region(index);
      return [{ name, index, base, limit }];
    });
  }
}

/** The region is enabled and there. */
export function isAt({ enabled, base, limit }: RegionView, fixed: FixedRegion): boolean {
  return enabled && base === fixed.base && limit === fixed.limit;
}
