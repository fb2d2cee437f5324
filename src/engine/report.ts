import type { Costs } from '../../models/contract/costs';
import { costNames } from '../../models/contract/costs';
import { version as fastCheckVersion } from 'fast-check/package.json';
import type { Requirement } from '../../properties/requirement';
import { notJudged } from '../../properties';
import type { CostReport, Finding, Report, RequirementReport } from '../../reports/schema/report';
import { version } from '../version';
import type { CampaignOptions, CampaignResult } from './campaign';
import { appliesTo } from './applicable';
import type { CostRow } from './costs';

/** What a report is made of beside the campaign itself. */
export interface ReportInput {
  options: CampaignOptions;
  /** The selection as the user wrote it. */
  selection: string;
  result: CampaignResult;
  findings: readonly Finding[];
  started: Date;
  commandsPerSecond: number;
}

type Verdict = RequirementReport['verdicts'][number];

function verdict(input: ReportInput, requirement: number, implementation: number): Verdict {
  const { options, result, findings } = input;
  const { id } = options.implementations[implementation];
  const definition = options.requirements[requirement];
  const { tally } = result.runners[implementation];
  const exercised = tally.exercised[requirement];
  const broken = tally.broken[requirement];
  const known = options.implementations[implementation].deviations.filter(({ requirements }) =>
    requirements.includes(definition.id),
  );
  const deviation = known.map((one) => `${one.id}: ${one.title}`).join('; ');
  const own = findings.filter(
    (finding) =>
      finding.implementations.includes(id) && finding.requirements.includes(definition.id),
  );
  const base = { implementation: id, exercised, broken, findings: own.map((f) => f.id) };
  if (!appliesTo(definition, options.implementations[implementation].capabilities)) {
    return { ...base, status: 'not-applicable', reason: 'the implementation does not offer it' };
  }
  if (exercised === 0) {
    return { ...base, status: 'not-tested', reason: 'never exercised in this run' };
  }
  if (broken === 0 && deviation) {
    return {
      ...base,
      status: 'passed',
      reason: `documented deviation did not happen: ${deviation}`,
    };
  }
  if (broken === 0) return { ...base, status: 'passed' };
  if (deviation) return { ...base, status: 'deviation', reason: deviation };
  return { ...base, status: 'failed' };
}

function requirementReports(
  input: ReportInput,
  selected: (id: string) => boolean,
): RequirementReport[] {
  const { options } = input;
  const judged = options.requirements.map((requirement: Requirement, r) => ({
    id: requirement.id,
    title: requirement.title,
    source: requirement.source,
    strength: requirement.strength,
    verdicts: options.implementations.map((_, i) => verdict(input, r, i)),
  }));
  const unjudged = notJudged()
    .filter(({ id }) => selected(id))
    .map(({ id, reason }) => ({
      id,
      title: 'No checker',
      source: 'GIC architecture digest',
      verdicts: options.implementations.map((implementation) => ({
        implementation: implementation.id,
        status: 'not-tested' as const,
        exercised: 0,
        broken: 0,
        findings: [],
        reason,
      })),
    }));
  return [...judged, ...unjudged];
}

function leftOut(options: CampaignOptions): string[] {
  const out: string[] = [];
  for (const { id, capabilities } of options.implementations) {
    if (capabilities.gic.length < 2) out.push(`${id}: GICv${capabilities.gic[0]} only`);
    if (!capabilities.listRegisterInterface) out.push(`${id}: no list-register interface`);
    if (!capabilities.groups) out.push(`${id}: one interrupt group`);
    if (!capabilities.lines) out.push(`${id}: interrupt lines are not shown`);
    if (!capabilities.power) out.push(`${id}: no CPU_OFF and CPU_ON`);
  }
  return out;
}

function costReport(row: CostRow, options: CampaignOptions): CostReport {
  const { gic, listRegisters, workloads, steps, costs } = row;
  const perThousand = costNames.map((name) => [
    name,
    Math.round((costs[name] * 1e5) / steps) / 100,
  ]);
  return {
    implementation: options.implementations[row.implementation].id,
    gic,
    listRegisters,
    class: row.class,
    workloads,
    steps,
    ...(Object.fromEntries(perThousand) as unknown as Costs),
  };
}

/** The report of a campaign, as its schema has it. */
export function makeReport(input: ReportInput, selected: (id: string) => boolean): Report {
  const { options, result, findings, started } = input;
  const stepsPerSecond = Math.round(result.executed / Math.max(result.seconds, 1e-9));
  const commands = Math.round(input.commandsPerSecond);
  return {
    format: 'lockstep-report-1',
    campaign: {
      seed: options.seed,
      versions: { lockstep: version, 'fast-check': fastCheckVersion, node: process.version },
      budget: options.runs !== undefined ? { runs: options.runs } : { seconds: options.seconds },
      maxSteps: options.maxSteps,
      requirements: input.selection,
      workloads: result.workloads,
      steps: result.steps,
      interrupted: result.interrupted,
      times: { started: started.toISOString(), seconds: Math.round(result.seconds * 1000) / 1000 },
    },
    implementations: options.implementations.map(({ id, version: v, title, capabilities }) => ({
      id,
      version: v,
      title,
      capabilities: { ...capabilities },
    })),
    requirements: requirementReports(input, selected),
    comparisons: result.comparisons.map((comparison) => {
      const pair = [comparison.a, comparison.b].map((n) => options.implementations[n].id);
      return {
        pair,
        workloads: comparison.workloads,
        agreed: comparison.agreed,
        allowed: Object.fromEntries(Object.entries(comparison.allowed).sort()),
        judged: comparison.judged,
        differences: comparison.unexplained,
        findings: findings
          .filter(
            (f) => f.kind === 'difference' && pair.every((id) => f.implementations.includes(id)),
          )
          .map(({ id }) => id),
      };
    }),
    findings: [...findings],
    costs: result.costs.map((row) => costReport(row, options)),
    generator: {
      workloads: result.workloads,
      hostileWorkloads: result.hostileWorkloads,
      stepKinds: result.stepKinds,
      situations: result.statistics,
      leftOut: leftOut(options),
    },
    performance: {
      stepsPerSecond,
      commandsPerSecond: commands,
      ratio: commands ? Math.round((stepsPerSecond / commands) * 100) / 100 : 0,
    },
  };
}

/** Whether anything failed that no documented deviation covers. */
export function hasUnexpected(report: Report): boolean {
  return (
    report.requirements.some(({ verdicts }) =>
      verdicts.some(({ status }) => status === 'failed'),
    ) || report.comparisons.some(({ differences }) => differences > 0)
  );
}
