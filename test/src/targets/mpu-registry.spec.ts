import {
  everyMpuImplementation,
  findMpuImplementation,
  mpuImplementations,
} from '../../../src/targets/mpu-registry';

describe('findMpuImplementation', () => {
  it('finds every implementation by its id', () => {
    const every = everyMpuImplementation();

    expect(new Set(every.map(({ id }) => id)).size).toBe(every.length);
    for (const one of every) expect(findMpuImplementation(one.id).id).toBe(one.id);
    expect(findMpuImplementation('fault:mpu-wxn-ignored').title).toContain('WXN');
  });

  it('names those there are when there is none of that name', () => {
    const [first] = mpuImplementations();

    expect(() => findMpuImplementation('model:mpu')).toThrow(
      new RegExp(`"model:mpu".*${first.id}`),
    );
  });
});
