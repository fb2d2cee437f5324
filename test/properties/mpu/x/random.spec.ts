import { xenMpu2026 } from '../../../../models/xen-mpu';
import { deviations } from '../../../../models/xen-mpu/upstream';
import { allMpuRequirements } from '../../../../properties/mpu';
import { judgedAtRandom } from '../random-scripts';
import { machineOf } from './support';

/** All that differs, without the time that 255 regions take. */
const machines = [6, 16, 20, 33, 34].flatMap((count) => [
  machineOf(count, 64, true),
  machineOf(count, 32),
]);

const requirements = allMpuRequirements().filter(
  (one) => one.judges === 'script' && one.designs.includes('upstream'),
);
const ids = deviations.map(({ id }) => id);

describe('MPU-X on random scripts', () => {
  it('Xen without its deviations breaks none and exercises all', () => {
    const of = xenMpu2026.repaired!(ids);

    const { broken, exercised } = judgedAtRandom({ of, requirements, count: 350, machines });

    expect(broken).toEqual([]);
    const own = requirements.map(({ id }) => id).filter((id) => id.startsWith('MPU-X-'));
    expect(own.filter((id) => !exercised.includes(id))).toEqual([]);
  });

  it.each(
    deviations
      .filter(({ notShown }) => notShown === undefined)
      .map((one) => [one.id, one.requirements] as const),
  )('%s breaks what it says, and nothing else', (id, named) => {
    const of = xenMpu2026.repaired!(ids.filter((one) => one !== id));

    const { broken } = judgedAtRandom({ of, requirements, count: 2000, enough: 100, machines });

    expect(broken).not.toEqual([]);
    expect(broken.filter((one) => !named.includes(one))).toEqual([]);
  });
});
