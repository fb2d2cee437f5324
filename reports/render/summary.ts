import type { Report, RequirementReport, Status } from '../schema/report';
import { costLines } from './costs';

const number = new Intl.NumberFormat('en-US');

function statusesOf(report: Report, implementation: string): Map<Status, RequirementReport[]> {
  const byStatus = new Map<Status, RequirementReport[]>();
  for (const requirement of report.requirements) {
    const verdict = requirement.verdicts.find((v) => v.implementation === implementation);
    if (!verdict) continue;
    byStatus.set(verdict.status, [...(byStatus.get(verdict.status) ?? []), requirement]);
  }
  return byStatus;
}

function implementationLines(report: Report, implementation: string): string[] {
  const byStatus = statusesOf(report, implementation);
  const count = (status: Status): number => byStatus.get(status)?.length ?? 0;
  const exercised = count('passed') + count('failed') + count('deviation');
  const lines = [
    `## ${implementation}`,
    '',
    `${exercised} requirements exercised: ${count('passed')} passed, ${count('failed')} failed, ` +
      `${count('deviation')} known deviations. ${count('not-tested')} not tested, ` +
      `${count('not-applicable')} not applicable.`,
    '',
  ];
  for (const status of ['failed', 'deviation'] as const) {
    for (const { id, title, verdicts } of byStatus.get(status) ?? []) {
      const verdict = verdicts.find((v) => v.implementation === implementation);
      const findings = verdict?.findings.length ? ` (${verdict.findings.join(', ')})` : '';
      lines.push(`- ${status.toUpperCase()} ${id}: ${title}${findings}`);
    }
  }
  if (count('failed') + count('deviation') > 0) lines.push('');
  return lines;
}

function notTestedLines(report: Report): string[] {
  const lines: string[] = [];
  for (const { id, verdicts } of report.requirements) {
    const open = verdicts.filter(({ status }) => status === 'not-tested');
    for (const reason of new Set(open.map((verdict) => verdict.reason ?? ''))) {
      const concerned = open.filter((verdict) => (verdict.reason ?? '') === reason);
      const names = concerned.map(({ implementation }) => implementation).join(', ');
      const where = concerned.length < verdicts.length ? ` (${names})` : '';
      lines.push(`- ${id}${where}: ${reason}`);
    }
  }
  return lines.length > 0 ? ['## Not tested', '', ...lines, ''] : [];
}

function deviationLines(report: Report): string[] {
  if (report.deviations.length === 0) return [];
  const lines = ['## Known deviations', ''];
  for (const implementation of new Set(report.deviations.map((d) => d.implementation))) {
    lines.push(`### ${implementation}`, '', '| id | | status | makes fail |', '|---|---|---|---|');
    for (const d of report.deviations.filter((one) => one.implementation === implementation)) {
      const status = d.reason ? `${d.status}: ${d.reason}` : d.status;
      lines.push(`| ${d.id} (${d.kind}) | ${d.title} | ${status} | ${d.requirements.join(', ')} |`);
    }
    lines.push('');
  }
  return lines;
}

function comparisonLines(report: Report): string[] {
  if (report.comparisons.length === 0) return [];
  const lines = ['## Comparisons', ''];
  for (const c of report.comparisons) {
    const allowed = Object.entries(c.allowed).map(([id, n]) => `${id} ${n}`);
    const deviations = Object.entries(c.deviations ?? {}).map(([id, n]) => `${id} ${n}`);
    lines.push(
      `- ${c.pair.join(' / ')}: ${number.format(c.workloads)} workloads, ${number.format(c.agreed)} ` +
        `agreed, ${c.judged} explained by a failed requirement, ` +
        (c.explained ? `${c.explained} by known deviations (${deviations.join(', ')}), ` : '') +
        `${c.differences} unexplained${c.findings.length ? ` (${c.findings.join(', ')})` : ''}` +
        `${allowed.length ? `; allowed: ${allowed.join(', ')}` : ''}`,
    );
  }
  return [...lines, ''];
}

/** A finding on a GIC or on an MPU, with what kind of workload it is. */
interface ShownFinding {
  id: string;
  title: string;
  hits: number;
  replay: string;
  kind: 'workload' | 'program' | 'script';
  steps: number;
}

function findingsOf({ findings, mpu }: Report): ShownFinding[] {
  return [
    ...findings.map(({ workload, ...rest }): ShownFinding => ({
      ...rest,
      kind: 'workload',
      steps: workload.steps.length,
    })),
    ...(mpu?.findings ?? []).map(({ script, program, ...rest }): ShownFinding => ({
      ...rest,
      kind: script ? 'script' : 'program',
      steps: (script ?? program)!.steps.length,
    })),
  ];
}

function findingLines(report: Report): string[] {
  const findings = findingsOf(report);
  if (findings.length === 0) return [];
  const lines = findings.flatMap(({ id, title, kind, steps, hits, replay }) => [
    `- ${id}: ${title}`,
    `  ${steps} steps, ${hits} ${kind}s; \`${replay}\``,
  ]);
  return ['## Findings', '', ...lines, ''];
}

function situationLines(report: Report): string[] {
  const { generator } = report;
  if (generator.workloads === 0) return [];
  const rare = Object.entries(generator.situations).filter(
    ([, n]) => n < report.campaign.workloads / 200,
  );
  return [
    '## What was generated',
    '',
    `${number.format(generator.workloads)} workloads (${number.format(generator.hostileWorkloads)} hostile).`,
    '',
    ...Object.entries(generator.situations).map(([name, n]) => `- ${name}: ${number.format(n)}`),
    '',
    rare.length > 0
      ? `Rare (less than once in 200 workloads): ${rare.map(([name]) => name).join(', ')}.`
      : 'Nothing rare.',
    ...generator.leftOut.map((what) => `Left out: ${what}.`),
    '',
  ];
}

/** What was run: workloads on GICs, programs and scripts on MPUs, or both. */
function campaignLines({ campaign, performance, mpu }: Report): string[] {
  const { seed, workloads, steps, requirements, times, interrupted } = campaign;
  const lines = [`Seed ${seed}. Requirements: ${requirements}. Started ${times.started}.`];
  if (workloads > 0 || !mpu) {
    lines.push(
      `${number.format(workloads)} workloads, ${number.format(steps)} steps, ` +
        `${times.seconds.toFixed(1)} s${interrupted ? ', interrupted' : ''}.`,
      `${number.format(performance.stepsPerSecond)} steps a second generated, executed and judged; ` +
        `fast-check's empty commands ${number.format(performance.commandsPerSecond)} ` +
        `(ratio ${performance.ratio}).`,
    );
  }
  if (mpu) {
    lines.push(
      `${number.format(mpu.programs)} region programs and ${number.format(mpu.scripts)} scripts on ` +
        `MPUs, ${number.format(mpu.steps)} steps, ${mpu.seconds.toFixed(1)} s` +
        `${mpu.interrupted ? ', interrupted' : ''}.`,
    );
  }
  return lines;
}

/** The readable summary of a report, in Markdown. */
export function renderSummary(report: Report): string {
  const lines = [
    '# Lockstep report',
    '',
    ...campaignLines(report),
    '',
    ...report.implementations.flatMap(({ id }) => implementationLines(report, id)),
    ...deviationLines(report),
    ...comparisonLines(report),
    ...costLines(report),
    ...findingLines(report),
    ...notTestedLines(report),
    ...situationLines(report),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** A few lines for the end of a run. */
export function renderOutcome(report: Report): string {
  const lines = report.implementations.map(({ id }) => {
    const byStatus = statusesOf(report, id);
    const count = (status: Status): number => byStatus.get(status)?.length ?? 0;
    return (
      `${id}: ${count('passed')} passed, ${count('failed')} failed, ` +
      `${count('deviation')} known deviations, ${count('not-tested')} not tested` +
      `${count('not-applicable') ? `, ${count('not-applicable')} not applicable` : ''}`
    );
  });
  for (const { id, title, kind, steps, replay } of findingsOf(report)) {
    const what = kind === 'program' ? 'region program' : kind;
    lines.push('', `${id}: ${title}`, `  minimal ${what} of ${steps} steps: ${replay}`);
  }
  return lines.join('\n');
}
