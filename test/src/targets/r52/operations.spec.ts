import type { MpuStep } from '../../../../models/contract/mpu';
import type { EncodedMpuProgram } from '../../../../models/contract/mpu-encoded';
import { MpuOutcome, MpuStatus } from '../../../../models/contract/mpu-encoded';
import { InputError } from '../../../../src/errors';
import { Batch, Operation, REAL, Results, Shown } from '../../../../src/targets/r52/mailbox';
import {
  addStep,
  Contradiction,
  CONTROL_WRITTEN,
  isDone,
  takeStep,
  writtenFirst,
} from '../../../../src/targets/r52/operations';
import { r52 } from '../../../../src/targets/r52/r52';
import { encodeMpu } from '../../../../src/workload/mpu/encode';

function encode(...steps: MpuStep[]): EncodedMpuProgram {
  return encodeMpu({ format: 'lockstep-region-program-1', machine: r52.machine, steps });
}

function probe(access: 'read' | 'write' | 'execute', address = '0x30000000'): EncodedMpuProgram {
  return encode({ step: 'probe', level: 'EL1', access, address });
}

/** The observation of a program's only step, from the words of a result. */
function taken(program: EncodedMpuProgram, ...words: number[]) {
  const results = new Results();
  results.words.set(words);
  const observations = new Int32Array(3);
  takeStep(results, 0, program, 0, observations);
  return [...observations];
}

describe('addStep', () => {
  it('encodes every kind of step', () => {
    const program = encode(
      { step: 'write', register: 'MAIR_EL2', value: '0x1122334455667788' },
      { step: 'read', register: 'PRBAR31_EL1' },
      { step: 'barrier' },
    );
    const batch = new Batch();

    for (let n = 0; n < program.length; n++) addStep(batch, program, n);

    expect([...batch.words.subarray(0, 12)]).toEqual([
      ...[Operation.Write | (13 << 8) | (0xff << 16), 0x55667788, 0x11223344, 0],
      ...[Operation.Read | (2 << 8) | (31 << 16), 0, 0, 0],
      ...[Operation.Barrier, 0, 0, 0],
    ]);
  });

  it('has some loads and stores done for real, always the same', () => {
    const done = Array.from({ length: 8000 }, (_, n) => isDone(n % 100, 0x30000000 + n * 64));

    expect(done.filter(Boolean).length).toBeGreaterThan(700);
    expect(done.filter(Boolean).length).toBeLessThan(1300);
    const step = [...done.keys()].find((n) => isDone(0, 0x30000000 + n * 64))!;
    const batch = new Batch();
    addStep(batch, probe('read', `0x${(0x30000000 + step * 64).toString(16)}`), 0);
    expect(batch.words[0] >>> 24).toBe(REAL);
  });

  it('refuses an address where the probe is', () => {
    expect(() => addStep(new Batch(), probe('read', '0x10000000'), 0)).toThrow(InputError);
    expect(() => addStep(new Batch(), probe('read', '0x20ffffff'), 0)).toThrow('0x21000000');
    expect(() => addStep(new Batch(), probe('read', '0xffffffff'), 0)).not.toThrow();
  });
});

describe('writtenFirst', () => {
  const set = (register: string): MpuStep => ({ step: 'write', register, value: '0x1' });
  const both = (n: number, level: string): MpuStep[] => [
    set(`PRLAR${n}_${level}`),
    set(`PRBAR${n}_${level}`),
  ];

  it('has the regions of which both registers are written', () => {
    const steps = [
      ...[...both(0, 'EL1'), ...both(15, 'EL1'), ...both(3, 'EL2'), set('PRBAR4_EL2')],
      ...[{ step: 'barrier' } as const, set('PRLAR4_EL1'), set('PRLAR4_EL2')],
    ];

    expect(writtenFirst(encode(...steps))).toEqual([0x8001, 0x18]);
  });

  it('has SCTLR of EL1, and HCR', () => {
    expect(writtenFirst(encode(set('SCTLR_EL1')))).toEqual([CONTROL_WRITTEN, 0]);
    expect(writtenFirst(encode(set('HCR_EL2')))).toEqual([0, CONTROL_WRITTEN]);
    const others = ['SCTLR_EL2', 'PRBAR_EL1', 'PRLAR_EL1', 'PRSELR_EL2', 'MAIR_EL1', 'VSCTLR_EL2'];
    expect(writtenFirst(encode(...others.map(set)))).toEqual([0, 0]);
  });

  it('ends with what can show a register', () => {
    const read: MpuStep = { step: 'read', register: 'PRBAR1_EL1' };
    const access: MpuStep = { step: 'probe', level: 'EL2', access: 'read', address: '0x30000000' };
    for (const step of [read, access]) {
      const steps = [...both(0, 'EL1'), set('PRLAR1_EL1'), step, set('PRBAR1_EL1')];

      expect(writtenFirst(encode(...steps))).toEqual([1, 0]);
    }
  });

  it('leaves out what goes through PRSELR, and direct registers that can be aliases', () => {
    const steps = [set('PRBAR_EL1'), set('PRLAR_EL1'), ...both(16, 'EL1'), ...both(31, 'EL2')];

    expect(writtenFirst(encode(...steps))).toEqual([0, 0]);
  });
});

describe('takeStep', () => {
  it('takes what was allowed, and what faulted at which stage with which code', () => {
    expect(taken(probe('read'), Shown.Allowed, 0x2ff, 0, 0)).toEqual([2, 0x2ff, 0]);
    expect(taken(probe('read'), Shown.FaultOfStage1 | 0xc00, 0, 0, 0)).toEqual([
      ...[MpuOutcome.Fault, 1, MpuStatus.Permission],
    ]);
    expect(taken(probe('write'), Shown.FaultOfStage2 | 0x400, 0, 0, 0)).toEqual([
      ...[MpuOutcome.Fault, 2, MpuStatus.Translation],
    ]);
    const [outcome] = taken(encode({ step: 'read', register: 'PRSELR_EL1' }), Shown.Undefined);
    expect(outcome).toBe(MpuOutcome.Undefined);
  });

  it.each([
    ['read', Shown.Allowed, Shown.FaultOfStage1 | 0xc00],
    ['write', Shown.FaultOfStage1 | 0xc00, Shown.Allowed],
    ['write', Shown.FaultOfStage1 | 0xc00, Shown.FaultOfStage2 | 0xc00],
    ['read', Shown.FaultOfStage1 | 0xc00, Shown.FaultOfStage1 | 0x400],
    ['read', Shown.Allowed, Shown.Unexpected],
    ['read', Shown.Unexpected, Shown.None],
    ['execute', Shown.Allowed, Shown.FaultOfStage1 | 0xc00],
    ['execute', Shown.Unexpected, Shown.Allowed],
  ] as const)('notices that two answers contradict each other: %s %i %i', (access, one, two) => {
    expect(() => taken(probe(access), one, 0, 0, two)).toThrow(Contradiction);
  });

  it.each([
    ['read', Shown.Allowed, Shown.Allowed],
    ['write', Shown.FaultOfStage2 | 0xc00, Shown.FaultOfStage2 | 0xc00],
    ['execute', Shown.FaultOfStage1 | 0xc00, Shown.Allowed],
    ['execute', Shown.Allowed, Shown.Allowed],
  ] as const)('takes two answers that agree: %s %i %i', (access, one, two) => {
    expect(() => taken(probe(access), one, 0, 0, two)).not.toThrow();
  });

  it('says that a program maps where the probe is', () => {
    expect(() => taken(probe('read'), Shown.Refused, 0, 0, 0)).toThrow(InputError);
    expect(() => taken(probe('read'), Shown.Allowed, 0, 0, Shown.Refused)).toThrow('0x10000000');
  });
});
