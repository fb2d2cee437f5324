import { findDifference, viewOfBoth } from '../engine/compare';
import { Runner } from '../engine/runner';
import { selectRequirements } from '../engine/select';
import { InputError } from '../errors';
import type { Loaded } from '../files';
import { loadMpuPiece, loadWorkload } from '../files';
import { findImplementation } from '../targets/registry';
import { encode } from '../workload/encode';
import { minimising } from '../workload/shrink';
import type { Workload } from '../../models/contract/workload';
import { shrinkMpu } from './shrink-mpu';
import { shrinkTo } from './shrinking';

/** Options of `lockstep shrink`. */
export interface ShrinkOptions {
  impl: string[];
  requirements: string;
  out?: string;
}

/**
 * `lockstep shrink`: the smallest workload on which one implementation still breaks a requirement
 * that it breaks on this one, or on which two implementations still differ.
 * @returns the exit status
 */
export function shrink(file: string, given: ShrinkOptions): Promise<number> {
  const loaded = loadMpuPiece(file);
  const workload = loaded ? undefined : loadWorkload(file);
  if (given.impl.length > 2) throw new InputError('shrink takes one or two --impl');
  return loaded ? shrinkMpu(file, loaded, given) : shrinkGic(file, workload!, given);
}

/** The same for a workload of GICs. */
function shrinkGic(
  file: string,
  { workload, finding }: Loaded,
  given: ShrinkOptions,
): Promise<number> {
  const implementations = given.impl.map(findImplementation);
  const elsewhere = implementations.find(({ open }) => open);
  if (elsewhere) {
    const { id, twin } = elsewhere;
    throw new InputError(
      `${id} runs elsewhere, where nothing is shrunk${twin ? `; ${twin.id} answers as it does` : ''}`,
    );
  }
  let fails: (candidate: Workload) => boolean;
  let what: string;
  if (implementations.length === 2) {
    const [a, b] = implementations.map((implementation) => new Runner(implementation, []));
    const view = viewOfBoth(implementations[0], implementations[1]);
    what = `${implementations[0].id} and ${implementations[1].id} differ without an allowed reason`;
    fails = (candidate) => {
      const encoded = encode(candidate);
      a.execute(encoded);
      b.execute(encoded);
      const found = findDifference(encoded, a.trace, b.trace, view);
      return found.some(({ divergence }) => !divergence);
    };
  } else {
    const { requirements } = selectRequirements(given.requirements);
    const broken = new Runner(implementations[0], requirements).run(encode(workload)).brokenNow;
    // A finding is about its own requirement, if that still breaks.
    const own = broken.find((n) => requirements[n].id === finding?.requirements[0]);
    const first = broken.length > 0 ? requirements[own ?? broken[0]] : undefined;
    what = `${implementations[0].id} breaks ${first?.id ?? 'a requirement'}`;
    const alone = first && new Runner(implementations[0], [first]);
    fails = (candidate) => alone !== undefined && alone.run(encode(candidate)).brokenNow.length > 0;
  }
  return shrinkTo({ file, workload, what, fails, search: minimising(workload), out: given.out });
}
