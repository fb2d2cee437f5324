import { Generator } from '../workload/generator';
import { covers, offersOf } from '../workload/machines';
import type { CampaignOptions, CampaignResult } from './campaign';
import { Runner } from './runner';
import { mendable } from './variants';

/** A deviation that alone, with all others mended, makes requirements fail. */
export interface Sighting {
  implementation: number;
  deviation: string;
  /** Numbers of the requirements it breaks on the first workload that shows it. */
  requirements: readonly number[];
  /** That workload. */
  index: number;
}

/** Workloads tried for each deviation. */
const WORKLOADS = 2000;
/** How often signals and the screen have their turn. */
const SLICE_MS = 40;

/**
 * Looks for the deviations that no failure of a campaign was traced to: frequent ones hide rare
 * ones. Each is left as it is with all others mended, on the campaign's own workloads.
 */
export async function lookForUnseen(
  options: CampaignOptions,
  result: CampaignResult,
  onProgress: (deviation: string) => void,
): Promise<Sighting[]> {
  const sightings: Sighting[] = [];
  for (const [implementation, { deviations }] of options.implementations.entries()) {
    const known = mendable(options.implementations[implementation]);
    const seen = new Set(
      result.failures
        .filter((failure) => failure.implementation === implementation)
        .flatMap(({ causes }) => [...causes.keys()]),
    );
    for (const { id } of deviations) {
      if (!known.includes(id) || seen.has(id)) continue;
      onProgress(id);
      const sighting = await lookFor(options, result.workloads, implementation, id, known);
      if (sighting) sightings.push(sighting);
      if (options.signal?.aborted) return sightings;
    }
  }
  return sightings;
}

async function lookFor(
  options: CampaignOptions,
  workloads: number,
  implementation: number,
  deviation: string,
  known: readonly string[],
): Promise<Sighting | undefined> {
  const { implementations, requirements, seed, maxSteps, hostile } = options;
  const own = implementations[implementation];
  const alone = own.repaired!(known.filter((id) => id !== deviation));
  const runner = new Runner(alone, requirements);
  const offers = offersOf(implementations.map(({ capabilities }) => capabilities));
  const able = offers.map((offer) => covers(own.capabilities, offer));
  const generator = new Generator(seed, { offers, maxSteps, hostile });
  const workload = generator.newWorkload();
  let sliceEnd = performance.now() + SLICE_MS;
  for (let index = 0; index < Math.min(workloads, WORKLOADS); index++) {
    if (!able[generator.offerOf(index)]) continue;
    generator.generate(0, index, workload);
    const { brokenNow } = runner.run(workload);
    if (brokenNow.length > 0) {
      return { implementation, deviation, requirements: [...brokenNow], index };
    }
    if (performance.now() < sliceEnd) continue;
    await new Promise((resolve) => setImmediate(resolve));
    if (options.signal?.aborted) return undefined;
    sliceEnd = performance.now() + SLICE_MS;
  }
  return undefined;
}
