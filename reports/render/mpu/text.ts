import { aligned, widthsOf } from '../columns';
import type {
  MpuCheck,
  MpuCheckContext,
  MpuCheckRegion,
  MpuCheckViolation,
} from '../../schema/mpu-check';

/** Columns of the region table. */
export const regionColumns = ['', 'first', 'last', 'EL2', 'EL1', 'memory', 'what'] as const;

/** A region as cells of a table. */
export function regionCells(region: MpuCheckRegion): string[] {
  const { index, first, last, el2, el1, memory, what } = region;
  return [String(index), first, last, el2, el1, memory, what];
}

/** One line about the regions of a context: how many are used and left. */
export function usage({ used, left }: MpuCheckContext): string {
  return `${used} of ${used + left} regions, ${left} left`;
}

/** One line about what is checked. */
export function subject({ files, machine, design }: MpuCheck): string {
  const { format, el1Regions, el2Regions } = machine;
  return (
    `${files.join(', ')}: PMSAv8-${format}, ${el1Regions} EL1 and ${el2Regions} EL2 regions, ` +
    `${design.name} (${design.implementation})`
  );
}

function sameTable(a: MpuCheckContext, b: MpuCheckContext | undefined): boolean {
  return b !== undefined && JSON.stringify(a.regions) === JSON.stringify(b.regions);
}

/** The context before it that has the same table. */
export function sameAs(contexts: readonly MpuCheckContext[], n: number): string | undefined {
  if (contexts[n].missing !== undefined) return undefined;
  const same = contexts
    .slice(0, n)
    .find((before) => !before.missing && sameTable(contexts[n], before));
  return same?.name;
}

function table(regions: readonly MpuCheckRegion[]): string[] {
  const rows = [[...regionColumns], ...regions.map(regionCells)];
  const widths = widthsOf(rows);
  return rows.map((row) => aligned(row, widths, (column) => column < 3));
}

/** Contexts in a row that have no table for the same reason are one entry. */
function entryOf(contexts: readonly MpuCheckContext[], n: number): string[] {
  const context = contexts[n];
  const { name, title, missing, regions } = context;
  if (missing !== undefined) {
    if (n > 0 && contexts[n - 1].missing === missing) return [];
    const end = contexts.findIndex((one, m) => m > n && one.missing !== missing);
    const names = contexts.slice(n, end < 0 ? undefined : end).map((one) => one.name);
    return [`${names.join(', ')}: no table: ${missing}`, ''];
  }
  const same = sameAs(contexts, n);
  if (same !== undefined) return [`${name} (${title}): as in ${same}`, ''];
  return [`${name} (${title}): ${usage(context)}`, ...table(regions), ''];
}

/** The tables of all contexts. */
export function renderTables({ contexts }: MpuCheck): string {
  return contexts
    .flatMap((_, n) => entryOf(contexts, n))
    .join('\n')
    .trimEnd();
}

/** One violation: the requirement and what is wrong, then where. */
export function violationLines({ requirement, message, where }: MpuCheckViolation): string[] {
  return [`${requirement}  ${message}`, ...where.map((place) => `  ${place}`)];
}

/** What moved, what is violated, and what was assumed. */
export function renderOutcome({ moves, violations, remarks }: MpuCheck): string {
  const lines: string[] = [];
  for (const { what, from, before, to, after } of moves) {
    lines.push(`moved: ${what} from region ${from} (${before}) to region ${to} (${after})`);
  }
  if (moves.length > 0) lines.push('');
  lines.push(...violations.flatMap(violationLines));
  if (violations.length > 0) lines.push('');
  lines.push(...remarks.map((remark) => `note: ${remark}`));
  const { length } = violations;
  lines.push(length === 0 ? 'no violation' : `${length} violation${length > 1 ? 's' : ''}`);
  return lines.join('\n');
}

/** The result of a check for a terminal. */
export function renderCheck(check: MpuCheck): string {
  return `${subject(check)}\n\n${renderTables(check)}\n\n${renderOutcome(check)}\n`;
}
