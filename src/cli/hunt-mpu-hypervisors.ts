import { join } from 'node:path';
import type { MpuHypervisorImplementation } from '../../models/contract/mpu-implementation';
import { allMpuRequirements } from '../../properties/mpu';
import type { MpuRivalRow } from '../../reports/render/mpu/rivals';
import { renderRivals } from '../../reports/render/mpu/rivals';
import type { MpuCampaignOptions, MpuFailure, MpuProgress } from '../engine/mpu/campaign';
import { MpuCampaign } from '../engine/mpu/campaign';
import { MpuFindings } from '../engine/mpu/findings';
import { InputError } from '../errors';
import { openOutput } from '../files';
import { checkMpuFinding } from '../validate';
import { commonOffer } from '../workload/mpu-script/offer';
import type { MpuHuntGiven } from './hunt-mpu';
import { judgedInstead } from './hunt-mpu';
import { tellEnd, writeFindings } from './hunt-results';
import { interruptible } from './interrupt';
import { ProgressView } from './progress';

type Pair = readonly [MpuHypervisorImplementation, MpuHypervisorImplementation];

const number = new Intl.NumberFormat('en-US');
const words = ({ workloads }: MpuProgress): string => `${number.format(workloads)} scripts`;

/** Two hypervisors that are asked for what both offer only: they get the same scripts. */
function alike(pair: Pair): MpuHypervisorImplementation[] {
  const offer = commonOffer(pair);
  return pair.map((one) => ({ ...one, ...offer }));
}

/**
 * `lockstep hunt` with two hypervisors on an MPU, of one design: which requirements only one of them
 * breaks, and which of its deviations that comes from.
 * @returns the exit status
 */
export async function huntHypervisors(pair: Pair, given: MpuHuntGiven): Promise<number> {
  const [a, b] = pair;
  if (a.design !== b.design) {
    throw new InputError(
      `${a.id} and ${b.id} are of different designs (${a.design}, ${b.design}), which the same script ` +
        `asks for different things; ${judgedInstead(pair)}`,
    );
  }
  const folder = join(given.out, 'findings');
  openOutput(folder);
  return interruptible(async (signal) => {
    const out = process.stdout;
    const requirements = allMpuRequirements();
    out.write(`lockstep hunt: seed ${given.seed}, ${a.id}, ${b.id}\n`);
    const view = new ProgressView<MpuProgress>(given, out, words);
    const options: MpuCampaignOptions = {
      ...{ implementations: alike(pair), requirements, seed: given.seed, signal },
      ...(given.runs === undefined ? { seconds: given.seconds } : { runs: given.runs }),
      onProgress: (progress) => view.update(progress),
    };
    const result = await new MpuCampaign(options).run();
    view.stop();
    const maker = new MpuFindings(options, given.out);
    const rows: MpuRivalRow[] = [];
    for (const [r, { id }] of requirements.entries()) {
      const broken = [0, 1].map((i) =>
        result.failures.find((one) => one.requirement === r && one.implementation === i),
      );
      const hits = broken.map((one) => one?.hits ?? 0);
      const only = broken.filter((one): one is MpuFailure => one !== undefined);
      if (only.length === 0) continue;
      if (only.length === 2) {
        rows.push({ requirement: id, hits, isExplained: true });
        continue;
      }
      // What is not shrunk when Ctrl-C comes is reported as it is.
      const finding = checkMpuFinding(await maker.ofFailure(only[0], signal));
      rows.push({ requirement: id, hits, isExplained: only[0].unexplained === 0, finding });
    }
    const findings = rows.flatMap(({ finding }) => (finding ? [finding] : []));
    writeFindings(folder, findings);
    const interrupted = result.interrupted || signal.aborted;
    const scripts = result.scripts / pair.length;
    return tellEnd({
      text: renderRivals({ pair: [a.id, b.id], scripts, rows, folder, interrupted }),
      surprises: [],
      isExplained: rows.every((row) => row.isExplained),
      interrupted,
    });
  });
}
