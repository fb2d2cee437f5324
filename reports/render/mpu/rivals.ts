import type { MpuFinding } from '../../schema/mpu-finding';

/** A requirement that at least one of two hypervisors breaks. */
export interface MpuRivalRow {
  requirement: string;
  /** Scripts on which each of the two breaks it. */
  hits: readonly number[];
  /** It comes from documented deviations. */
  isExplained: boolean;
  /** Where only one of the two breaks it. */
  finding?: MpuFinding;
}

/** Which requirements two hypervisors break on the same scripts. */
export interface MpuRivals {
  pair: readonly [string, string];
  scripts: number;
  rows: readonly MpuRivalRow[];
  /** Folder of the findings. */
  folder: string;
  interrupted: boolean;
}

const number = new Intl.NumberFormat('en-US');

function rowLines(
  pair: MpuRivals['pair'],
  { requirement, hits, isExplained, finding }: MpuRivalRow,
): string[] {
  if (!finding) return [];
  const who = pair[hits[0] > 0 ? 0 : 1];
  const count = Math.max(...hits);
  const scripts = `${number.format(count)} script${count === 1 ? '' : 's'}`;
  const why = (finding.explanation ?? []).map(({ id, title }) => `${id}: ${title}`);
  const from = isExplained ? why.join('; ') : 'unexplained';
  const { length } = (finding.script ?? finding.program)!.steps;
  return [
    `  ${requirement}  ${who}, ${scripts}: ${from}`,
    `    ${length} step${length === 1 ? '' : 's'}: ${finding.id}`,
  ];
}

/** The same as text. */
export function renderRivals({ pair, scripts, rows, folder, interrupted }: MpuRivals): string {
  const single = rows.filter(({ finding }) => finding);
  const both = rows.filter(({ finding }) => !finding).map(({ requirement }) => requirement);
  const list = single.flatMap((row) => rowLines(pair, row));
  const first =
    single.find(({ isExplained }) => !isExplained) ?? (single[0] as MpuRivalRow | undefined);
  return [
    `${pair.join(' and ')}: ${number.format(scripts)} scripts${interrupted ? ', interrupted' : ''}`,
    '',
    ...(list.length === 0
      ? ['Requirements that only one of them breaks: none']
      : ['Requirements that only one of them breaks:', ...list]),
    '',
    `Requirements that both break: ${both.join(', ') || 'none'}`,
    ...(first
      ? ['', `findings: ${folder}`, `to see one step by step: ${first.finding!.replay}`]
      : []),
  ].join('\n');
}
