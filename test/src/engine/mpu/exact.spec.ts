import type { EncodedMpuProgram } from '../../../../models/contract/mpu-encoded';
import { pmsav8 } from '../../../../models/pmsav8';
import { InputError, TargetDied } from '../../../../src/errors';
import { exactMpuProgram, MpuExactness } from '../../../../src/engine/mpu/exact';
import { ExactMpuShrinker } from '../../../../src/engine/mpu/exact-shrink';
import { r52Twin } from '../../../../src/targets/r52/twin';
import { encodeMpu } from '../../../../src/workload/mpu/encode';
import { asTwin, fakeTarget } from './fakes';

const options = { twin: r52Twin, seed: 1, runs: 250 };

describe('MpuExactness', () => {
  it('finds no difference where there is none, and which deviations showed', async () => {
    const result = await new MpuExactness({ ...options, target: fakeTarget(asTwin) }).run();

    expect(result).toMatchObject({ programs: 250, equal: 250, differing: [], failed: [] });
    const ids = ['R52-SH', 'R52-RES0', 'R52-FSC'];
    expect(Object.keys(result.deviations)).toEqual(expect.arrayContaining(ids));
    expect(result.conforming).toBeGreaterThan(0);
    expect(result.conforming).toBeLessThan(250);
    // None of the deviations concerns what is allowed.
    expect(result.sameVerdict).toBe(result.probes);
  });

  it('finds a program on which the target shows something else', async () => {
    const target = fakeTarget((program, observations) => {
      asTwin(program, observations);
      // The last probe of every program with 100 steps or more.
      if (program.length >= 100) observations[observations.length - 2] ^= 1;
      return undefined;
    });

    const { equal, differing } = await new MpuExactness({ ...options, target }).run();

    expect(differing.length).toBeGreaterThan(10);
    expect(equal).toBe(250 - differing.length);
    for (const { index, step } of differing) {
      const { length } = exactMpuProgram({ ...options, target }, index);
      expect(length).toBeGreaterThanOrEqual(100);
      expect(step).toBe(length - 1);
    }
  });

  it('tells a program that cannot run from one that contradicts itself', async () => {
    const target = fakeTarget((program, observations) => {
      if (program.length === 160) return new InputError('not here');
      if (program.length > 160) return new Error('two answers');
      return asTwin(program, observations);
    });

    const { equal, refused, failed } = await new MpuExactness({ ...options, target }).run();

    expect([refused > 0, failed.length > 0]).toEqual([true, true]);
    expect(equal).toBe(250 - refused - failed.length);
  });

  it('finds the same on several targets side by side, whichever is done first', async () => {
    let opened = 0;
    const slowFirst = {
      ...fakeTarget(asTwin),
      open: () => {
        const remote = fakeTarget(asTwin).open();
        const isSlow = opened++ === 0;
        const run: typeof remote.run = async (...given) => {
          for (let turn = 0; isSlow && turn < 50; turn++) await new Promise(setImmediate);
          return remote.run(...given);
        };
        return { ...remote, run };
      },
    };
    const runs = 650;

    const one = await new MpuExactness({ ...options, runs, target: fakeTarget(asTwin) }).run();
    const three = await new MpuExactness({ ...options, runs, target: slowFirst, lanes: 3 }).run();

    expect(opened).toBe(3);
    expect({ ...three, seconds: 0 }).toEqual({ ...one, seconds: 0 });
    expect(three.programs).toBe(runs);
  });

  it('passes on what a target throws, with others still running', async () => {
    const target = fakeTarget(() => {
      throw new Error('no cable');
    });

    const running = new MpuExactness({ ...options, target, lanes: 3 }).run();

    await expect(running).rejects.toThrow('no cable');
  });

  it('finds out of which program a batch died', async () => {
    const deadly = exactMpuProgram({ ...options, target: fakeTarget(asTwin) }, 37);
    const isDeadly = (program: EncodedMpuProgram): boolean =>
      Buffer.from(program.steps.buffer).equals(Buffer.from(deadly.steps.buffer));
    const target = fakeTarget((program, observations) => {
      if (isDeadly(program)) throw new TargetDied('fake', 'killed', 'SIGSEGV', '');
      return asTwin(program, observations);
    });

    const { equal, failed } = await new MpuExactness({ ...options, target }).run();

    expect(failed.map(({ index }) => index)).toEqual([37]);
    expect(equal).toBe(249);
  });
});

describe('ExactMpuShrinker', () => {
  it('finds the smallest program that shows a deviation', async () => {
    const target = fakeTarget(asTwin);
    const { deviations } = await new MpuExactness({ ...options, target }).run();
    const shrinker = new ExactMpuShrinker({ ...options, target }, target.open());

    const { steps } = await shrinker.ofDeviation(deviations['R52-RES0'].first!, 'R52-RES0');

    expect(steps.map(({ step }) => step)).toEqual(['write', 'read']);
  });

  it.each(['R52-FSC', 'R52-SH'])('finds a program that shows %s and no other one', async (id) => {
    const target = fakeTarget(asTwin);
    const { deviations } = await new MpuExactness({ ...options, target }).run();
    const shrinker = new ExactMpuShrinker({ ...options, target }, target.open());
    const program = await shrinker.ofDeviation(deviations[id].first!, id);

    const finding = await shrinker.finding(program, 'out', deviations[id].programs, id);

    expect(program.steps.length).toBeLessThan(8);
    expect(finding.cause).toEqual([`qemu:r52 ${id}`]);
    const encoded = encodeMpu(program);
    const without = new Int32Array(encoded.length * 3);
    r52Twin.repaired([id]).create(target.machine).run(encoded, without);
    const right = new Int32Array(without.length);
    pmsav8.create(target.machine).run(encoded, right);
    expect(without).toEqual(right);
    const [shown, expected] = finding.traces.map((trace) => trace.shown[finding.step]);
    expect(shown).not.toBe(expected);
  });

  it('tells the status codes of faults', async () => {
    const target = fakeTarget(asTwin);
    const { deviations } = await new MpuExactness({ ...options, target }).run();
    const shrinker = new ExactMpuShrinker({ ...options, target }, target.open());
    const program = await shrinker.ofDeviation(deviations['R52-FSC'].first!, 'R52-FSC');

    const { step, traces, requirements } = await shrinker.finding(program, 'out', 1, 'R52-FSC');

    expect(traces.map(({ shown }) => shown[step])).toEqual([
      expect.stringMatching(/^fault in stage [12], status 0b001100$/),
      expect.stringMatching(/^fault in stage [12], status 0b000100$/),
    ]);
    // MPU-A-007
    expect(requirements).toEqual([]);
  });

  it('finds the smallest program on which target and twin differ', async () => {
    // A target in which the second write of HCR_EL2 is lost.
    const target = fakeTarget((program, observations) => {
      asTwin(program, observations);
      let writes = 0;
      for (let n = 0; n < program.length; n++) {
        const isHcr = program.steps[n * 5] === 0 && program.steps[n * 5 + 1] === 14;
        if (isHcr && ++writes === 2) observations[n * 3] = 4;
      }
      return undefined;
    });
    const { differing } = await new MpuExactness({ ...options, target }).run();
    const shrinker = new ExactMpuShrinker({ ...options, target }, target.open());

    const { steps } = await shrinker.ofDifference(differing[0].index);

    expect(steps).toEqual(Array(2).fill({ step: 'write', register: 'HCR_EL2', value: '0x0' }));
  });
});
