import { fc, test } from '@fast-check/jest';
import type { MpuProgram, MpuStep } from '../../../../models/contract/mpu';
import type { EncodedMpuProgram } from '../../../../models/contract/mpu-encoded';
import { OBSERVED_STRIDE } from '../../../../models/contract/mpu-encoded';
import { MpuSystem } from '../../../../models/pmsav8';
import { checkMpuProgram } from '../../../../src/validate';
import { decodeMpu, encodeMpu } from '../../../../src/workload/mpu/encode';
import { MpuGenerator } from '../../../../src/workload/mpu/generator';
import { isLegal } from '../../../../src/workload/mpu/legal';
import {
  minimiseMpu,
  minimiseMpuElsewhere,
  mpuShrinkCandidates,
} from '../../../../src/workload/mpu/shrink';

const programs = fc
  .tuple(fc.integer({ min: 0, max: 0x7fffffff }), fc.nat(1000))
  .map(([seed, index]): MpuProgram => {
    const generator = new MpuGenerator(seed, { maxSteps: 60 });
    const encoded = generator.newProgram();
    generator.generate(index, encoded);
    return decodeMpu(encoded, { seed, index });
  });

function bits(step: MpuStep): number {
  const text = step.step === 'write' ? step.value : step.step === 'probe' ? step.address : '0x0';
  return BigInt(text).toString(2).replaceAll('0', '').length;
}

/** What a user has to read; nothing of it may grow. */
function sizes({ machine, steps }: MpuProgram): number[] {
  return [
    steps.length,
    steps.reduce((sum, step) => sum + bits(step), 0),
    machine.el1Regions,
    machine.el2Regions,
    machine.vmsa ? 1 : 0,
  ];
}

function observe(encoded: EncodedMpuProgram, change?: (system: MpuSystem) => void): string {
  const system = new MpuSystem(encoded.machine);
  change?.(system);
  const observations = new Int32Array(encoded.length * OBSERVED_STRIDE);
  system.run(encoded, observations);
  return observations.join();
}

describe('mpuShrinkCandidates', () => {
  test.prop([programs], { numRuns: 8 })('gives other legal programs, none larger', (given) => {
    const before = sizes(given);
    const text = JSON.stringify(given);

    let count = 0;
    for (const candidate of mpuShrinkCandidates(given)) {
      if (count++ % 7 !== 0) continue;
      expect(isLegal(encodeMpu(checkMpuProgram(candidate)))).toBe(true);
      expect(sizes(candidate).filter((size, n) => size > before[n])).toEqual([]);
      expect(JSON.stringify(candidate)).not.toBe(text);
    }

    expect(count).toBeGreaterThan(given.steps.length / 2);
    expect(JSON.stringify(given)).toBe(text);
  });
});

describe('minimiseMpu', () => {
  const swapped = (system: MpuSystem): void => {
    const memoryType = system.el2.memoryType.bind(system.el2);
    system.el2.memoryType = (attribute) => memoryType(attribute ^ 4);
  };
  const firstWins = (system: MpuSystem): void => {
    const match = system.el1.match.bind(system.el1);
    system.el1.match = (address) => (match(address) === -2 ? 0 : match(address));
  };

  it.each([
    // MAIR, a region, the MPU on, a barrier, a probe.
    ['MAIR words swapped', swapped, 6],
    // Two regions of one granule, the MPU on, a barrier, a probe.
    ['two regions match', firstWins, 8],
  ])('finds what little shows a fault: %s', (_name, fault, most) => {
    const fails = (program: MpuProgram): boolean => {
      const encoded = encodeMpu(program);
      return observe(encoded) !== observe(encoded, fault);
    };
    const found = fc.sample(programs, { numRuns: 200, seed: 3 }).find(fails);

    const minimal = minimiseMpu(found!, fails);

    expect(fails(minimal)).toBe(true);
    expect(isLegal(encodeMpu(minimal))).toBe(true);
    expect(minimal.origin).toBeUndefined();
    expect(minimal.steps.length).toBeLessThanOrEqual(most);
    expect(minimiseMpu(minimal, fails)).toEqual(minimal);
  });

  test.prop([programs], { numRuns: 3 })('finds the same elsewhere, from text', async (given) => {
    const fails = ({ steps }: MpuProgram): boolean =>
      steps.filter(({ step }) => step === 'probe').length > 1;
    const fromFile = checkMpuProgram(JSON.parse(JSON.stringify(given)));

    const elsewhere = await minimiseMpuElsewhere(fromFile, (p) => Promise.resolve(fails(p)));

    expect(elsewhere).toEqual(minimiseMpu(given, fails));
  });

  it('shrinks a program that is not legal, too', () => {
    const steps: MpuStep[] = [
      { step: 'write', register: 'PRSELR_EL2', value: '0xff' },
      { step: 'write', register: 'PRBAR_EL2', value: '0x1fc0' },
    ];
    const machine = { format: 32, el1Regions: 16, el2Regions: 16, vmsa: false } as const;
    const given: MpuProgram = { format: 'lockstep-region-program-1', machine, steps };

    const minimal = minimiseMpu(given, (p) =>
      p.steps.some((s) => 'value' in s && s.value === '0xff'),
    );

    expect(minimal.steps).toEqual([steps[0]]);
    expect(minimal.machine).toMatchObject({ el1Regions: 0, el2Regions: 0 });
  });
});
