import { fc, test } from '@fast-check/jest';
import type { Workload } from '../../../models/contract/workload';
import { workloads } from '../../../src/workload/arbitrary';
import { minimise, minimiseElsewhere } from '../../../src/workload/shrink';

const small = workloads({ maxSteps: 24, hostile: 4 });

/** Fails if it reads anything and has a write: two steps are left of it. */
function fails({ steps }: Workload): boolean {
  return ['read', 'write'].every((kind) => steps.some(({ step }) => step === kind));
}

const later = async <T>(value: T): Promise<T> => {
  await new Promise((resolve) => setImmediate(resolve));
  return value;
};

describe('minimiseElsewhere', () => {
  test.prop([small.filter(fails)], { numRuns: 6 })(
    'finds what minimise finds, by the same tries',
    async (given) => {
      const [here, elsewhere]: Workload[][] = [[], []];

      const expected = minimise(given, (candidate) => here.push(candidate) > 0 && fails(candidate));
      const minimal = await minimiseElsewhere(given, (candidate) => {
        elsewhere.push(candidate);
        return later(fails(candidate));
      });

      expect(minimal).toEqual(expected);
      expect(minimal.steps).toHaveLength(2);
      expect(elsewhere).toEqual(here);
    },
  );

  it('tries one workload at a time', async () => {
    const [given] = fc.sample(small.filter(fails), { numRuns: 1, seed: 2 });
    let running = 0;
    let most = 0;

    await minimiseElsewhere(given, async (candidate) => {
      most = Math.max(most, ++running);
      await later(undefined);
      running--;
      return fails(candidate);
    });

    expect(most).toBe(1);
  });

  it('keeps within its limit of tries', async () => {
    const [given] = fc.sample(small.filter(fails), { numRuns: 1, seed: 3 });
    let tries = 0;

    const smaller = await minimiseElsewhere(given, (one) => later(++tries > 0 && fails(one)), 12);

    expect(tries).toBeLessThanOrEqual(13);
    expect(fails(smaller)).toBe(true);
  });

  it('is no longer the workload of a campaign', async () => {
    const [given] = fc.sample(small, { numRuns: 1, seed: 4 });
    const origin = { seed: 1, shard: 0, index: 2 };

    const same = await minimiseElsewhere({ ...given, origin }, () => later(false));

    expect(same).toEqual(given);
  });

  it('gives up where trying fails', async () => {
    const [given] = fc.sample(small, { numRuns: 1, seed: 5 });
    const fault = new Error('a fault of ours');

    await expect(minimiseElsewhere(given, () => Promise.reject(fault))).rejects.toBe(fault);
  });
});
