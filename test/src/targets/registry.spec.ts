import { InputError } from '../../../src/errors';
import { everyImplementation, findImplementation, mend } from '../../../src/targets/registry';
import { deviating } from '../engine/deviating';

const names = ['eoimode-ignored', 'eisr-counts-active', 'elrsr-word-1-repeats-word-0'];
const [first, second, third] = names;
const implementation = deviating('model:test@1', ...names);

/** Deviations that a suffix leaves. */
function left(suffix: string): string[] {
  const mended = mend(implementation, suffix);
  expect(mended.id).toBe(`model:test@1${suffix}`);
  return mended.deviations.map(({ id }) => id);
}

describe('finding an implementation', () => {
  it('finds each by its id', () => {
    for (const { id } of everyImplementation()) expect(findImplementation(id).id).toBe(id);
  });

  it('mends everything, all but some, or some', () => {
    expect(left('+fixed')).toEqual([]);
    expect(left(`+fixed-${second}`)).toEqual([second]);
    expect(left(`+fixed-${third}-${first}`)).toEqual([first, third]);
    expect(left(`+${second}`)).toEqual([first, third]);
    expect(left(`+${third}+${first}`)).toEqual([second]);
  });

  it('leaves out of "fixed" what no workload shows', () => {
    const [shown, ...rest] = implementation.deviations;
    const hidden = {
      ...implementation,
      deviations: [{ ...shown, notShown: 'no LPIs' }, ...rest],
    };

    expect(mend(hidden, '+fixed').deviations.map(({ id }) => id)).toEqual([first]);
    expect(() => mend(hidden, `+${first}`)).toThrow(/cannot be mended: no LPIs/);
  });

  it.each([
    ['model:nothing', /unknown implementation "model:nothing"; there are model:architecture/],
    ['model:nothing+fixed', /unknown implementation "model:nothing\+fixed"/],
    ['model:architecture+fixed', /model:architecture has no deviations that can be mended/],
  ])('says what is wrong with %s', (name, message) => {
    expect(() => findImplementation(name)).toThrow(InputError);
    expect(() => findImplementation(name)).toThrow(message);
  });

  it('names the deviations if one is unknown', () => {
    expect(() => mend(implementation, '+DIFF-99')).toThrow(
      `model:test@1 has no deviation "DIFF-99"; there are ${names.join(', ')} and "fixed" for all`,
    );
    expect(() => mend(implementation, '+fixed-DIFF-99')).toThrow(/no deviation "DIFF-99"/);
  });
});
