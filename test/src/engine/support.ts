import type { Finding, Report } from '../../../reports/schema/report';
import type { CampaignOptions } from '../../../src/engine/campaign';
import { architecture } from '../../../models/architecture';
import { allRequirements } from '../../../properties';
import { Campaign } from '../../../src/engine/campaign';
import { lookForUnseen } from '../../../src/engine/unseen';
import { FindingMaker } from '../../../src/engine/findings';
import { makeReport } from '../../../src/engine/report';
import { allFaults, faulty } from '../../../src/faults';

/** The reference with a fault that shows in nearly every workload. */
export const broken = faulty(allFaults().find(({ id }) => id === 'priority-order-reversed')!);

/** A small campaign. */
export function options(changes: Partial<CampaignOptions> = {}): CampaignOptions {
  return {
    implementations: [architecture],
    requirements: allRequirements(),
    seed: 11,
    runs: 40,
    maxSteps: 100,
    hostile: 2,
    ...changes,
  };
}

/** What `lockstep run` does, with at most three findings. */
export async function report(given: CampaignOptions): Promise<Report> {
  const result = await new Campaign(given).run();
  const maker = new FindingMaker(given, 'out');
  const findings: Finding[] = result.failures.slice(0, 3).map((f) => maker.ofFailure(f));
  return makeReport(
    {
      options: given,
      selection: '*',
      result,
      findings,
      sightings: await lookForUnseen(given, result, () => undefined),
      started: new Date(),
      commandsPerSecond: 1e6,
    },
    () => true,
  );
}
