import { fc, test } from '@fast-check/jest';
import type { MpuStep } from '../../../../models/contract/mpu';
import type { EncodedMpuProgram } from '../../../../models/contract/mpu-encoded';
import { firstMpuDifference, MpuStatus } from '../../../../models/contract/mpu-encoded';
import { MpuSystem } from '../../../../models/pmsav8';
import type { MpuTwin } from '../../../../src/engine/mpu/twin';
import { r52Targets, r52Twin, r52With24Twin } from '../../../../src/targets/r52/twin';
import { encodeMpu } from '../../../../src/workload/mpu/encode';
import { MpuGenerator } from '../../../../src/workload/mpu/generator';

function show(twin: MpuTwin, program: EncodedMpuProgram): Int32Array {
  const observations = new Int32Array(program.length * 3);
  twin.create(program.machine).run(program, observations);
  return observations;
}

const empty = { format: 'lockstep-region-program-1', steps: [] } as const;

function idsOf(twin: MpuTwin): string[] {
  return twin.deviations.map(({ id }) => id);
}

const set = (register: string, value: number): MpuStep => ({
  step: 'write',
  register,
  value: `0x${value.toString(16)}`,
});
const read: MpuStep = { step: 'probe', level: 'EL1', access: 'read', address: '0x30000000' };
/** One region in each MPU with the memory of attribute 0; both MPUs on. */
const bothStages = (first: number, second: number): MpuStep[] => [
  ...[set('PRBAR_EL1', 0x30000002), set('PRLAR_EL1', 0x30000001), set('MAIR_EL1', first)],
  ...[set('PRBAR_EL2', 0x30000002), set('PRLAR_EL2', 0x30000001), set('MAIR_EL2', second)],
  ...[set('SCTLR_EL1', 1), set('HCR_EL2', 1), { step: 'barrier' } as const, read],
];

/** What shows each deviation, and the value of the last step with it and without. */
const shows: [id: string, steps: MpuStep[], deviating: number, right: number][] = [
  [
    'R52-SH',
    [
      ...[set('PRBAR_EL1', 0x3000001a), set('PRLAR_EL1', 0x30000001), set('MAIR_EL1', 0xff)],
      ...[set('SCTLR_EL1', 1), { step: 'barrier' } as const, read],
    ],
    0x0ff,
    0x3ff,
  ],
  ['R52-DEVICE', bothStages(0x08, 0x44), 0x204, 0x208],
  ['R52-DEVICE', bothStages(0x4f, 0x0c), 0x20c, 0x20c],
  ['R52-DEVICE', bothStages(0xf4, 0x0c), 0x204, 0x20c],
  ['R52-TRANSIENT', bothStages(0xff, 0x33), 0xff, 0xbb],
  ['R52-TRANSIENT', bothStages(0x77, 0xbb), 0xbb, 0x33],
  ['R52-RES0', [set('PRLAR3_EL1', 0x30), { step: 'read', register: 'PRLAR3_EL1' }], 0x30, 0],
  [
    'R52-DIRECT16',
    [set('PRBAR17_EL1', 0x30000002), { step: 'read', register: 'PRBAR1_EL1' }],
    0x30000002,
    0,
  ],
];

describe('The twin of the Cortex-R52', () => {
  it.each(shows)('has %s alone, if only that is left', (id, steps, deviating, right) => {
    const { machine } = r52Targets[1].target;
    const program = encodeMpu({ format: 'lockstep-region-program-1', machine, steps });
    const others = idsOf(r52With24Twin).filter((one) => one !== id);
    const last = (twin: MpuTwin) => show(twin, program).at(-2);

    expect(last(r52With24Twin.repaired(others))).toBe(deviating);
    expect(last(r52With24Twin.repaired(idsOf(r52With24Twin)))).toBe(right);
  });

  it('has HPRENR', () => {
    const { machine } = r52Targets[0].target;
    const steps: MpuStep[] = [set('PRENR_EL2', 1), { step: 'read', register: 'PRENR_EL2' }];

    const shown = show(r52Twin, encodeMpu({ ...empty, machine, steps }));

    expect([...shown]).toEqual([0, 0, 0, 1, 1, 0]);
  });

  test.prop([fc.nat(), fc.constantFrom(...r52Targets)], { numRuns: 100 })(
    'is the architecture with everything mended',
    (seed, { target, twin }) => {
      const generator = new MpuGenerator(seed, { machines: [target.machine] });
      const program = generator.newProgram();
      generator.generate(0, program);
      const expected = new Int32Array(program.length * 3);
      new MpuSystem(program.machine).run(program, expected);

      const shown = show(twin.repaired(idsOf(twin)), program);

      expect(firstMpuDifference(shown, expected)).toBe(-1);
    },
  );

  it.each([
    ['with R52-FSC', [], MpuStatus.Permission],
    ['without', ['R52-FSC'], MpuStatus.Translation],
  ])('tells the status codes of faults, %s', (_name, mended, unmapped) => {
    const { machine } = r52Targets[0].target;
    const steps: MpuStep[] = [
      ...[set('SCTLR_EL1', 1), { step: 'barrier' } as const, read],
      ...[set('PRBAR0_EL1', 0x30000000), set('PRLAR0_EL1', 0x30000001)],
      ...[{ step: 'barrier' } as const, { ...read, level: 'EL0' } as const],
      ...[set('PRBAR1_EL1', 0x30000002), set('PRLAR1_EL1', 0x30000001)],
      ...[{ step: 'barrier' } as const, read],
    ];

    const shown = show(r52Twin.repaired(mended), encodeMpu({ ...empty, machine, steps }));

    const codes = steps.flatMap(({ step }, n) => (step === 'probe' ? [shown[n * 3 + 2]] : []));
    // No region, one that forbids it, two.
    expect(codes).toEqual([unmapped, MpuStatus.Permission, unmapped]);
  });
});
