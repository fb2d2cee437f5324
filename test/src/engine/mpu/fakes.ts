import type { EncodedMpuProgram } from '../../../../models/contract/mpu-encoded';
import { MPU_STRIDE, OBSERVED_STRIDE } from '../../../../models/contract/mpu-encoded';
import { MpuSystem } from '../../../../models/pmsav8';
import type { ExactMpuTarget } from '../../../../src/engine/mpu/exact';
import type { SwitchingRemote } from '../../../../src/engine/mpu/in-turns';
import { r52 } from '../../../../src/targets/r52/r52';
import { r52Twin } from '../../../../src/targets/r52/twin';

/** A target that is a model in this process. */
export function fakeTarget(
  answer: (program: EncodedMpuProgram, observations: Int32Array) => Error | undefined,
): ExactMpuTarget {
  const remote = {
    run: (programs: readonly EncodedMpuProgram[], observations: readonly Int32Array[]) =>
      new Promise<(Error | undefined)[]>((resolve) =>
        resolve(programs.map((program, n) => answer(program, observations[n]))),
      ),
    close: () => Promise.resolve(),
  };
  return { ...r52, open: () => remote };
}

/** One that answers as the twin does. */
export function asTwin(program: EncodedMpuProgram, observations: Int32Array): undefined {
  r52Twin.create(program.machine).run(program, observations);
}

/** The part of a program from one step to before another. */
function part({ machine, steps }: EncodedMpuProgram, from: number, to: number): EncodedMpuProgram {
  const words = steps.subarray(from * MPU_STRIDE, to * MPU_STRIDE);
  return { machine, steps: words, length: to - from };
}

/** A processor that switches as the architecture has it. `keeps`: words of the image it saves. */
export function switching(keeps: (word: number) => boolean = () => true): SwitchingRemote {
  return {
    run: () => Promise.resolve([]),
    close: () => Promise.resolve(),
    runInTurns: (programs, observations, slice) => {
      const system = new MpuSystem(programs[0].machine);
      const images = programs.map(() => new Int32Array(system.el1.imageWords));
      const present = new Int32Array(system.el1.imageWords);
      for (let from = 0; programs.some(({ length }) => from < length); from += slice) {
        for (const [n, program] of programs.entries()) {
          if (from >= program.length) continue;
          system.el1.save(present);
          system.el1.restore(images[n].map((value, word) => (keeps(word) ? value : present[word])));
          const to = Math.min(from + slice, program.length);
          const shown = new Int32Array((to - from) * OBSERVED_STRIDE);
          system.run(part(program, from, to), shown);
          observations[n].set(shown, from * OBSERVED_STRIDE);
          system.el1.save(images[n]);
        }
      }
      return Promise.resolve(programs.map(() => undefined));
    },
  };
}
