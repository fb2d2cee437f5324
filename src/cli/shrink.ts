import { dirname, basename } from 'node:path';
import { findDifference, viewOfBoth } from '../engine/compare';
import { Runner } from '../engine/runner';
import { selectRequirements } from '../engine/select';
import { InputError } from '../errors';
import { loadWorkload, openOutput, writeWhole } from '../files';
import { findImplementation } from '../targets/registry';
import { encode } from '../workload/encode';
import { minimise } from '../workload/shrink';
import type { Workload } from '../../models/contract/workload';
import { EXIT_OK } from './exit';
import { stepLine } from './step-line';

/** Options of `lockstep shrink`. */
export interface ShrinkOptions {
  impl: string[];
  requirements: string;
  out?: string;
}

/**
 * `lockstep shrink`: the smallest workload on which one implementation still breaks a requirement
 * that it breaks on this one, or on which two implementations still differ.
 */
export function shrink(file: string, given: ShrinkOptions): number {
  const { workload, finding } = loadWorkload(file);
  const implementations = given.impl.map(findImplementation);
  if (implementations.length > 2) throw new InputError('shrink takes one or two --impl');
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
  if (!fails(workload)) {
    throw new InputError(`${file}: nothing to shrink: it does not show that ${what}`);
  }
  const smaller = minimise(workload, fails);
  const text = `${JSON.stringify(smaller, null, 2)}\n`;
  process.stderr.write(`${what}: ${workload.steps.length} steps became ${smaller.steps.length}\n`);
  if (given.out) {
    openOutput(dirname(given.out));
    writeWhole(dirname(given.out), basename(given.out), text);
    for (const step of smaller.steps) process.stderr.write(`  ${stepLine(step)}\n`);
  } else process.stdout.write(text);
  return EXIT_OK;
}
