import { allRequirements } from '../../properties';
import { breaks, Runner } from '../../src/engine/runner';
import { mendable } from '../../src/engine/variants';
import { findImplementation } from '../../src/targets/registry';
import { Generator } from '../../src/workload/generator';
import { rare } from './rare';

const SEEDS = [1, 2, 3, 4, 5];
const WORKLOADS = 2000;
const requirements = allRequirements();

/** The first requirement that an implementation breaks, and where; or nothing. */
function firstBroken(id: string, seeds: readonly number[], workloads: number): string | undefined {
  const implementation = findImplementation(id);
  const runner = new Runner(implementation, requirements);
  for (const seed of seeds) {
    const generator = new Generator(seed, {
      offers: [implementation.capabilities],
      maxSteps: 300,
      hostile: 2,
    });
    const workload = generator.newWorkload();
    for (let index = 0; index < workloads; index++) {
      generator.generate(0, index, workload);
      const [broken] = runner.run(workload).brokenNow;
      if (broken !== undefined) return `${requirements[broken].id}, seed ${seed}, ${index}`;
    }
  }
  return undefined;
}

describe.each(['model:xen@4.20', 'model:kvm@7.2', 'model:xen-new'])('%s with repairs', (id) => {
  it('breaks nothing with all deviations mended', () => {
    expect(firstBroken(`${id}+fixed`, [21], 600)).toBeUndefined();
  });

  it.each(mendable(findImplementation(id)))('breaks something with all mended but %s', (left) => {
    const own = rare[`${id} ${left}`];
    if (own) {
      const broken = (name: string) => breaks(findImplementation(name), requirements, own);
      expect(broken(`${id}+fixed-${left}`).map((one) => one.id)).not.toEqual([]);
      expect(broken(`${id}+fixed`).map((one) => one.id)).toEqual([]);
      return;
    }
    expect(firstBroken(`${id}+fixed-${left}`, SEEDS, WORKLOADS)).toBeDefined();
  });
});
