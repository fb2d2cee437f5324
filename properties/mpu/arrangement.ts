import type { MpuDomain, MpuLayout, MpuRange } from '../../models/contract/mpu-layout';
import type { MpuScriptStep, MpuShown, MpuTableEntry } from '../../models/contract/mpu-script';
import { granulesOf } from './boot-regions';
import type { MpuRegisters } from './registers';
import type { ScriptAccount, Span } from './script-account';
import { isEmpty, spanOf } from './script-account';
import { pageDown, pageUp } from './updates';

type Table = readonly MpuTableEntry[];

/** A region that never moves, with its range. */
export interface PlacedRegion {
  index: number;
  base: number;
  limit: number;
}

/** Sections that stay after boot: the fixed part of the design of 2023 (digest 3.1). */
const STAYING = ['text', 'rodata', 'roAfterInit', 'data', 'bss'] as const;

/** Ranges of a layout in whole pages. */
export function pageSpans(ranges: readonly MpuRange[]): Span[] {
  return ranges.map(spanOf).map(({ start, end }) => ({ start: pageDown(start), end: pageUp(end) }));
}

/** What Xen maps while no guest runs (digest 3.1). */
export function switchingSpans(layout: MpuLayout): Span[] {
  return pageSpans([...layout.guestSections, ...layout.deviceSections, ...layout.sharedMemory]);
}

export type P2mType = 'memory' | 'device' | 'emulated';

/** What a domain may access, a region each (digest 3.2). */
export function p2mSpans({ memory, shared = [], devices, emulated }: MpuDomain): [P2mType, Span][] {
  return [
    ...[...memory, ...shared].map((range): [P2mType, Span] => ['memory', spanOf(range)]),
    ...pageSpans(devices).map((span): [P2mType, Span] => ['device', span]),
    ...pageSpans(emulated).map((span): [P2mType, Span] => ['emulated', span]),
  ];
}

export const isSpan = ({ base, limit }: { base: number; limit: number }, span: Span): boolean =>
  base === span.start && limit + 1 === span.end;

export const isWithin = ({ start, end }: Span, outer: Span): boolean =>
  outer.start <= start && end <= outer.end;

/** Ranges of a layout that a table has, as ranges of pages. */
export function mappedOf(ranges: readonly MpuRange[], table: Table): Span[] {
  return pageSpans(ranges).filter((span) => table.some((entry) => isSpan(entry, span)));
}

/** What the account knows of the design of 2023: who is where while no guest runs, and VMIDs. */
export class Arrangement {
  /** Where the assembly put what stays. */
  fixed: readonly PlacedRegion[] = [];
  /** The table when no guest ran last. */
  idle: Table = [];
  /** By domain: the VSCTLR_EL2 that it is to run with. */
  readonly vsctlr = new Map<number, { low: number; high: number }>();

  /** A step has ended. */
  follow(step: MpuScriptStep, shown: MpuShown, account: ScriptAccount): void {
    if (!account.running) this.idle = shown.table;
    if (shown.result !== 'ok') return;
    if (step.step === 'boot' && step.phase === 'assembly') this.fixed = placed(account);
    if (step.step === 'create-domain') {
      this.vsctlr.set(step.domain, { low: shown.low, high: shown.high });
    }
  }

  /** Entries that are enabled only while no guest runs. */
  switching(layout: MpuLayout): Table {
    const spans = switchingSpans(layout);
    return this.idle.filter((entry) => spans.some((span) => isSpan(entry, span)));
  }
}

function placed({ el2, sections }: ScriptAccount): PlacedRegion[] {
  const found = STAYING.map((name) => sections[name])
    .filter((span) => !isEmpty(span))
    .flatMap((span) => regionOf(el2, span) ?? []);
  return found.filter((one, n) => found.findIndex(({ index }) => index === one.index) === n);
}

/** The enabled region that has a section, or nothing (MPU-A-025). */
function regionOf(el2: MpuRegisters, span: Span): PlacedRegion | undefined {
  const { base, limit } = granulesOf(span);
  return el2.enabled().find((region) => region.base <= base && limit <= region.limit);
}
