import { availableParallelism } from 'node:os';
import type { Implementation } from '../../models/contract/implementation';
import type { CampaignOptions, CampaignResult, TargetDeath } from '../engine/campaign';
import { Campaign } from '../engine/campaign';
import { ElsewhereFindingMaker } from '../engine/findings-elsewhere';
import { RealOnes } from '../engine/real-ones';
import type { Sighting } from '../engine/unseen';
import { lookForUnseen } from '../engine/unseen';
import type { Finding } from '../../reports/schema/report';
import { campaignWords, ProgressView } from './progress';

/** Shrinking a hundred findings of one cause would tell nobody more. */
const MAX_FINDINGS = 40;

/** What a campaign on GICs comes to. */
export interface GicPart {
  options: CampaignOptions;
  result: CampaignResult;
  findings: readonly Finding[];
  sightings: readonly Sighting[];
  /** Failures that were not shrunk. */
  notShrunk: number;
}

/** The result of a campaign on no GIC at all. */
const nothing: CampaignResult = {
  ...{ workloads: 0, steps: 0, executed: 0, seconds: 0, interrupted: false },
  ...{ runners: [], failures: [], comparisons: [], costs: [], deaths: [] },
  ...{ stepKinds: {}, statistics: {}, hostileWorkloads: 0 },
};

/** Runs a campaign on GICs, makes its findings, and looks for deviations that did not show. */
export async function runGic(
  given: CampaignOptions & { folder: string; signal: AbortSignal },
): Promise<GicPart> {
  const { folder, signal } = given;
  const { implementations, runs, seconds } = given;
  if (implementations.length === 0) {
    return { options: given, result: nothing, findings: [], sightings: [], notShrunk: 0 };
  }
  const out = process.stdout;
  const view = new ProgressView({ runs, seconds }, out, campaignWords);
  const options: CampaignOptions = { ...given, onProgress: (progress) => view.update(progress) };
  const result = await new Campaign(options).run();
  view.stop();

  const maker = new ElsewhereFindingMaker(options, folder);
  const findings: Finding[] = [];
  const unexplained = result.failures.filter((failure) => failure.unexplained > 0);
  const failures = unexplained.slice(0, MAX_FINDINGS);
  for (const [n, failure] of failures.entries()) {
    if (n === 0) out.write(`shrinking ${failures.length} failing workloads\n`);
    // Lets Ctrl-C through: what is not shrunk by then is reported as it is.
    await new Promise((resolve) => setImmediate(resolve));
    const { open, twin } = implementations[failure.implementation];
    const shrinks = !signal.aborted;
    findings.push(
      open && !twin
        ? await maker.ofFailureElsewhere(failure, shrinks)
        : maker.ofFailure(failure, shrinks),
    );
  }
  result.comparisons.forEach((comparison, n) => {
    if (comparison.unexplained > 0) findings.push(maker.ofDifference(result, n, !signal.aborted));
  });

  for (const deaths of sameDeaths(result.deaths)) {
    findings.push(await maker.ofDeath(deaths[0], deaths.length, !signal.aborted));
  }
  await confirmAll(implementations, findings);

  let looked = 0;
  const sightings = await lookForUnseen(options, result, (deviation) => {
    out.write(
      looked++ === 0 ? `looking for deviations that did not show: ${deviation}` : `, ${deviation}`,
    );
  });
  if (looked > 0) out.write('\n');
  return { options, result, findings, sightings, notShrunk: unexplained.length - failures.length };
}

/** Deaths of one implementation in the same way, together. */
export function sameDeaths(deaths: readonly TargetDeath[]): TargetDeath[][] {
  const groups = new Map<string, TargetDeath[]>();
  for (const death of deaths) {
    const { how, status } = death.died;
    const key = `${death.implementation} ${how} ${status}`;
    groups.set(key, [...(groups.get(key) ?? []), death]);
  }
  return [...groups.values()];
}

/** As many of each real target as there are cores for. */
export function lanesFor(implementations: readonly Implementation[]): number {
  const count = implementations.filter(({ open }) => open).length;
  return Math.max(1, Math.floor(availableParallelism() / Math.max(1, count)));
}

/** Replays the findings about real targets there: they were shrunk on the models. */
async function confirmAll(
  implementations: readonly Implementation[],
  findings: Finding[],
): Promise<void> {
  const real = new RealOnes(implementations, 1);
  try {
    for (const [n, finding] of findings.entries()) findings[n] = await real.confirmed(finding);
  } finally {
    await real.close();
  }
}
