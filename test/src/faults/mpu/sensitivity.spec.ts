import type { MpuChoices } from '../../../../models/pmsav8';
import { pmsav8 } from '../../../../models/pmsav8';
import { allMpuRequirements, mpuNotJudged } from '../../../../properties/mpu';
import { mpuFaults } from '../../../../src/faults';
import { faultyMpu } from '../../../../src/faults/mpu-fault';
import { judgePrograms } from '../../../properties/mpu/judging';

const PROGRAMS = 2000;
const onProcessors = allMpuRequirements().filter(({ judges }) => judges === 'program');

describe('the requirements on a processor', () => {
  it.each([1, 2])('are all exercised and none broken by the model, seed %d', (seed) => {
    const { exercised, broken } = judgePrograms(pmsav8, onProcessors, seed, PROGRAMS);

    expect(onProcessors.filter((_, n) => broken[n] > 0).map(({ id }) => id)).toEqual([]);
    expect(onProcessors.filter((_, n) => exercised[n] === 0).map(({ id }) => id)).toEqual([]);
  });

  it('are not broken by what the architecture leaves open', () => {
    const otherwise: Partial<MpuChoices> = {
      reservedBits: 'kept',
      unimplementedSelector: 'ignored',
      defaultMap: (address) => 0xff | ((address % 8192 < 4096 ? 7 : 1) << 10),
    };
    const title = 'Other choices.';
    const open = faultyMpu({ id: 'open', title, caughtBy: ['MPU-A-001'], choices: otherwise });

    const { broken } = judgePrograms(open, onProcessors, 1, PROGRAMS);

    expect(onProcessors.filter((_, n) => broken[n] > 0).map(({ id }) => id)).toEqual([]);
  });

  it('are each shown failing by at least one fault', () => {
    const shown = new Set(mpuFaults().flatMap(({ caughtBy }) => caughtBy as readonly string[]));

    expect(onProcessors.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
    expect(onProcessors.length).toBeGreaterThanOrEqual(19);
  });
});

describe('the requirements on an MPU', () => {
  it('have unique ids, and are either judged or listed with a reason', () => {
    const judged = allMpuRequirements().map(({ id }) => id);
    const ids = [...judged, ...mpuNotJudged().map(({ id }) => id)];

    expect(new Set(ids).size).toBe(ids.length);
    for (const { reason } of mpuNotJudged()) expect(reason.length).toBeGreaterThan(20);
  });
});

describe('seeded faults of the MPU', () => {
  it('have unique names', () => {
    const ids = mpuFaults().map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(mpuFaults().map((fault) => [fault.id, fault] as const))(
    '%s is caught by what it is meant for',
    (_, fault) => {
      const meant = onProcessors.filter(({ id }) => fault.caughtBy.includes(id));
      const { broken } = judgePrograms(faultyMpu(fault), meant, 1, PROGRAMS, (tally) =>
        tally.broken.every((count) => count > 0),
      );

      expect(
        meant
          .filter((_, n) => broken[n] > 0)
          .map(({ id }) => id)
          .sort(),
      ).toEqual([...fault.caughtBy].sort());
    },
  );
});
