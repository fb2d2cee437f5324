import type { MpuMachine } from '../../../models/contract/mpu';
import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import { firstMpuDifference, OBSERVED_STRIDE } from '../../../models/contract/mpu-encoded';
import type {
  MpuProcessor,
  MpuProcessorImplementation,
} from '../../../models/contract/mpu-implementation';
import { smallestSubset } from '../smallest-subset';
import { mendable } from '../variants';

/** What a step shows of a deviation: the status code of a fault alone, or more than that. */
export const Showing = { Nothing: 0, Code: 1, More: 2 } as const;
export type Showing = (typeof Showing)[keyof typeof Showing];

/**
 * Tells from which documented deviations it comes that a real processor does not show what the
 * architecture says.
 */
export class MpuExplainer {
  private readonly ids: readonly string[];
  /** By machine and deviations. */
  private readonly processors = new Map<string, MpuProcessor>();
  /** What was shown of the program that was asked for last, by deviations. */
  private shown = new Map<string, Int32Array>();
  private last: EncodedMpuProgram | undefined;
  /** How many programs each deviation alone explained. */
  private readonly explained: Record<string, number> = {};

  /** @param model of the real one, whose deviations can be mended */
  constructor(private readonly model: MpuProcessorImplementation) {
    this.ids = mendable(model);
  }

  /** What the model shows. */
  twin(program: EncodedMpuProgram): Int32Array {
    return this.with(this.ids, program);
  }

  /** What the model shows with everything mended. */
  architecture(program: EncodedMpuProgram): Int32Array {
    return this.with([], program);
  }

  /** What the model shows with no deviations but these. */
  with(ids: readonly string[], program: EncodedMpuProgram): Int32Array {
    if (this.last !== program) this.shown.clear();
    this.last = program;
    const key = ids.join();
    let observations = this.shown.get(key);
    if (!observations) {
      observations = new Int32Array(program.length * OBSERVED_STRIDE);
      this.processor(ids, program.machine).run(program, observations);
      this.shown.set(key, observations);
    }
    return observations;
  }

  private processor(ids: readonly string[], machine: MpuMachine): MpuProcessor {
    const key = `${JSON.stringify(machine)} ${ids.join()}`;
    let processor = this.processors.get(key);
    if (!processor) {
      const mended = this.ids.filter((id) => !ids.includes(id));
      const model = mended.length === 0 ? this.model : this.model.repaired!(mended);
      this.processors.set(key, (processor = model.create(machine)));
    }
    return processor;
  }

  /**
   * The fewest deviations with which the architecture's answer is what was observed: none of them
   * can be left out. The model itself must show it.
   */
  causes(program: EncodedMpuProgram, observed: Int32Array): readonly string[] {
    const explain = (ids: readonly string[]): boolean =>
      firstMpuDifference(this.with(ids, program), observed) < 0;
    if (explain([])) return [];
    // What alone explains most programs is asked first: there are some that nearly all show.
    const usual = this.usual();
    const found =
      usual !== undefined && explain([usual]) ? [usual] : smallestSubset(this.ids, explain);
    if (found.length === 1) this.explained[found[0]] = (this.explained[found[0]] ?? 0) + 1;
    return found;
  }

  /** How well some step shows a deviation and no other one. */
  shows(id: string, program: EncodedMpuProgram, observed: Int32Array): Showing {
    const alone = this.with([id], program);
    const architecture = this.architecture(program);
    let best: Showing = Showing.Nothing;
    for (let word = 0; word < observed.length; word += OBSERVED_STRIDE) {
      const step = (of: Int32Array): Int32Array => of.subarray(word, word + OBSERVED_STRIDE);
      const [shown, right] = [step(alone), step(architecture)];
      if (firstMpuDifference(shown, right) < 0) continue;
      if (firstMpuDifference(shown, step(observed)) >= 0) continue;
      if (firstMpuDifference(shown, right, false) >= 0) return Showing.More;
      best = Showing.Code;
    }
    return best;
  }

  private usual(): string | undefined {
    let best: string | undefined;
    for (const [id, count] of Object.entries(this.explained)) {
      if (best === undefined || count > this.explained[best]) best = id;
    }
    return best;
  }
}
