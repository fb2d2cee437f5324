import type { MpuDomain, MpuLayout, MpuRange } from '../../models/contract/mpu-layout';
import type {
  MpuP2mType,
  MpuScriptStep,
  MpuShown,
  MpuTableEntry,
} from '../../models/contract/mpu-script';
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

/** Phases that map what is there only while no guest runs (digest 3.1). */
const SWITCHING = ['guest-sections', 'device-sections', 'shared-memory'] as const;

/** A range of a domain, and what it may do with it. */
export type P2mSpan = readonly [MpuP2mType, Span];

/** What a domain may access when it is made, a region each (digest 3.2). */
export function p2mSpans({ memory, shared = [], devices, emulated }: MpuDomain): P2mSpan[] {
  return [
    ...[...memory, ...shared].map((range): P2mSpan => ['ram_rw', spanOf(range)]),
    ...pageSpans(devices).map((span): P2mSpan => ['mmio_direct_dev', span]),
    ...pageSpans(emulated).map((span): P2mSpan => ['dev_rw', span]),
  ];
}

/** What a domain would have after a step that makes it or gives it more; nothing for other steps. */
export function wantedP2m(
  step: MpuScriptStep,
  { layout, arrangement }: ScriptAccount,
): P2mSpan[] | undefined {
  if (step.step !== 'create-domain' && step.step !== 'p2m-insert') return undefined;
  const domain = layout.domains[step.domain] as MpuDomain | undefined;
  if (!domain || step.step === 'create-domain') return domain && p2mSpans(domain);
  return [...arrangement.p2m(layout, step.domain), [step.type, spanOf(step)]];
}

export const isSpan = ({ base, limit }: { base: number; limit: number }, span: Span): boolean =>
  base === span.start && limit + 1 === span.end;

export const isWithin = ({ start, end }: Span, outer: Span): boolean =>
  outer.start <= start && end <= outer.end;

/** Ranges of the regions that a step made. */
export function madeIn(before: Table, { table }: MpuShown): Span[] {
  return table
    .filter((one) => !before.some((other) => other.index === one.index && isPlace(one, other)))
    .map(({ base, limit }) => ({ start: base, end: limit + 1 }));
}

const isPlace = (one: MpuTableEntry, { base, limit }: MpuTableEntry): boolean =>
  one.base === base && one.limit === limit;

/** What the account knows of the design of 2023: who is where while no guest runs, and VMIDs. */
export class Arrangement {
  /** Where the assembly put what stays. */
  fixed: readonly PlacedRegion[] = [];
  /** The table when no guest ran last. */
  idle: Table = [];
  /** By domain: the VSCTLR_EL2 that it is to run with. */
  readonly vsctlr: Map<number, { low: number; high: number }>;
  /** By domain: what it was given after it was made. */
  private readonly inserted: Map<number, P2mSpan[]>;
  /** By phase of booting: ranges of the regions that it made. */
  private readonly made: Map<string, Span[]>;

  /** @param boot of a secondary CPU: what is known of the one that boots */
  constructor(boot?: Arrangement) {
    this.vsctlr = new Map(boot?.vsctlr);
    this.inserted = new Map(boot?.inserted);
    this.made = new Map(boot?.made);
  }

  /** Ranges of the regions that phases of booting made. */
  madeBy(...phases: readonly string[]): Span[] {
    return phases.flatMap((phase) => this.made.get(phase) ?? []);
  }

  /** What a domain that was made may access, a region each. */
  p2m(layout: MpuLayout, domain: number): P2mSpan[] {
    return [...p2mSpans(layout.domains[domain]), ...(this.inserted.get(domain) ?? [])];
  }

  /** A step has ended. */
  follow(step: MpuScriptStep, shown: MpuShown, account: ScriptAccount): void {
    if (!account.running) this.idle = shown.table;
    if (shown.result !== 'ok') return;
    if (step.step === 'boot') {
      this.made.set(step.phase, madeIn(account.tableBefore, shown));
      if (step.phase === (account.boot ? 'secondary-cpus' : 'assembly')) {
        this.fixed = placed(account);
      }
    }
    if (step.step === 'create-domain') {
      this.vsctlr.set(step.domain, { low: shown.low, high: shown.high });
    }
    if (step.step === 'p2m-insert') {
      const given = this.inserted.get(step.domain) ?? [];
      this.inserted.set(step.domain, [...given, [step.type, spanOf(step)]]);
    }
  }

  /** Entries that are enabled only while no guest runs. */
  get switching(): Table {
    const spans = this.madeBy(...SWITCHING);
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
