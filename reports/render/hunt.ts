import type { MpuFinding } from '../schema/mpu-finding';
import type { Finding } from '../schema/report';

const number = new Intl.NumberFormat('en-US');

/** What a hunt on GICs, or on processors with an MPU, found, ready to be told. */
export interface HuntSummary<F extends Finding | MpuFinding = Finding> {
  /** The two implementations. */
  pair: readonly [string, string];
  workloads: number;
  agreed: number;
  interrupted: boolean;
  /** Allowed divergences with the workloads on which they arose, and an example if asked for. */
  allowed: { id: string; title: string; hits: number; finding?: F }[];
  /** Findings of known causes, and of differences that nothing explains. */
  known: F[];
  unexplained: F[];
  unexplainedWorkloads: number;
  /** Workloads in which an allowed divergence hides what comes after it once deviations are mended. */
  undecided: number;
  /** Folder of the findings. */
  folder: string;
}

/** A longer name gets a line of its own. */
const WIDEST = 32;

interface Row {
  name: string;
  hits: number;
  finding?: Finding | MpuFinding;
  title: string;
}

function stepsOf(finding: Finding | MpuFinding): readonly { step: string }[] {
  if ('workload' in finding) return finding.workload.steps;
  return (finding.program ?? finding.script)!.steps;
}

function table(title: string, rows: readonly Row[]): string[] {
  if (rows.length === 0) return ['', `${title}: none`];
  const names = Math.max(...rows.map(({ name }) => (name.length > WIDEST ? 0 : name.length)), 1);
  const hits = Math.max(...rows.map((row) => number.format(row.hits).length));
  return [
    '',
    `${title}:`,
    ...rows.flatMap((row) => {
      const name = row.name.length > WIDEST ? `${row.name}\n  ${' '.repeat(names)}` : row.name;
      const line = `  ${name.padEnd(names)}  ${number.format(row.hits).padStart(hits)}  ${row.title}`;
      if (!row.finding) return [line];
      const indent = ' '.repeat(names + hits + 6);
      return [line, `${indent}${stepsOf(row.finding).length} steps: ${row.finding.id}`];
    }),
  ];
}

/** The end of a hunt, as text: allowed divergences, known deviations, and what nothing explains. */
export function renderHunt(summary: HuntSummary | HuntSummary<MpuFinding>): string {
  const { known, unexplained, allowed } = summary;
  const lines = [
    `${summary.pair.join(' and ')}: ${number.format(summary.workloads)} workloads, ` +
      `${number.format(summary.agreed)} without a difference` +
      `${summary.interrupted ? ', interrupted' : ''}`,
    ...table(
      'Allowed divergences (workloads)',
      allowed.map(({ id, ...rest }) => ({ name: id, ...rest })),
    ),
    ...table(
      'Known deviations (workloads)',
      known.map((finding) => ({
        name: finding.cause!.join(' with '),
        hits: finding.hits,
        finding,
        title: finding.explanation!.map(({ title }) => title).join('; '),
      })),
    ),
    ...table(
      'Unexplained (workloads)',
      unexplained.map((finding) => ({
        name: finding.id,
        hits: finding.hits,
        finding,
        title: `step ${finding.step}: ${stepsOf(finding)[finding.step].step}`,
      })),
    ),
  ];
  if (summary.undecided > 0) {
    lines.push(
      '',
      `Undecided: the last difference of ${number.format(summary.undecided)} workloads; with all ` +
        'deviations mended an allowed divergence comes before it',
    );
  }
  const first = unexplained[0] ?? known[0] ?? allowed.find(({ finding }) => finding)?.finding;
  if (first) {
    lines.push('', `findings: ${summary.folder}`, `to see one step by step: ${first.replay}`);
  }
  return lines.join('\n');
}
