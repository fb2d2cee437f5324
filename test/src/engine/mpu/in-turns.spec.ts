import { compareInTurns, ofEl1 } from '../../../../src/engine/mpu/in-turns';
import { exactMpuProgram } from '../../../../src/engine/mpu/exact';
import { r52Twin } from '../../../../src/targets/r52/twin';
import { asTwin, fakeTarget, switching } from './fakes';

const ids = r52Twin.deviations.map(({ id }) => id);
/** The fake switches an architectural MPU. */
const options = { target: fakeTarget(asTwin), twin: r52Twin.repaired(ids), seed: 3 };

describe('compareInTurns', () => {
  it('sees nothing where everything is saved', async () => {
    const result = await compareInTurns(options, switching(), 40);

    expect(result).toMatchObject({ groups: 40, equal: result.programs, differing: [] });
    expect(result.switches).toBeGreaterThan(result.programs * 3);
  });

  it.each([
    ['PRSELR', 0],
    ['SCTLR', 1],
    ['MAIR0', 2],
    ['MAIR1', 3],
    ['PRBAR0', 4],
    ['PRLAR15', 4 + 4 * 15 + 2],
  ])('sees that %s is not saved', async (_name, lost) => {
    const result = await compareInTurns(
      options,
      switching((word) => word !== lost),
      80,
    );

    expect(result.differing.length).toBeGreaterThan(0);
    expect(result.equal).toBe(result.programs - result.differing.length);
  });
});

describe('ofEl1', () => {
  it('leaves registers of EL1, barriers and probes', () => {
    const program = exactMpuProgram(options, 0);
    const { steps, length } = ofEl1(program);

    const accessed = Array.from({ length }, (_, n) => steps.subarray(n * 5, n * 5 + 5)).filter(
      ([kind]) => kind < 2,
    );

    expect(accessed.length).toBeGreaterThan(0);
    expect(accessed.every(([, register]) => register < 7)).toBe(true);
    expect(length).toBeLessThan(program.length);
  });
});
