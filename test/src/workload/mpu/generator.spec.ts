import { fc, test } from '@fast-check/jest';
import type { MpuProgram, MpuStep } from '../../../../models/contract/mpu';
import { decodeMpu, encodeMpu } from '../../../../src/workload/mpu/encode';
import type { MpuGeneratorOptions } from '../../../../src/workload/mpu/generator';
import { MpuGenerator, REGION_COUNTS } from '../../../../src/workload/mpu/generator';
import { isLegal } from '../../../../src/workload/mpu/legal';

const seeds = fc.integer({ min: 0, max: 0x7fffffff });

function make(generator: MpuGenerator, index: number): MpuProgram {
  const encoded = generator.newProgram();
  generator.generate(index, encoded);
  return decodeMpu(encoded);
}

function many(count: number, options: MpuGeneratorOptions = {}, seed = 1): MpuProgram[] {
  const generator = new MpuGenerator(seed, options);
  return Array.from({ length: count }, (_, index) => make(generator, index));
}

function addresses(steps: readonly MpuStep[]): number[] {
  return steps.flatMap((step) => {
    if (step.step === 'probe') return [Number(step.address)];
    if (step.step !== 'write' || !/^PR[BL]AR/.test(step.register)) return [];
    return [Number(BigInt(step.value) & ~63n)];
  });
}

describe('MpuGenerator', () => {
  test.prop([seeds, fc.nat(1_000_000)], { numRuns: 30 })(
    'names a program by seed and index, whatever was made before',
    (seed, index) => {
      const generator = new MpuGenerator(seed);
      make(generator, 5);
      const first = make(generator, index);

      expect(make(new MpuGenerator(seed), index)).toEqual(first);
      expect(make(generator, index + 1)).not.toEqual(first);
      expect(make(new MpuGenerator(seed ^ 1), index)).not.toEqual(first);
    },
  );

  test.prop([seeds, fc.nat(100_000), fc.constantFrom(8, 40, 160, 400)], { numRuns: 200 })(
    'makes programs in which everything is defined',
    (seed, index, maxSteps) => {
      const generator = new MpuGenerator(seed, { maxSteps });
      const encoded = generator.newProgram();
      generator.generate(index, encoded);

      expect(isLegal(encoded)).toBe(true);
      expect(encoded.length).toBeGreaterThan(0);
      expect(encoded.length).toBeLessThanOrEqual(maxSteps + 64);
    },
  );

  it('draws both formats, every count, every register and every kind of probe', () => {
    const programs = many(800);
    const steps = programs.flatMap((program) => program.steps);
    const registers = new Set(
      steps.map((step) => ('register' in step ? `${step.step} ${step.register}` : '')),
    );
    const probes = new Set(
      steps.map((step) => (step.step === 'probe' ? `${step.level} ${step.access}` : '')),
    );

    expect(new Set(programs.map(({ machine }) => machine.format))).toEqual(new Set([32, 64]));
    for (const field of ['el1Regions', 'el2Regions'] as const) {
      const counts = new Set(programs.map(({ machine }) => machine[field]));
      expect(counts).toEqual(new Set(REGION_COUNTS));
    }
    for (const level of ['EL1', 'EL2']) {
      for (const name of ['PRSELR', 'PRBAR', 'PRLAR', 'PRENR', 'SCTLR', 'MAIR']) {
        expect(registers).toContain(`write ${name}_${level}`);
        expect(registers).toContain(`read ${name}_${level}`);
      }
      for (const name of ['PRBAR1', 'PRBAR15', 'PRLAR16', 'PRLAR31']) {
        expect(registers).toContain(`write ${name}_${level}`);
      }
      expect(registers).toContain(`read PRBAR1_${level}`);
      expect(registers).toContain(`read MPUIR_${level}`);
    }
    for (const name of ['HCR', 'VTCR', 'VSCTLR']) expect(registers).toContain(`write ${name}_EL2`);
    expect(probes.size).toBe(10);
  });

  it('keeps to the machines and the memory it is given', () => {
    const machine = { format: 32, el1Regions: 16, el2Regions: 15, vmsa: false } as const;
    const memory = { first: 0x20000000, last: 0x2fffffff };

    for (const program of many(200, { machines: [machine], memory }, 4)) {
      expect(program.machine).toEqual(machine);
      const outside = addresses(program.steps).filter((a) => a < memory.first || a > memory.last);
      expect(outside).toEqual([]);
    }
  });
});

describe('isLegal', () => {
  const select: MpuStep = { step: 'write', register: 'PRSELR_EL2', value: '0x3' };
  const base: MpuStep = { step: 'write', register: 'PRBAR_EL2', value: '0x1000' };
  const probe: MpuStep = { step: 'probe', level: 'EL2', access: 'read', address: '0x0' };
  const barrier: MpuStep = { step: 'barrier' };

  function legal(steps: MpuStep[], format: 32 | 64 = 64): boolean {
    const machine = { format, el1Regions: 0, el2Regions: 4, vmsa: false };
    return isLegal(encodeMpu({ format: 'lockstep-region-program-1', machine, steps }));
  }
  const write = (register: string, value: string): MpuStep => ({ step: 'write', register, value });

  it('MPU-A-015: wants a barrier between PRSELR and what it selects, and before probes', () => {
    expect(legal([select, barrier, base, barrier, probe])).toBe(true);
    expect(legal([select, base])).toBe(false);
    expect(legal([base, probe])).toBe(false);
    expect(legal([base, { step: 'read', register: 'PRENR_EL2' }])).toBe(false);
    expect(legal([select, write('PRBAR2_EL2', '0x40')])).toBe(false);
    expect(legal([select, write('PRBAR2_EL2', '0x40')], 32)).toBe(true);
  });

  it.each([
    ['PRSELR_EL2', '0x4'],
    ['PRBAR4_EL2', '0x0'],
    ['PRBAR_EL1', '0x0'],
    ['PRLAR_EL2', '0x20'],
    ['PRBAR_EL2', '0x10'],
    ['PRBAR_EL2', '0x1000000000000'],
    ['MAIR_EL1', '0x1'],
    ['MAIR_EL2', '0x4000000000'],
    ['MPUIR_EL1', '0x0'],
  ])('MPU-A-014, MPU-A-032: does not take %s = %s with four regions of EL2', (register, value) => {
    expect(legal([write(register, value)])).toBe(false);
  });
});
