import {
  firstMpuDifference,
  MpuOutcome,
  MpuStatus,
  OBSERVED_STRIDE,
} from '../../../models/contract/mpu-encoded';

const { Allowed, Fault, Value } = MpuOutcome;
const { NotTold, Permission, Translation } = MpuStatus;

/** An observation that comes after one that is always the same. */
const after = (...words: number[]): Int32Array => Int32Array.from([Value, 7, 9, ...words]);

describe('firstMpuDifference', () => {
  it.each([
    [[Fault, 1, Permission], [Fault, 1, Translation], 1],
    [[Fault, 1, Permission], [Fault, 2, Permission], 1],
    [[Fault, 1, Permission], [Fault, 1, NotTold], -1],
    [[Fault, 2, NotTold], [Fault, 2, Translation], -1],
    [[Fault, 1, NotTold], [Fault, 2, Translation], 1],
    [[Fault, 1, NotTold], [Allowed, 1, 0], 1],
    [[Value, 1, 0], [Value, 1, 4], 1],
    [[Value, 1, 4], [Value, 1, 4], -1],
  ])('%j and %j: %i', (one, two, expected) => {
    expect(firstMpuDifference(after(...one), after(...two))).toBe(expected);
    expect(firstMpuDifference(after(...two), after(...one))).toBe(expected);
  });

  it('leaves out status codes if told to', () => {
    const one = after(Fault, 1, Permission, Value, 1, 0);

    expect(firstMpuDifference(one, after(Fault, 1, Translation, Value, 1, 0), false)).toBe(-1);
    expect(firstMpuDifference(one, after(Fault, 1, Translation, Value, 1, 4), false)).toBe(2);
    expect(firstMpuDifference(one, after(Fault, 2, Translation, Value, 1, 0), false)).toBe(1);
  });

  it('goes on after a code that is not told', () => {
    const one = after(Fault, 1, NotTold, Value, 1, 0);
    const two = after(Fault, 1, Permission, Value, 2, 0);

    expect(firstMpuDifference(one, two)).toBe(2);
    expect(one.length).toBe(3 * OBSERVED_STRIDE);
  });
});
