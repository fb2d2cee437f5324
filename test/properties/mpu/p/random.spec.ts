import type { MpuHypervisorImplementation } from '../../../../models/contract/mpu-implementation';
import {
  xenMpu2023,
  xenMpuDraftA,
  xenMpuOnDemand,
  xenMpuPoc2022,
  xenMpuV2of2023,
} from '../../../../models/xen-mpu';
import { allMpuRequirements } from '../../../../properties/mpu';
import { MpuJudge, newMpuTally } from '../../../../src/engine/mpu/judge';
import { MpuScriptGenerator } from '../../../../src/workload/mpu-script/generator';
import { machine2023, mended } from '../../../models/xen-mpu/design-2023/support';

const requirements = allMpuRequirements().filter(
  (one) => one.judges === 'script' && one.designs.includes('2023'),
);
const machines = [0, 1, 16, 33].flatMap((el1Regions) => [
  { ...machine2023, el1Regions },
  { ...machine2023, el1Regions, format: 32, vmsa: false } as const,
]);

/** Ids of requirements that random scripts break. */
function broken(of: MpuHypervisorImplementation, count: number): string[] {
  const generator = new MpuScriptGenerator(2023, of, { machines });
  const tally = newMpuTally(requirements);
  const judge = new MpuJudge(requirements, tally);
  for (let index = 0; index < count; index++) {
    const script = generator.generate(index);
    const xen = of.create(script.machine, script.layout);
    const shown = script.steps.map((step) => xen.execute(step));
    judge.script(script, shown, '2023');
  }
  return requirements.filter((_, n) => tally.broken[n] > 0).map(({ id }) => id);
}

describe('MPU-P on random scripts', () => {
  it.each(
    [xenMpuPoc2022, xenMpuV2of2023, xenMpu2023, xenMpuOnDemand, xenMpuDraftA].map(
      (of) => [of.id, of] as const,
    ),
  )('%s without its deviations breaks none', (_id, of) => {
    expect(broken(mended(of), 120)).toEqual([]);
  });

  it.each(xenMpuPoc2022.deviations.map((one) => [one.id, one.requirements] as const))(
    '%s breaks nothing but what it says',
    (id, named) => {
      const others = xenMpuPoc2022.deviations.map((one) => one.id).filter((one) => one !== id);

      const found = broken(xenMpuPoc2022.repaired!(others), 60);

      expect(found.filter((one) => !named.includes(one))).toEqual([]);
    },
  );
});
