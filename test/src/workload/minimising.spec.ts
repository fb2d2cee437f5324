import { fc, test } from '@fast-check/jest';
import type { Language, SearchProgress } from '../../../src/workload/minimising';
import {
  minimisingIn,
  searched,
  searchedUntil,
  withoutChunks,
} from '../../../src/workload/minimising';

interface Numbers {
  steps: readonly number[];
}

const language: Language<Numbers> = { candidates: withoutChunks, belongs: () => true };
const searchFrom = (given: Numbers): Generator<Numbers, Numbers, boolean> =>
  minimisingIn(language, given, 20_000);

/** A thing to find: numbers whose sum is at least so much. */
const atLeast =
  (sum: number) =>
  ({ steps }: Numbers): boolean =>
    steps.reduce((all, one) => all + one, 0) >= sum;

const some = fc
  .array(fc.nat(9), { minLength: 1, maxLength: 60 })
  .map((steps): Numbers => ({ steps }));
const unheard = (): void => undefined;

describe('searchedUntil', () => {
  test.prop([some])('finds what a search in one go finds', async (given) => {
    const fails = atLeast(given.steps.reduce((all, one) => all + one, 0) / 2);

    const { signal } = new AbortController();
    const found = await searchedUntil(searchFrom(given), given, fails, signal, unheard);

    expect(found).toEqual(searched(searchFrom(given), fails));
  });

  test.prop([some, fc.nat(30)])(
    'when it is stopped, gives the smallest so far',
    async (given, tries) => {
      const stop = new AbortController();
      const failed: Numbers[] = [given];
      let tried = 0;
      const isFailing = atLeast(given.steps.reduce((all, one) => all + one, 0) / 2);

      const found = await searchedUntil(
        searchFrom(given),
        given,
        (candidate) => {
          if (++tried > tries) stop.abort();
          const fails = isFailing(candidate);
          if (fails) failed.push(candidate);
          return Promise.resolve(fails);
        },
        stop.signal,
        unheard,
      );

      expect(found.steps).toEqual(failed.at(-1)!.steps);
      expect(tried).toBeLessThanOrEqual(tries + 1);
    },
  );

  it('lets signals have their turn, and tells how it gets on', async () => {
    const given: Numbers = { steps: new Array<number>(2000).fill(1) };
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1);
    const told: SearchProgress[] = [];

    const found = await searchedUntil(
      searchFrom(given),
      given,
      atLeast(1900),
      stop.signal,
      (progress) => told.push(progress),
    );

    expect(stop.signal.aborted).toBe(true);
    expect(found.steps.length).toBeGreaterThanOrEqual(1900);
    expect(told.at(-1)!.steps).toBe(found.steps.length);
  });
});
