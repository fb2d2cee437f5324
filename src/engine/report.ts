import type { Costs } from '../../models/contract/costs';
import { costNames } from '../../models/contract/costs';
import { version as fastCheckVersion } from 'fast-check/package.json';
import type { Requirement } from '../../properties/requirement';
import { notJudged } from '../../properties';
import type {
  CostReport,
  DeviationReport,
  Finding,
  Report,
  RequirementReport,
} from '../../reports/schema/report';
import { version } from '../version';
import { drivenInputs } from '../workload/machines';
import { stepNames } from '../workload/names';
import type { MpuReportInput } from './mpu/report';
import { mpuParts } from './mpu/report';
import type { CampaignOptions, CampaignResult } from './campaign';
import type { Sighting } from './unseen';
import { appliesTo } from './applicable';
import type { CostRow } from './costs';
import type { Failure } from './failures';

/** What a report is made of beside the campaign itself. */
export interface ReportInput {
  options: CampaignOptions;
  /** The selection as the user wrote it. */
  selection: string;
  result: CampaignResult;
  findings: readonly Finding[];
  /** Deviations that show only when they are alone. */
  sightings: readonly Sighting[];
  /** Real targets that are not installed. */
  notRun?: readonly { implementation: string; reason: string; command: string }[];
  started: Date;
  commandsPerSecond: number;
  /** What ran on MPUs, if anything did. */
  mpu?: MpuReportInput;
}

type Verdict = RequirementReport['verdicts'][number];

function verdict(input: ReportInput, requirement: number, implementation: number): Verdict {
  const { options, result, findings } = input;
  const { id } = options.implementations[implementation];
  const definition = options.requirements[requirement];
  const { tally } = result.runners[implementation];
  const exercised = tally.exercised[requirement];
  const broken = tally.broken[requirement];
  const failure = result.failures.find(
    (one) => one.implementation === implementation && one.requirement === requirement,
  );
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
  if (broken === 0) return { ...base, status: 'passed' };
  if (!failure || failure.unexplained > 0) return { ...base, status: 'failed' };
  return { ...base, status: 'deviation', reason: causeOf(input, failure) };
}

/** The deviations that a failure comes from. */
function causeOf({ options }: ReportInput, failure: Failure): string {
  const { deviations } = options.implementations[failure.implementation];
  const { id } = options.requirements[failure.requirement];
  const found = [...failure.causes].sort(([, a], [, b]) => b - a).map(([cause]) => cause);
  const ids =
    found.length > 0
      ? found
      : deviations.filter((d) => d.requirements.includes(id)).map((deviation) => deviation.id);
  const titles = ids.map((cause) => `${cause}: ${deviations.find((d) => d.id === cause)!.title}`);
  return titles.join('; ');
}

/** What became of each documented deviation. */
function deviationReports({ options, result, sightings }: ReportInput): DeviationReport[] {
  return options.implementations.flatMap(({ id, deviations }, implementation) =>
    deviations.map((deviation) => {
      const failures = result.failures.filter(
        (f) =>
          f.implementation === implementation &&
          (f.causes.has(deviation.id) ||
            (f.causes.size === 0 &&
              f.unexplained === 0 &&
              deviation.requirements.includes(options.requirements[f.requirement].id))),
      );
      const alone = sightings.find(
        (one) => one.implementation === implementation && one.deviation === deviation.id,
      );
      const numbers = [...failures.map((f) => f.requirement), ...(alone?.requirements ?? [])];
      const broken = numbers.map((requirement) => options.requirements[requirement].id);
      const status = deviation.notShown ? 'cannot be shown' : broken.length ? 'seen' : 'not seen';
      return {
        implementation: id,
        id: deviation.id,
        title: deviation.title,
        kind: deviation.kind,
        evidence: deviation.evidence,
        status,
        requirements: broken.sort(),
        ...(deviation.notShown ? { reason: deviation.notShown } : {}),
      };
    }),
  );
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
    const { ownPpis, without } = capabilities;
    const inputs = drivenInputs(capabilities);
    if (inputs) out.push(`${id}: inputs driven: ${inputs.join(', ') || 'none'}`);
    if (ownPpis?.length) out.push(`${id}: PPIs ${ownPpis.join(', ')} belong to its timers`);
    if (without?.length) out.push(`${id}: no ${without.map((k) => stepNames[k]).join(', ')}`);
    if (capabilities.withoutLowestPriority) out.push(`${id}: the lowest priority`);
    if (capabilities.withoutGroup0Alone) out.push(`${id}: GICv3 Group 0 enabled alone`);
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

function comparisonReports({ options, result, findings }: ReportInput): Report['comparisons'] {
  return result.comparisons.map((comparison) => {
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
  });
}

/** The report of a campaign, as its schema has it. */
export function makeReport(input: ReportInput, selected: (id: string) => boolean): Report {
  const { options, result, findings, started } = input;
  const mpu = input.mpu ? mpuParts(input.mpu, selected) : undefined;
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
    implementations: [
      ...options.implementations.map(({ id, version: v, title, capabilities }) => ({
        ...{ id, version: v, title, capabilities: { ...capabilities } },
      })),
      ...(mpu?.implementations ?? []),
    ],
    requirements: [
      ...(options.implementations.length > 0 ? requirementReports(input, selected) : []),
      ...(mpu?.requirements ?? []),
    ],
    deviations: [...deviationReports(input), ...(mpu?.deviations ?? [])],
    comparisons: [...comparisonReports(input), ...(mpu?.comparisons ?? [])],
    findings: [...findings],
    costs: result.costs.map((row) => costReport(row, options)),
    generator: {
      workloads: result.workloads,
      hostileWorkloads: result.hostileWorkloads,
      stepKinds: result.stepKinds,
      situations: result.statistics,
      leftOut: leftOut(options),
    },
    ...(result.deaths.length > 0
      ? {
          deaths: result.deaths.map(({ implementation, index, died }) => ({
            implementation: options.implementations[implementation].id,
            index,
            how: died.how,
            status: died.status,
            output: died.output,
          })),
        }
      : {}),
    ...(input.notRun?.length ? { notRun: [...input.notRun] } : {}),
    ...(mpu ? { mpu: mpu.mpu } : {}),
    performance: {
      stepsPerSecond,
      commandsPerSecond: commands,
      ratio: commands ? Math.round((stepsPerSecond / commands) * 100) / 100 : 0,
    },
  };
}

/** Whether anything failed that no documented deviation covers. */
export function hasUnexpected(report: Report): boolean {
  if (report.deaths || report.notRun || report.mpu?.deaths.length) return true;
  return (
    report.requirements.some(({ verdicts }) =>
      verdicts.some(({ status }) => status === 'failed'),
    ) || report.comparisons.some(({ differences }) => differences > 0)
  );
}
