import {
  xenMpu2023,
  xenMpu2023Reserving,
  xenMpuDraftA,
  xenMpuOnDemand,
  xenMpuPoc2022,
  xenMpuV2of2023,
} from '../../../../models/xen-mpu';
import { allMpuRequirements } from '../../../../properties/mpu';
import { mended } from '../../../models/xen-mpu/design-2023/support';
import { judgedAtRandom } from '../random-scripts';

const requirements = allMpuRequirements().filter(
  (one) => one.judges === 'script' && one.designs.includes('2023'),
);

/** What has nothing to judge in a variant: nothing moves, no section is mapped, no heap at the end. */
const notConcerned: Record<string, readonly string[]> = {
  'model:xen-mpu@2023': ['MPU-P-007'],
  'model:xen-mpu@2023-reserving': ['MPU-P-007'],
  // Where EL1 has more than 32 regions it makes no vCPU with PMSA.
  'model:xen-mpu@draft-a': ['MPU-P-007', 'MPU-P-042'],
  'model:xen-mpu@on-demand': ['MPU-P-004', 'MPU-P-005', 'MPU-P-007'],
  // Only a domain that is crowded has it use number 32.
  'model:xen-mpu@poc-2022': ['MPU-P-003', 'MPU-P-062'],
  'model:xen-mpu@v2-2023': ['MPU-P-003'],
};

const variants = [
  xenMpuPoc2022,
  xenMpuV2of2023,
  xenMpu2023,
  xenMpu2023Reserving,
  xenMpuOnDemand,
  xenMpuDraftA,
];

describe('MPU-P on random scripts', () => {
  it.each(variants.map((of) => [of.id, of] as const))(
    '%s without its deviations breaks none and exercises all',
    (id, of) => {
      const { broken, exercised } = judgedAtRandom({ of: mended(of), requirements, count: 500 });

      expect(broken).toEqual([]);
      const silent = requirements.filter((one) => !exercised.includes(one.id));
      const known = notConcerned[id] ?? [];
      expect(silent.map((one) => one.id).filter((one) => !known.includes(one))).toEqual([]);
    },
  );

  it.each(
    variants.flatMap((of) =>
      of.deviations
        .filter(({ notShown }) => notShown === undefined)
        .map((one) => [one.id, of, one.requirements] as const),
    ),
  )('%s breaks what it says, and nothing else', (id, of, named) => {
    const others = of.deviations.map((one) => one.id).filter((one) => one !== id);
    const alone = of.repaired!(others);

    const { broken } = judgedAtRandom({ of: alone, requirements, count: 1500, enough: 40 });

    expect(broken).not.toEqual([]);
    expect(broken.filter((one) => !named.includes(one))).toEqual([]);
  });
});
