import { fc, test } from '@fast-check/jest';
import { Random } from '../../../src/workload/random';

const word = fc.integer({ min: 0, max: 0xffffffff });

function draws(random: Random, count = 20): number[] {
  return Array.from({ length: count }, () => random.next());
}

describe('Random', () => {
  test.prop([fc.array(word, { minLength: 1, maxLength: 4 })], { numRuns: 50 })(
    'gives the same numbers for the same words',
    (words) => {
      const again = new Random(1, 2, 3);
      draws(again, 7);
      again.seed(...words);

      expect(draws(again)).toEqual(draws(new Random(...words)));
    },
  );

  test.prop([fc.tuple(word, word, word), fc.nat(2), fc.nat(31)], { numRuns: 100 })(
    'gives other numbers when one bit of one word differs',
    (words, which, bit) => {
      const others = words.map((w, n) => (n === which ? (w ^ (1 << bit)) >>> 0 : w));

      expect(draws(new Random(...others))).not.toEqual(draws(new Random(...words)));
    },
  );

  test.prop([word, fc.integer({ min: 1, max: 1 << 20 })], { numRuns: 100 })(
    'stays below the bound',
    (seed, bound) => {
      const random = new Random(seed);

      for (let n = 0; n < 50; n++) {
        const value = random.below(bound);
        expect(Number.isInteger(value) && value >= 0 && value < bound).toBe(true);
      }
    },
  );

  it('gives unsigned 32-bit numbers, each bit about half of the time', () => {
    const ones = new Array<number>(32).fill(0);

    for (const value of draws(new Random(42), 4000)) {
      expect(value).toBe(value >>> 0);
      for (let bit = 0; bit < 32; bit++) ones[bit] += (value >>> bit) & 1;
    }

    for (const count of ones) {
      expect(count).toBeGreaterThan(1800);
      expect(count).toBeLessThan(2200);
    }
  });

  it('picks every item, and is true about once in n', () => {
    const random = new Random(7);
    const picked = new Set<string>();
    let hits = 0;

    for (let n = 0; n < 4000; n++) {
      picked.add(random.pick(['a', 'b', 'c']));
      if (random.oneIn(4)) hits++;
    }

    expect([...picked].sort()).toEqual(['a', 'b', 'c']);
    expect(hits).toBeGreaterThan(850);
    expect(hits).toBeLessThan(1150);
    expect(random.oneIn(1)).toBe(true);
  });
});
