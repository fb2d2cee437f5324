import { basename, dirname } from 'node:path';
import { InputError, TargetDied } from '../errors';
import { openOutput, writeWhole } from '../files';
import { searchedUntil } from '../workload/minimising';
import { EXIT_INTERRUPTED, EXIT_OK } from './exit';
import { interruptible } from './interrupt';
import { StatusLine } from './status-line';
import { stepLine } from './step-line';

/** A workload to make small. */
export interface Shrinking<W> {
  file: string;
  workload: W;
  /** What a smaller one has to show, in words: `model:xen@4.20 breaks GIC-LR-003`. */
  what: string;
  fails: (candidate: W) => boolean | Promise<boolean>;
  search: Generator<W, W, boolean>;
  /** Where the smaller one goes; standard output if not given. */
  out?: string;
}

const number = new Intl.NumberFormat('en-US');

/** What cannot run a candidate, or dies of it, does not show with it what is looked for. */
async function shows<W>(
  fails: (candidate: W) => boolean | Promise<boolean>,
  candidate: W,
): Promise<boolean> {
  try {
    return await fails(candidate);
  } catch (error) {
    if (error instanceof InputError || error instanceof TargetDied) return false;
    throw error;
  }
}

/**
 * Looks for the smallest workload, and writes it; the smallest so far where it is stopped.
 * @returns the exit status
 * @throws InputError if the workload does not show what is looked for
 */
export async function shrinkTo<W extends { steps: readonly { step: string }[] }>({
  file,
  workload,
  what,
  fails,
  search,
  out,
}: Shrinking<W>): Promise<number> {
  if (!(await fails(workload))) {
    throw new InputError(`${file}: nothing to shrink: it does not show that ${what}`);
  }
  if (out !== undefined) openOutput(dirname(out));
  const { stderr } = process;
  return interruptible(async (signal) => {
    const line = new StatusLine(stderr);
    const of = workload.steps.length;
    const smaller = await searchedUntil(
      search,
      workload,
      (candidate) => shows(fails, candidate),
      signal,
      ({ tried, steps }) =>
        line.say(`${number.format(tried)} tried, ${steps} of ${of} steps are left`),
    );
    line.stop();
    const text = `${JSON.stringify(smaller, null, 2)}\n`;
    stderr.write(`${what}: ${of} steps became ${smaller.steps.length}\n`);
    if (signal.aborted) stderr.write('interrupted: this is the smallest so far\n');
    if (out !== undefined) {
      writeWhole(dirname(out), basename(out), text);
      for (const step of smaller.steps) stderr.write(`  ${stepLine(step)}\n`);
    } else process.stdout.write(text);
    return signal.aborted ? EXIT_INTERRUPTED : EXIT_OK;
  });
}
