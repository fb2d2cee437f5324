import type { MpuMachine } from '../../../../models/contract/mpu';
import { xenMpu2026 } from '../../../../models/xen-mpu';
import { deviations } from '../../../../models/xen-mpu/upstream';
import { allMpuRequirements } from '../../../../properties/mpu';
import { MpuJudge, newMpuTally } from '../../../../src/engine/mpu/judge';
import { MpuScriptGenerator } from '../../../../src/workload/mpu-script/generator';
import { machineOf } from './support';

/** All that differs, without the time that 255 regions take. */
const machines = [6, 16, 20, 33, 34].flatMap((count) => [
  machineOf(count, 64, true),
  machineOf(count, 32),
]);
/** From 33 regions on PRENR does not reach all of them. */
const large = machines.filter(({ el2Regions }) => el2Regions > 32);

const requirements = allMpuRequirements().filter(
  (one) => one.judges === 'script' && one.designs.includes('upstream'),
);
const ids = deviations.map(({ id }) => id);

interface Judged {
  broken: Set<string>;
  exercised: Set<string>;
}

/** Judges scripts of Xen with these deviations and no others. */
function judged(present: readonly string[], count: number, from: MpuMachine[]): Judged {
  const xen = xenMpu2026.repaired!(ids.filter((id) => !present.includes(id)));
  const generator = new MpuScriptGenerator(2026, xen, { machines: from });
  const tally = newMpuTally(requirements);
  const judge = new MpuJudge(requirements, tally);
  for (let index = 0; index < count; index++) {
    const script = generator.generate(index);
    const hypervisor = xen.create(script.machine, script.layout);
    const shown = script.steps.map((step) => hypervisor.execute(step));
    judge.script(script, shown, 'upstream');
  }
  const having = (counts: Float64Array): Set<string> =>
    new Set(requirements.filter((_, n) => counts[n] > 0).map(({ id }) => id));
  return { broken: having(tally.broken), exercised: having(tally.exercised) };
}

/** No requirement of its own, and a layout that is rarely made. */
const rare: readonly string[] = ['XMPU-13', 'XMPU-14'];

describe('MPU-X on random scripts', () => {
  it('Xen without its deviations breaks none and exercises all', () => {
    const { broken, exercised } = judged([], 350, machines);

    expect([...broken]).toEqual([]);
    const own = requirements.filter(({ id }) => id.startsWith('MPU-X-'));
    expect(own.filter(({ id }) => !exercised.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it.each(deviations.filter(({ id }) => !rare.includes(id)).map((one) => [one.id, one] as const))(
    '%s breaks what it says, and nothing else',
    (id, { requirements: named }) => {
      const { broken } = judged(
        [id],
        id === 'XMPU-10' ? 1000 : 200,
        id === 'XMPU-03' || id === 'XMPU-04' ? large : machines,
      );

      expect(named.some((one) => broken.has(one))).toBe(true);
      expect([...broken].filter((one) => !named.includes(one))).toEqual([]);
    },
  );
});
