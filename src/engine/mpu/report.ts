import type { Implementation } from '../../../models/contract/implementation';
import type { MpuImplementation } from '../../../models/contract/mpu-implementation';
import { mpuNotJudged } from '../../../properties/mpu';
import type { MpuRequirement } from '../../../properties/mpu/requirement';
import type { MpuFinding } from '../../../reports/schema/mpu-finding';
import type { DeviationReport, Report, RequirementReport } from '../../../reports/schema/report';
import type { MpuCampaignOptions, MpuCampaignResult, MpuFailure } from './campaign';

/** What of a report tells about MPUs. */
export interface MpuReportInput {
  options: MpuCampaignOptions;
  result: MpuCampaignResult;
  findings: readonly MpuFinding[];
}

type Verdict = RequirementReport['verdicts'][number];

function concerns(requirement: MpuRequirement, implementation: MpuImplementation): boolean {
  if (!requirement.formats.some((format) => implementation.machines.formats.includes(format))) {
    return false;
  }
  if (requirement.judges === 'program') return implementation.kind === 'processor';
  return (
    implementation.kind === 'hypervisor' && requirement.designs.includes(implementation.design)
  );
}

function causesOf(failure: MpuFailure, { deviations }: Pick<Implementation, 'deviations'>): string {
  return [...failure.causes]
    .sort(([, a], [, b]) => b - a)
    .map(([id]) => `${id}: ${deviations.find((one) => one.id === id)!.title}`)
    .join('; ');
}

function verdict(input: MpuReportInput, r: number, i: number): Verdict {
  const { options, result, findings } = input;
  const [requirement, implementation] = [options.requirements[r], options.implementations[i]];
  const { tally } = result.runners[i];
  const [exercised, broken] = [tally.exercised[r], tally.broken[r]];
  const failure = result.failures.find((one) => one.implementation === i && one.requirement === r);
  const own = findings.filter(
    (finding) =>
      finding.implementations.includes(implementation.id) &&
      finding.requirements.includes(requirement.id),
  );
  const base = {
    ...{ implementation: implementation.id, exercised, broken },
    findings: own.map(({ id }) => id),
  };
  if (!concerns(requirement, implementation)) {
    return { ...base, status: 'not-applicable', reason: 'it is about something else' };
  }
  if (exercised === 0) {
    return { ...base, status: 'not-tested', reason: 'never exercised in this run' };
  }
  if (broken === 0) return { ...base, status: 'passed' };
  if (!failure || failure.unexplained > 0) return { ...base, status: 'failed' };
  return { ...base, status: 'deviation', reason: causesOf(failure, implementation) };
}

function deviationReports({ options, result }: MpuReportInput): DeviationReport[] {
  return options.implementations.flatMap((implementation, i) =>
    implementation.deviations.map((deviation) => {
      const { id, title, kind, evidence, notShown } = deviation;
      const seen = result.failures.filter((f) => f.implementation === i && f.causes.has(id));
      const isSeen =
        seen.length > 0 ||
        result.differences.some(({ pair, causes }) => pair.includes(i) && causes.has(id));
      const status = notShown ? 'cannot be shown' : isSeen ? 'seen' : 'not seen';
      return {
        ...{ implementation: implementation.id, id, title, kind, evidence, status },
        requirements: seen.map((f) => options.requirements[f.requirement].id).sort(),
        ...(notShown ? { reason: notShown } : {}),
      };
    }),
  );
}

/** The parts that a campaign on MPUs adds to a report. */
export function mpuParts(
  input: MpuReportInput,
  selected: (id: string) => boolean,
): Pick<Report, 'implementations' | 'requirements' | 'deviations' | 'comparisons'> &
  Required<Pick<Report, 'mpu'>> {
  const { options, result, findings } = input;
  const { implementations } = options;
  const judged = options.requirements.map(({ id, title, source }, r) => ({
    ...{ id, title, source },
    verdicts: implementations.map((_, i) => verdict(input, r, i)),
  }));
  const unjudged = mpuNotJudged()
    .filter(({ id }) => selected(id))
    .map(({ id, reason }) => ({
      ...{ id, title: 'No checker', source: 'MPU digest' },
      verdicts: implementations.map((one) => ({
        ...{ implementation: one.id, status: 'not-tested' as const, exercised: 0, broken: 0 },
        ...{ findings: [], reason },
      })),
    }));
  return {
    implementations: implementations.map(({ id, version, title, machines }) => ({
      ...{ id, version, title, capabilities: { ...machines } },
    })),
    requirements: [...judged, ...unjudged],
    deviations: deviationReports(input),
    comparisons: result.differences.map(({ pair, programs, differing, explained, causes }) => {
      const ids = pair.map((n) => implementations[n].id);
      return {
        ...{ pair: ids, workloads: programs, agreed: programs - differing - explained },
        ...{ allowed: {}, judged: 0, differences: differing },
        ...(explained > 0 ? { explained, deviations: Object.fromEntries(causes) } : {}),
        findings: findings
          .filter(
            (f) => f.kind === 'difference' && ids.every((id) => f.implementations.includes(id)),
          )
          .map(({ id }) => id),
      };
    }),
    mpu: {
      programs: result.programs,
      scripts: result.scripts,
      steps: result.steps,
      seconds: Math.round(result.seconds * 1000) / 1000,
      interrupted: result.interrupted,
      findings: [...findings],
      deaths: result.deaths.map(({ implementation, index, died }) => ({
        implementation: implementations[implementation].id,
        ...{ index, how: died.how, status: died.status, output: died.output },
      })),
    },
  };
}
