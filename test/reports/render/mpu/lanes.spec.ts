import { fc, test } from '@fast-check/jest';
import { laned } from '../../../../reports/render/mpu/lanes';

const stretch = fc
  .tuple(fc.nat(60), fc.integer({ min: 1, max: 20 }))
  .map(([start, length]) => ({ start, end: start + length }));

const meet = (a: { start: number; end: number }, b: { start: number; end: number }): boolean =>
  a.start < b.end && b.start < a.end;

describe('laned', () => {
  test.prop([fc.array(stretch, { maxLength: 15 })])(
    'puts beside each other what overlaps',
    (all) => {
      const found = laned(all);

      expect(found.map(({ one }) => one)).toHaveLength(all.length);
      for (const [n, a] of found.entries()) {
        expect(a.lane).toBeLessThan(a.lanes);
        const others = found.filter((b, m) => m !== n && meet(a.one, b.one));
        for (const b of others) {
          expect(b.lane).not.toBe(a.lane);
          expect(b.lanes).toBe(a.lanes);
        }
        // What is alone has the whole width.
        if (others.length === 0) expect(a.lanes).toBe(1);
      }
    },
  );
});
