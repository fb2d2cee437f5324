import { createHash } from 'node:crypto';
import type { MpuImplementation } from '../../../models/contract/mpu-implementation';
import {
  firstMpuDifference,
  OBSERVED_LOW,
  OBSERVED_STRIDE,
} from '../../../models/contract/mpu-encoded';
import type { MpuRegisterAccess, MpuShown } from '../../../models/contract/mpu-script';
import { scriptRegisterName } from '../../../models/contract/mpu-script';
import type { MpuFinding } from '../../../reports/schema/mpu-finding';
import { decodeMpuObservation, encodeMpu, hexOf } from '../../workload/mpu/encode';
import { searchedUntil } from '../../workload/minimising';
import { minimiseMpu, minimisingMpu } from '../../workload/mpu/shrink';
import { minimiseMpuScript, minimisingMpuScript } from '../../workload/mpu-script/shrink';
import { AsModel } from './as-model';
import type { MpuCampaignOptions, MpuFailure } from './campaign';
import type { MpuDifference } from './compare';
import { isReal } from './compare';
import type { Judged, MpuPiece } from './runner';
import { canBe, isScript, modelOf, MpuRunner } from './runner';

function accessWords(access: MpuRegisterAccess): string {
  if (access.does !== 'write' && access.does !== 'read') {
    return access.does === 'isb' ? 'ISB' : 'DSB ISB';
  }
  const { does, register, index, low, high } = access;
  const name = scriptRegisterName(register, index);
  return `${does === 'write' ? '' : 'read '}${name} = ${hexOf(low, high)}`;
}

function shownWords({ result, low, high, accesses, strayBytes }: MpuShown): string {
  const value = result === 'value' ? hexOf(low, high) : `${result} ${hexOf(low, high)}`;
  const stray = strayBytes > 0 ? `, ${strayBytes} bytes stored beside their object` : '';
  const what = `${result === 'value' || low !== 0 || high !== 0 ? value : result}${stray}`;
  const words = accesses.map(accessWords);
  return words.length > 0 ? `${what}: ${words.join('; ')}` : what;
}

/** By SH. */
const shareabilities = [
  'non-shareable',
  'shareability 01 (reserved)',
  'outer-shareable',
  'inner-shareable',
] as const;

/** What each step of a piece showed, in words. */
export function wordsOf(
  piece: MpuPiece,
  { observations, shown }: Pick<Judged, 'observations' | 'shown'>,
): string[] {
  if (shown) return shown.map(shownWords);
  return piece.steps.map((_, n) => {
    const one = decodeMpuObservation(observations!, n);
    switch (one.outcome) {
      case 'value':
        return one.value;
      case 'allowed': {
        const sh = observations![n * OBSERVED_STRIDE + OBSERVED_LOW] >> 8;
        return `allowed, memory 0x${one.memory.toString(16)}, ${shareabilities[sh]}`;
      }
      case 'fault':
        return `fault in stage ${one.stage}${one.status ? `, status ${one.status}` : ''}`;
      default:
        return one.outcome === 'none' ? '' : one.outcome;
    }
  });
}

/** A smaller piece for which something still holds. */
function minimise(piece: MpuPiece, holds: (candidate: MpuPiece) => boolean): MpuPiece {
  return isScript(piece) ? minimiseMpuScript(piece, holds) : minimiseMpu(piece, holds);
}

/** Same content, same id: the requirement or what it is about, and the piece. */
export function mpuFindingId(subject: string, named: readonly string[], piece: MpuPiece): string {
  const text = JSON.stringify([subject, named, piece.machine, piece.steps]);
  return `${subject}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}

/** What a finding tells. */
export interface About extends Pick<
  MpuFinding,
  'kind' | 'title' | 'requirements' | 'step' | 'hits' | 'traces'
> {
  subject: string;
  culprits: readonly MpuImplementation[];
  cause: string[];
  explanation: NonNullable<MpuFinding['explanation']>;
}

/** The same for what has to be asked elsewhere. */
async function smaller(
  piece: MpuPiece,
  fails: (candidate: MpuPiece) => Promise<boolean>,
  signal: AbortSignal,
): Promise<MpuPiece> {
  return isScript(piece)
    ? searchedUntil(minimisingMpuScript(piece), piece, fails, signal, () => undefined)
    : searchedUntil(minimisingMpu(piece), piece, fails, signal, () => undefined);
}

/** A finding as it is written into the folder `findings` of a folder. */
export function asMpuFinding(piece: MpuPiece, about: About, folder: string): MpuFinding {
  const { subject, culprits, ...rest } = about;
  const named = culprits.map((one) => one.id);
  const id = mpuFindingId(subject, named, piece);
  const ids = named.map((one) => `--impl ${one}`).join(' ');
  return {
    format: 'lockstep-mpu-finding-1',
    id,
    ...rest,
    implementations: named,
    ...(isScript(piece) ? { script: piece } : { program: piece }),
    replay: `lockstep replay ${folder}/findings/${id}.json ${ids}`,
  };
}

/** Makes findings out of what a campaign on MPUs found. */
export class MpuFindings {
  constructor(
    private readonly options: MpuCampaignOptions,
    private readonly folder: string,
  ) {}

  /** The finding for a broken requirement. @param signal when to stop looking for a smaller piece */
  async ofFailure(failure: MpuFailure, signal: AbortSignal): Promise<MpuFinding> {
    const { implementations, requirements } = this.options;
    const implementation = implementations[failure.implementation];
    const requirement = requirements[failure.requirement];
    const own = implementation.kind === 'hypervisor' ? implementation : modelOf(implementation);
    const alone = new MpuRunner(own, [requirement]);
    const real = new AsModel(implementation);
    let { piece } = failure;
    let observed: Int32Array | undefined;
    try {
      const isOfModel = alone.run(piece).breaks.length > 0;
      const breaksIt = async (candidate: MpuPiece): Promise<boolean> => {
        if (!canBe(implementation.machines, candidate.machine)) return false;
        // The model is quicker to ask; what is real has to show the same.
        const { breaks, observations } = alone.run(candidate);
        if (isScript(candidate)) return breaks.length > 0;
        const program = encodeMpu(candidate);
        if (isOfModel) return breaks.length > 0 && real.shows(program, observations!);
        const shown = await real.observed(program);
        return shown !== undefined && alone.judgeProgram(program, shown).length > 0;
      };
      if (await breaksIt(piece)) piece = await smaller(piece, breaksIt, signal);
      if (!isOfModel && !isScript(piece)) observed = await real.observed(encodeMpu(piece));
    } finally {
      await real.close();
    }
    const judge = (runner: MpuRunner): Judged => {
      if (!observed || isScript(piece)) return runner.run(piece);
      return { breaks: runner.judgeProgram(encodeMpu(piece), observed), observations: observed };
    };
    const shown = judge(new MpuRunner(own, requirements));
    const broken = shown.breaks.map((one) => requirements[one.requirement].id);
    const step = judge(alone).breaks[0]?.step ?? 0;
    const causes = [...failure.causes].sort(([, a], [, b]) => b - a).map(([id]) => id);
    const documented = causes.flatMap((id) =>
      implementation.deviations.filter((deviation) => deviation.id === id),
    );
    return this.finding(piece, {
      kind: 'requirement',
      subject: requirement.id,
      title: `${implementation.id} breaks ${requirement.id}: ${requirement.title}`,
      culprits: [implementation],
      requirements: [...new Set([requirement.id, ...broken])],
      step,
      hits: failure.hits,
      cause: causes.map((id) => `${implementation.id} ${id}`),
      explanation: documented.map(({ id, title, kind, evidence }) => ({
        ...{ implementation: implementation.id, id, title, kind, evidence },
      })),
      traces: [
        { implementation: observed ? implementation.id : own.id, shown: wordsOf(piece, shown) },
      ],
    });
  }

  /**
   * The finding for two processors that do not show the same. One that is real is not asked again: the
   * piece stays as it is.
   */
  ofDifference({ pair, differing, first }: MpuDifference, shrinks: boolean): MpuFinding {
    const both = pair.map((n) => this.options.implementations[n]);
    const runners = both.some(isReal) ? [] : both.map((one) => new MpuRunner(one, []));
    const shownOf = (candidate: MpuPiece): readonly Int32Array[] =>
      runners.length === 0
        ? first!.shown
        : runners.map((runner) => runner.run(candidate).observations!);
    const differsAt = (candidate: MpuPiece): number => {
      if (!both.every(({ machines }) => canBe(machines, candidate.machine))) return -1;
      const [one, two] = shownOf(candidate);
      return firstMpuDifference(one, two);
    };
    const { piece } = first!;
    const canShrink = shrinks && runners.length > 0;
    const smaller = canShrink ? minimise(piece, (candidate) => differsAt(candidate) >= 0) : piece;
    return this.finding(smaller, {
      kind: 'difference',
      subject: 'MPU-DIFFERENCE',
      title: `${both.map(({ id }) => id).join(' and ')} do not show the same`,
      culprits: both,
      requirements: [],
      step: differsAt(smaller),
      hits: differing,
      cause: [],
      explanation: [],
      traces: shownOf(smaller).map((observations, n) => ({
        implementation: both[n].id,
        shown: wordsOf(smaller, { observations }),
      })),
    });
  }

  private finding(piece: MpuPiece, about: About): MpuFinding {
    return asMpuFinding(piece, about, this.folder);
  }
}
