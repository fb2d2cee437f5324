import { fc, test } from '@fast-check/jest';
import type { MpuMachine, MpuProgram, MpuStep } from '../../../../models/contract/mpu';
import { OBSERVED_STRIDE } from '../../../../models/contract/mpu-encoded';
import {
  MpuRegister,
  findMpuRegister,
  mpuRegisterName,
  mpuRegisterNames32,
} from '../../../../models/contract/mpu-registers';
import { MpuSystem } from '../../../../models/pmsav8';
import { checkMpuProgram } from '../../../../src/validate';
import { decodeMpu, decodeMpuObservation, encodeMpu } from '../../../../src/workload/mpu/encode';
import { MpuGenerator } from '../../../../src/workload/mpu/generator';

function program(steps: MpuStep[], machine: Partial<MpuMachine> = {}): MpuProgram {
  return {
    format: 'lockstep-region-program-1',
    machine: { format: 64, el1Regions: 16, el2Regions: 32, vmsa: false, ...machine },
    steps,
  };
}

function encoding(step: MpuStep, machine: Partial<MpuMachine> = {}): () => unknown {
  return () => encodeMpu(program([step], machine));
}

describe('encodeMpu', () => {
  test.prop([fc.integer({ min: 0, max: 0x7fffffff }), fc.nat(1000)], { numRuns: 100 })(
    'is the inverse of decodeMpu',
    (seed, index) => {
      const generator = new MpuGenerator(seed);
      const encoded = generator.newProgram();
      generator.generate(index, encoded);
      const decoded = decodeMpu(encoded, { seed, index });
      const again = encodeMpu(checkMpuProgram(JSON.parse(JSON.stringify(decoded))));

      expect(again.machine).toEqual(encoded.machine);
      expect(again.length).toBe(encoded.length);
      expect(decodeMpu(again, { seed, index })).toEqual(decoded);
      expect([...again.steps]).toEqual([...encoded.steps.subarray(0, again.steps.length)]);
    },
  );

  it.each<[string, MpuStep, Partial<MpuMachine>]>([
    ['no register "PRBAR_EL3"', { step: 'read', register: 'PRBAR_EL3' }, {}],
    ['no register "PRBAR32_EL2"', { step: 'read', register: 'PRBAR32_EL2' }, { format: 32 }],
    ['no register "VTCR_EL2"', { step: 'read', register: 'VTCR_EL2' }, { format: 32 }],
    ['have numbers 1 to 15', { step: 'read', register: 'PRLAR16_EL1' }, {}],
    ['have numbers 1 to 15', { step: 'read', register: 'PRLAR0_EL1' }, {}],
    [
      'does not fit 32 bits',
      { step: 'write', register: 'PRBAR_EL2', value: '0x100000000' },
      { format: 32 },
    ],
    [
      'does not fit 32 bits',
      { step: 'probe', level: 'EL1', access: 'read', address: '0x100000000' },
      { format: 32 },
    ],
    ['no VMSA', { step: 'barrier' }, { format: 32, vmsa: true }],
  ])('refuses: %s', (message, step, machine) => {
    expect(encoding(step, machine)).toThrow(message);
  });

  it('takes 64 bits for MAIR in both formats', () => {
    const step: MpuStep = { step: 'write', register: 'MAIR_EL1', value: '0xff44000000000004' };

    expect(encoding(step, { format: 32 })).not.toThrow();
    expect(decodeMpu(encodeMpu(program([step]))).steps).toEqual([step]);
  });
});

describe('Observations', () => {
  it('are told in words', () => {
    const encoded = encodeMpu(
      program([
        { step: 'write', register: 'MAIR_EL2', value: '0x44ff' },
        { step: 'write', register: 'PRSELR_EL2', value: '0x10' },
        { step: 'barrier' },
        { step: 'write', register: 'PRBAR3_EL2', value: '0x800030000034' },
        { step: 'write', register: 'PRLAR3_EL2', value: '0x800030000001' },
        { step: 'write', register: 'SCTLR_EL2', value: '0x1' },
        { step: 'write', register: 'HCR_EL2', value: '0x1' },
        { step: 'barrier' },
        { step: 'read', register: 'PRLAR3_EL2' },
        { step: 'read', register: 'PRENR_EL2' },
        { step: 'write', register: 'MPUIR_EL1', value: '0x0' },
        { step: 'probe', level: 'EL2', access: 'write', address: '0x80003000003f' },
        { step: 'probe', level: 'EL2', access: 'read', address: '0x800030000040' },
        { step: 'probe', level: 'EL0', access: 'read', address: '0x800030000040' },
      ]),
    );
    const observations = new Int32Array(encoded.length * OBSERVED_STRIDE);
    new MpuSystem(encoded.machine).run(encoded, observations);
    const shown = Array.from({ length: encoded.length }, (_, n) =>
      decodeMpuObservation(observations, n),
    );

    expect(shown.slice(0, 8)).toEqual(new Array(8).fill({ outcome: 'none' }));
    expect(shown.slice(8)).toEqual([
      { outcome: 'value', value: '0x800030000001' },
      { outcome: 'value', value: '0x80000' },
      { outcome: 'undefined' },
      { outcome: 'allowed', memory: 0xff, shareability: 'inner' },
      { outcome: 'fault', stage: 1, status: '0b000100' },
      { outcome: 'fault', stage: 2, status: '0b000100' },
    ]);
  });
});

describe('Register names', () => {
  it('lead to their register and back', () => {
    for (const register of Object.values(MpuRegister)) {
      expect(findMpuRegister(mpuRegisterName(register, -1))).toEqual({ register, index: -1 });
    }
    for (const register of [MpuRegister.PRBAR_EL1, MpuRegister.PRLAR_EL2]) {
      for (let index = 0; index < 32; index++) {
        expect(findMpuRegister(mpuRegisterName(register, index))).toEqual({ register, index });
      }
    }
    expect(mpuRegisterName(MpuRegister.PRLAR_EL2, 7)).toBe('PRLAR7_EL2');
    expect(mpuRegisterNames32[MpuRegister.PRLAR_EL2]).toBe('HPRLAR');
    expect(mpuRegisterNames32[MpuRegister.VSCTLR_EL2]).toBe('VSCTLR');
  });

  it.each(['PRBAR', 'PRBAR01_EL1', 'PRSELR1_EL1', 'prbar_el1', 'MPUIR_EL3'])(
    '%s is none',
    (name) => {
      expect(findMpuRegister(name)).toBeUndefined();
    },
  );
});
