import { join } from 'node:path';
import pc from 'picocolors';
import type {
  ExactScriptOptions,
  ExactScriptResult,
  RealHypervisor,
} from '../engine/mpu/exact-scripts';
import { ExactScriptFindings } from '../engine/mpu/exact-script-findings';
import { ScriptExactness } from '../engine/mpu/exact-scripts';
import type { MpuFinding } from '../../reports/schema/mpu-finding';
import { openOutput, writeFinding } from '../files';
import { checkMpuFinding } from '../validate';
import { boundsOf } from './bounds';
import type { ExactMpuCommandOptions } from './exact-mpu';
import { EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK } from './exit';
import { interruptible } from './interrupt';
import { ProgressView } from './progress';

/** Scripts that differ from the model which are shrunk. */
const MAX_SHRUNK = 5;
/** Scripts that differ which are named. */
const MAX_TOLD = 10;

const number = new Intl.NumberFormat('en-US');

/**
 * `lockstep exact` for a hypervisor on an MPU: fresh random scripts on the real one and on the model of
 * it, step by step: results, every access to a register, and the table.
 * @returns the exit status
 */
export async function exactScripts(
  target: RealHypervisor,
  given: ExactMpuCommandOptions,
): Promise<number> {
  const out = process.stdout;
  const folder = join(given.out, 'findings');
  openOutput(folder);
  const options: ExactScriptOptions = { target, ...boundsOf(given) };
  return interruptible(async (signal) => {
    out.write(`lockstep exact: seed ${options.seed}, ${target.id}, ${target.title}\n`);
    const view = new ProgressView<ExactScriptResult & { workloads: number }>(options, out, words);
    options.signal = signal;
    options.onProgress = (result) => view.update({ ...result, workloads: result.scripts });
    const result = await new ScriptExactness(options).run();
    view.stop();
    await writeFindings(options, result, given.out);
    report(target, result, folder);
    if (result.differing.length + result.deaths.length > 0) return EXIT_FAILED;
    return result.interrupted ? EXIT_INTERRUPTED : EXIT_OK;
  });
}

async function writeFindings(
  options: ExactScriptOptions,
  { differing, deviations }: ExactScriptResult,
  out: string,
): Promise<void> {
  const maker = new ExactScriptFindings(options, out);
  const write = (finding: MpuFinding): void =>
    writeFinding(join(out, 'findings'), checkMpuFinding(finding));
  for (const { index } of differing.slice(0, MAX_SHRUNK)) {
    process.stdout.write(`shrinking script ${index}\n`);
    write(await maker.ofDifference(index));
  }
  if (deviations.size > 0) process.stdout.write(`shrinking ${deviations.size} deviations\n`);
  for (const [id, index] of [...deviations].sort()) write(await maker.ofDeviation(index, id));
}

function words({ scripts, steps, seconds, differing }: ExactScriptResult): string {
  const each = Math.round(scripts / Math.max(seconds, 0.001));
  return `${number.format(scripts)} scripts (${each}/s), ${number.format(steps)} steps, ${differing.length} differing`;
}

function report({ id, twin }: RealHypervisor, result: ExactScriptResult, folder: string): void {
  const out = process.stdout;
  const { scripts, differing, deaths, deviations } = result;
  out.write(`${words(result)}\n`);
  for (const { index, step } of differing.slice(0, MAX_TOLD)) {
    out.write(`script ${index} differs at step ${step}\n`);
  }
  if (differing.length > MAX_TOLD) out.write(`and ${differing.length - MAX_TOLD} more\n`);
  for (const { index, died } of deaths) out.write(`script ${index}: ${died.message}\n`);
  const known = twin.deviations.filter((one) => deviations.has(one.id));
  for (const one of known) out.write(`${one.id}: ${one.title}\n`);
  if (differing.length + known.length > 0) {
    out.write(`smallest scripts, as findings: ${folder}\n`);
  }
  const same = scripts - differing.length - deaths.length;
  const verdict = `${id} and ${twin.id}: ${same} of ${scripts} scripts show the same\n`;
  out.write(same === scripts ? pc.green(verdict) : pc.red(verdict));
  if (result.interrupted) out.write('interrupted: this covers what was done\n');
}
