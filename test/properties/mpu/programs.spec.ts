import type { MpuMachine, MpuStep } from '../../../models/contract/mpu';
import {
  OBSERVED_LOW,
  OBSERVED_OUTCOME,
  OBSERVED_STRIDE,
} from '../../../models/contract/mpu-encoded';
import { pmsav8 } from '../../../models/pmsav8';
import { allMpuRequirements } from '../../../properties/mpu';
import { MpuJudge, newMpuTally } from '../../../src/engine/mpu/judge';
import { encodeMpu } from '../../../src/workload/mpu/encode';

const requirements = allMpuRequirements().filter(({ judges }) => judges === 'program');
const barrier: MpuStep = { step: 'barrier' };

function write(register: string, value: number): MpuStep {
  return { step: 'write', register, value: `0x${(value >>> 0).toString(16)}` };
}

function read(register: string): MpuStep {
  return { step: 'read', register };
}

/** `EL2 read`, at an address. */
function probe(what: string, address: number): MpuStep {
  const [level, access] = what.split(' ') as ['EL2', 'read'];
  return { step: 'probe', level, access, address: `0x${address.toString(16)}` };
}

/** Region 0, 1, … of EL2 in PMSAv8-32: from a first to a last byte, read-write for all. */
function region(number: number, base: number, limit: number, enabled = true): MpuStep[] {
  return [
    write(`PRBAR${number}_EL2`, base | (1 << 1)),
    write(`PRLAR${number}_EL2`, (limit & ~63) | (enabled ? 1 : 0)),
  ];
}

/** What the last step exercises, as the model shows it, or with another observation there. */
function judge(steps: MpuStep[], shown?: readonly [outcome: number, low: number]) {
  const machine: MpuMachine = { format: 32, el1Regions: 16, el2Regions: 40, vmsa: false };
  const program = encodeMpu({ format: 'lockstep-region-program-1', machine, steps });
  const observations = new Int32Array(steps.length * OBSERVED_STRIDE);
  pmsav8.create(machine).run(program, observations);
  const last = (steps.length - 1) * OBSERVED_STRIDE;
  if (shown) {
    observations[last + OBSERVED_OUTCOME] = shown[0];
    observations[last + OBSERVED_LOW] = shown[1];
  }
  const tally = newMpuTally(requirements);
  const breaks = new MpuJudge(requirements, tally).program(program, observations);
  return {
    exercised: requirements.filter((_, n) => tally.exercised[n] > 0).map(({ id }) => id),
    broken: breaks.map(({ requirement }) => requirements[requirement].id).sort(),
  };
}

const ALLOWED = [2, 2 << 8] as const;
const FAULT = [3, 1] as const;
const on = [write('SCTLR_EL2', 1), barrier];
const A = 0x30000000;

describe('a probe', () => {
  it('is judged by the edge of a region only near it', () => {
    const steps = [...region(0, A, A + 0xfff), ...on];

    for (const address of [
      A - 64,
      A - 1,
      A,
      A + 63,
      A + 0xfc0,
      A + 0xfff,
      A + 0x1000,
      A + 0x103f,
    ]) {
      expect(judge([...steps, probe('EL2 read', address)]).exercised).toContain('MPU-A-001');
    }
    for (const address of [A - 65, A + 64, A + 0xfbf, A + 0x1040]) {
      expect(judge([...steps, probe('EL2 read', address)]).exercised).not.toContain('MPU-A-001');
    }
  });

  it('is broken if it is allowed beside a region, or denied in it', () => {
    const steps = [...region(0, A, A + 0xfff), ...on];

    expect(judge([...steps, probe('EL2 read', A + 0xfff)], FAULT).broken).toContain('MPU-A-001');
    expect(judge([...steps, probe('EL2 read', A + 0x1000)], ALLOWED).broken).toContain('MPU-A-001');
  });

  it('is judged by a disabled region only where that would make a difference', () => {
    const steps = [...region(0, A, A + 0xfff, false), ...region(1, A, A + 0x7f), ...on];

    expect(judge([...steps, probe('EL2 read', A)], FAULT).broken).toContain('MPU-A-002');
    expect(judge([...steps, probe('EL2 read', A + 0x80)], ALLOWED).broken).toContain('MPU-A-002');
    expect(judge([...steps, probe('EL2 read', A + 0x1000)]).exercised).not.toContain('MPU-A-002');
  });

  it('is judged by no region where none is', () => {
    const steps = [...region(0, A, A + 0xfff, false), ...on];

    expect(judge([...steps, probe('EL2 execute', A - 64)]).exercised).not.toContain('MPU-A-002');
    expect(judge([...steps, probe('EL2 execute', A - 64)]).exercised).not.toContain('MPU-A-004');
  });

  it('is judged by the default map only once that was seen', () => {
    const withBackground = [write('SCTLR_EL2', 1 | (1 << 17)), barrier, probe('EL2 read', A)];

    expect(judge(withBackground).exercised).not.toContain('MPU-A-005');
    const seen = [probe('EL2 read', A), ...withBackground];
    expect(judge(seen)).toEqual({ exercised: ['MPU-A-005'], broken: [] });
    expect(judge(seen, FAULT).broken).toEqual(['MPU-A-005']);
    const off = [...withBackground, write('SCTLR_EL2', 0), barrier, probe('EL2 read', A)];
    expect(judge(off, FAULT).broken).toEqual(['MPU-A-016']);
  });

  it('is judged by the default map with the MPU off only where a region says otherwise', () => {
    const off = [probe('EL2 read', A), write('SCTLR_EL2', 0), barrier, probe('EL2 read', A)];

    expect(judge(off).exercised).toEqual(['MPU-A-016']);
    const allowing = [...region(0, A, A + 0xfff), barrier, ...off];
    expect(judge(allowing)).toEqual({ exercised: [], broken: [] });
    expect(judge(allowing, FAULT).broken).toEqual(['MPU-A-016']);
    const denying = [...region(0, A, A + 0xfff), write('PRBAR0_EL2', A | 1), barrier];
    const execute = [probe('EL2 execute', A), write('SCTLR_EL2', 0), barrier];
    expect(judge([...denying, ...execute, probe('EL2 execute', A)]).exercised).toEqual([
      'MPU-A-016',
    ]);
  });

  it('is not judged by the background region where the default map denies', () => {
    const high = 0xf0000000;
    const withBackground = [write('SCTLR_EL2', 1 | (1 << 17)), barrier];
    const steps = [probe('EL2 execute', high), ...withBackground, probe('EL2 execute', high)];

    expect(judge(steps)).toEqual({ exercised: [], broken: [] });
    expect(judge(steps, ALLOWED).broken).toEqual(['MPU-A-005']);
  });

  it('is judged by no edge where three regions match', () => {
    const three = [0, 1, 2].flatMap((n) => region(n, A, A + 0xfff));

    expect(judge([...three, ...on, probe('EL2 read', A)]).exercised).not.toContain('MPU-A-001');
    const two = [...three.slice(2), ...on];
    expect(judge([...two, probe('EL2 read', A)]).exercised).toContain('MPU-A-001');
  });

  it('is judged by both stages together where one of them denies', () => {
    const el1 = [write('PRBAR0_EL1', A | 2), write('PRLAR0_EL1', (A + 0xfc0) | 1)];
    const both = [...el1, ...region(0, A, A + 0x7ff), write('SCTLR_EL1', 1), write('HCR_EL2', 1)];
    const steps = [...both, barrier];

    expect(judge([...steps, probe('EL1 read', A)]).exercised).not.toContain('MPU-A-019');
    expect(judge([...steps, probe('EL1 read', A)], FAULT).broken).toContain('MPU-A-019');
    expect(judge([...steps, probe('EL1 read', A + 0x800)]).exercised).toContain('MPU-A-019');
    expect(judge([...steps, probe('EL1 read', A + 0x1000)]).exercised).toContain('MPU-A-019');
  });

  it('without barrier is not judged', () => {
    const steps = [...region(0, A, A + 0xfff), write('SCTLR_EL2', 1), probe('EL2 read', A)];

    expect(judge(steps)).toEqual({ exercised: [], broken: [] });
  });
});

describe('a read', () => {
  it('of EN is judged by PRENR once that was written, for regions from 32 on too', () => {
    const enable = [write('PRSELR_EL2', 35), barrier, write('PRLAR_EL2', 1), barrier];
    const steps = [...enable, read('PRLAR_EL2')];
    const after = [...enable, write('PRENR_EL2', 0), barrier, read('PRLAR_EL2')];

    expect(judge(steps).exercised).not.toContain('MPU-A-013');
    expect(judge(after)).toEqual({ exercised: ['MPU-A-013'], broken: [] });
    expect(judge(after, [1, 0]).broken).toEqual(['MPU-A-012', 'MPU-A-013']);
  });

  it('of a region is judged once another one has something else', () => {
    const steps = [...region(3, A, A + 0xfff), barrier];

    expect(judge([...steps, read('PRBAR3_EL2')]).exercised).not.toContain('MPU-A-012');
    expect(judge([...steps, read('PRBAR3_EL2')], [1, 0]).broken).toContain('MPU-A-012');
    const same = [...steps, ...region(4, A, A + 0x1fff), barrier];
    expect(judge([...same, read('PRBAR3_EL2')]).exercised).not.toContain('MPU-A-012');
    expect(judge([...same, read('PRLAR3_EL2')]).exercised).toContain('MPU-A-012');
  });

  it('of what was never written is not judged', () => {
    const other = [...region(4, A, A + 0xfff), barrier];
    const base = [...other, write('PRBAR3_EL2', A | 2), barrier];

    expect(judge([...base, read('PRBAR3_EL2')], [1, 5]).broken).toContain('MPU-A-012');
    expect(judge([...base, read('PRLAR3_EL2')], [1, 0xfffffc0]).broken).toEqual([]);
    const selecting = [write('PRSELR_EL2', 4), barrier, write('PRSELR_EL2', 5), barrier];
    expect(judge([...other, ...selecting, read('PRBAR_EL2')], [1, 0xfffffc0]).broken).toEqual([]);
  });

  it('of PRENR is judged once regions were written', () => {
    expect(judge([read('PRENR_EL2')])).toEqual({ exercised: [], broken: [] });
    expect(judge([write('PRENR_EL2', 0), barrier, read('PRLAR3_EL2')]).exercised).toEqual([]);
    const steps = [...region(3, A, A + 0xfff), barrier, read('PRENR_EL2')];
    expect(judge(steps).exercised).toContain('MPU-A-013');
  });

  it('of VSCTLR is judged once it has a VMID', () => {
    expect(judge([read('VSCTLR_EL2')])).toEqual({ exercised: [], broken: [] });
    const steps = [write('VSCTLR_EL2', 3 << 16), barrier, read('VSCTLR_EL2')];
    expect(judge(steps).exercised).toContain('MPU-A-021');
    expect(judge(steps, [1, 0]).broken).toContain('MPU-A-021');
  });

  it('of MPUIR has the number of regions of EL1 in its second byte', () => {
    expect(judge([read('MPUIR_EL1')])).toEqual({ exercised: ['MPU-A-009'], broken: [] });
    expect(judge([read('MPUIR_EL1')], [1, 16]).broken).toEqual(['MPU-A-009']);
    expect(judge([read('MPUIR_EL2')], [1, 41]).broken).toEqual(['MPU-A-009']);
  });
});
