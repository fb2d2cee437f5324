import pc from 'picocolors';
import { firstMpuDifference } from '../../models/contract/mpu-encoded';
import type { MpuRequirement } from '../../properties/mpu/requirement';
import type { MpuPiece } from '../engine/mpu/runner';
import { isScript } from '../engine/mpu/runner';
import { selectRequirements } from '../engine/select';
import { InputError, TargetDied } from '../errors';
import type { LoadedPiece } from '../files';
import { minimisingMpu } from '../workload/mpu/shrink';
import { minimisingMpuScript } from '../workload/mpu-script/shrink';
import { EXIT_FAILED } from './exit';
import { PlacedRunner } from './mpu-runner';
import type { ShrinkOptions } from './shrink';
import { shrinkTo } from './shrinking';

/** What a smaller piece has to show. */
interface Wanted {
  what: string;
  fails: (candidate: MpuPiece) => Promise<boolean>;
}

/** Two processors show something else. */
function differing([a, b]: readonly PlacedRunner[]): Wanted {
  return {
    what: `${a.id} and ${b.id} do not show the same`,
    fails: async (candidate) => {
      const [one, other] = [await a.run(candidate), await b.run(candidate)];
      return firstMpuDifference(one.observations!, other.observations!) >= 0;
    },
  };
}

/** One breaks what it breaks on the whole piece: what the finding is about, if that is among it. */
async function breaking(
  runner: PlacedRunner,
  { piece, finding }: LoadedPiece,
  requirements: readonly MpuRequirement[],
): Promise<Wanted> {
  const broken = (await runner.run(piece)).breaks.map(({ requirement }) => requirement);
  const own = broken.find((n) => requirements[n].id === finding?.requirements[0]);
  const wanted = own ?? broken[0];
  return {
    what: `${runner.id} breaks ${broken.length > 0 ? requirements[wanted].id : 'a requirement'}`,
    fails: async (candidate) =>
      (await runner.run(candidate)).breaks.some(({ requirement }) => requirement === wanted),
  };
}

/** `lockstep shrink` of a region program or a script. @returns the exit status */
export async function shrinkMpu(
  file: string,
  loaded: LoadedPiece,
  { impl, requirements: selector, out }: ShrinkOptions,
): Promise<number> {
  const { piece } = loaded;
  if (impl.length === 2 && isScript(piece)) {
    throw new InputError(`${file}: two hypervisors are not compared: give one --impl`);
  }
  const requirements = selectRequirements(selector).mpu;
  const runners = impl.map((id) => new PlacedRunner(file, id, piece, requirements));
  try {
    const wanted =
      runners.length === 2 ? differing(runners) : await breaking(runners[0], loaded, requirements);
    const search = isScript(piece) ? minimisingMpuScript(piece) : minimisingMpu(piece);
    return await shrinkTo<MpuPiece>({ file, workload: piece, ...wanted, search, out });
  } catch (error) {
    if (!(error instanceof TargetDied)) throw error;
    process.stdout.write(`${pc.red(error.message)}\n`);
    return EXIT_FAILED;
  } finally {
    for (const runner of runners) await runner.close();
  }
}
