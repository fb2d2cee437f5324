import pc from 'picocolors';
import { firstMpuDifference } from '../../models/contract/mpu-encoded';
import type { MpuRequirement } from '../../properties/mpu/requirement';
import { wordsOf } from '../engine/mpu/findings';
import type { Judged } from '../engine/mpu/runner';
import { isScript } from '../engine/mpu/runner';
import { TargetDied } from '../errors';
import type { LoadedPiece } from '../files';
import { EXIT_FAILED, EXIT_OK } from './exit';
import { PlacedRunner } from './mpu-runner';
import { stepLine } from './step-line';

/** `lockstep replay` of a region program or a script. @returns the exit status */
export async function replayMpu(
  file: string,
  { piece, finding }: LoadedPiece,
  ids: readonly string[] | undefined,
  requirements: readonly MpuRequirement[],
): Promise<number> {
  const byDefault = isScript(piece) ? 'model:xen-mpu@2026' : 'model:pmsav8';
  const named = ids ?? finding?.implementations ?? [byDefault];
  const runners = named.map((id) => new PlacedRunner(file, id, piece, requirements));
  const out = process.stdout;
  const results: Judged[] = [];
  try {
    for (const runner of runners) results.push(await runner.run(piece));
  } catch (error) {
    if (!(error instanceof TargetDied)) throw error;
    out.write(`${pc.red(error.message)}\n`);
    return EXIT_FAILED;
  } finally {
    for (const runner of runners) await runner.close();
  }
  if (finding) out.write(`${finding.title}\n`);
  const { format, el1Regions, el2Regions } = piece.machine;
  out.write(`PMSAv8-${format}, ${el1Regions} regions of EL1, ${el2Regions} of EL2\n\n`);
  const shown = results.map((result) => wordsOf(piece, result));
  piece.steps.forEach((step, n) => {
    const marks = results.flatMap(({ breaks }, i) =>
      breaks
        .filter((one) => one.step === n)
        .map((one) => `${requirements[one.requirement].id} broken by ${named[i]}`),
    );
    const text = `${marks.length > 0 ? '>' : ' '} ${String(n).padStart(3)}  ${stepLine(step)}`;
    out.write(marks.length > 0 ? `${pc.red(text)}\n` : `${text}\n`);
    named.forEach((id, i) => {
      if (shown[i][n] !== '') out.write(`         ${id}: ${shown[i][n]}\n`);
    });
    for (const mark of marks) out.write(`       ^ ${mark}\n`);
  });
  out.write('\n');
  let failed = false;
  named.forEach((id, i) => {
    const broken = results[i].breaks.map((one) => requirements[one.requirement].id);
    failed ||= broken.length > 0;
    out.write(
      `${id}: ${broken.length === 0 ? 'no requirement broken' : `breaks ${broken.join(', ')}`}\n`,
    );
  });
  const differ = results.some(({ observations }, n) =>
    observations
      ? firstMpuDifference(observations, results[0].observations!) >= 0
      : shown[n].join('\n') !== shown[0].join('\n'),
  );
  if (differ) out.write('they do not show the same\n');
  return failed || differ ? EXIT_FAILED : EXIT_OK;
}
