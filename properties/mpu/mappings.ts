import type { MpuScriptStep, MpuShown, MpuTableEntry } from '../../models/contract/mpu-script';
import type { ScriptAccount, Span } from './script-account';
import { added, allowsSame, attributesOf, changed, lookUp } from './table';
import type { Update } from './updates';
import { bootUpdate } from './updates';

/** A region in use, and what was mapped there and not unmapped yet, the oldest first. */
interface Known {
  base: number;
  limit: number;
  spans: readonly Span[];
}

const isSame = (one: Span, { start, end }: Span): boolean => one.start === start && one.end === end;

const without = (spans: readonly Span[], at: number): readonly Span[] =>
  at < 0 ? spans : spans.filter((_, n) => n !== at);

/** Phases in which the base or the limit of a region moves. */
const moves: readonly string[] = ['modify-after-init', 'free-init-memory'];

/**
 * The mappings that were made and not taken back, by the region that has them: as steps asked for
 * them and were told that it was done. A region that booting made is a mapping of its own range.
 */
export class Mappings {
  /** @param table that of the step after which it is so */
  constructor(
    private readonly known: readonly (Known | undefined)[] = [],
    private readonly table: readonly MpuTableEntry[] = [],
  ) {}

  /** What is mapped in a region, the oldest first. */
  of({ index }: MpuTableEntry): readonly Span[] {
    return this.known[index]?.spans ?? [];
  }

  /** It has as many references as mappings were made of it. */
  accountsFor(entry: MpuTableEntry): boolean {
    return this.of(entry).length === entry.references + 1;
  }

  /** Is this range one of the mappings of a region? */
  has(entry: MpuTableEntry, span: Span): boolean {
    return this.of(entry).some((one) => isSame(one, span));
  }

  /** The mappings after a step. */
  after(step: MpuScriptStep, shown: MpuShown, account: ScriptAccount): Mappings {
    if (shown.result !== 'ok') return this;
    const update = account.update ?? bootUpdate(step, account.layout);
    const known = this.known.slice();
    if (update) apply(known, update, account);
    const moved = step.step === 'boot' && moves.includes(step.phase);
    for (const { index } of added(shown.table, this.table)) known[index] = undefined;
    for (const { index, base, limit } of changed(this.table, shown.table)) {
      const old = known[index];
      if (old?.base === base && old.limit === limit) continue;
      const own = { start: base, end: limit + 1 };
      if (old && moved) {
        const whole = { start: old.base, end: old.limit + 1 };
        const spans = old.spans.map((span) => (isSame(span, whole) ? own : span));
        known[index] = { base, limit, spans };
      } else known[index] = { base, limit, spans: update?.does === 'modify' ? [] : [own] };
    }
    return new Mappings(known, shown.table);
  }
}

/** Applies what was asked, and done, to the region that it was asked of. */
function apply(known: (Known | undefined)[], update: Update, account: ScriptAccount): void {
  const { tableBefore, el2 } = account;
  const found = update === account.update ? account.found : lookUp(tableBefore, update.span);
  const entry = found?.entry;
  const old = entry && known[entry.index];
  if (!entry || !old) return;
  const spans = spansAfter(old.spans, update, () => attributesOf(entry, el2));
  known[entry.index] = { ...old, spans };
}

function spansAfter(
  spans: readonly Span[],
  update: Update,
  attributes: () => ReturnType<typeof attributesOf>,
): readonly Span[] {
  const { span } = update;
  switch (update.does) {
    case 'map':
      // What allows something else changes the mapping, and makes no new one.
      return allowsSame(attributes(), update.attributes) ? [...spans, span] : spans;
    case 'unmap':
      return without(
        spans,
        spans.findLastIndex((one) => isSame(one, span)),
      );
    case 'containing': {
      // The mapping that begins at the page, or has it; the newest of them.
      const begins = spans.findLastIndex(({ start }) => start === span.start);
      const has = spans.findLastIndex(({ start, end }) => start <= span.start && span.start < end);
      return without(spans, begins >= 0 ? begins : has >= 0 ? has : spans.length - 1);
    }
    default:
      return spans;
  }
}
