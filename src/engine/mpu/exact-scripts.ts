import { isDeepStrictEqual } from 'node:util';
import type { MpuHypervisorImplementation } from '../../../models/contract/mpu-implementation';
import type { MpuScript } from '../../../models/contract/mpu-script';
import { TargetDied } from '../../errors';
import { commonOffer } from '../../workload/mpu-script/offer';
import { MpuScriptGenerator } from '../../workload/mpu-script/generator';
import { DeviationWatch } from './deviation-watch';

/** A real hypervisor on an MPU, and the model of it. */
export interface RealHypervisor extends MpuHypervisorImplementation {
  twin: MpuHypervisorImplementation;
}

/** What is compared, and how long. */
export interface ExactScriptOptions {
  target: RealHypervisor;
  seed: number;
  /** Stop after this many scripts, … */
  runs?: number;
  /** … or after this many seconds. One of the two. */
  seconds?: number;
  signal?: AbortSignal;
  onProgress?: (progress: ExactScriptResult) => void;
}

export interface ExactScriptResult {
  scripts: number;
  steps: number;
  seconds: number;
  /** Scripts of which the two showed different things, and in which step first. */
  differing: { index: number; step: number }[];
  /** Scripts that the real one died of. */
  deaths: { index: number; died: TargetDied }[];
  /** Deviations of the model that alone make it break a requirement: in which script first. */
  deviations: ReadonlyMap<string, number>;
  interrupted: boolean;
}

/** How long to work before letting signals and the screen have their turn. */
const SLICE_MS = 40;

/** The script of a comparison with this number. */
export function exactScriptMaker({ target, seed }: ExactScriptOptions): MpuScriptGenerator {
  return new MpuScriptGenerator(seed, commonOffer([target, target.twin]));
}

/** The first step of a script of which two hypervisors show different things, or −1. */
export function firstScriptDifference(
  { machine, layout, steps }: MpuScript,
  pair: readonly [MpuHypervisorImplementation, MpuHypervisorImplementation],
): number {
  const [one, other] = pair.map((implementation) => implementation.create(machine, layout));
  return steps.findIndex((step) => !isDeepStrictEqual(one.execute(step), other.execute(step)));
}

/** Random scripts on a real hypervisor and on the model of it: all that each step showed. */
export class ScriptExactness {
  private readonly generator: MpuScriptGenerator;
  private readonly watch: DeviationWatch;

  constructor(private readonly options: ExactScriptOptions) {
    this.generator = exactScriptMaker(options);
    this.watch = new DeviationWatch(options.target.twin);
  }

  async run(): Promise<ExactScriptResult> {
    const { runs, seconds, signal, onProgress } = this.options;
    const started = performance.now();
    const result: ExactScriptResult = {
      ...{ scripts: 0, steps: 0, seconds: 0, differing: [], deaths: [], interrupted: false },
      deviations: this.watch.first,
    };
    const isDone = (): boolean =>
      (result.interrupted = signal?.aborted === true) ||
      (runs !== undefined && result.scripts >= runs) ||
      (seconds !== undefined && (performance.now() - started) / 1000 >= seconds);
    while (!isDone()) {
      const sliceEnd = performance.now() + SLICE_MS;
      do this.compare(result);
      while (performance.now() < sliceEnd && !isDone());
      result.seconds = (performance.now() - started) / 1000;
      onProgress?.(result);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return result;
  }

  private compare(result: ExactScriptResult): void {
    const { target } = this.options;
    const index = result.scripts++;
    const script = this.generator.generate(index);
    result.steps += script.steps.length;
    try {
      const step = firstScriptDifference(script, [target, target.twin]);
      if (step >= 0) result.differing.push({ index, step });
      else this.watch.look(script, index);
    } catch (error) {
      if (!(error instanceof TargetDied)) throw error;
      result.deaths.push({ index, died: error });
    }
  }
}
