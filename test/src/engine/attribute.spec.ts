import type { Implementation } from '../../../models/contract/implementation';
import { architecture } from '../../../models/architecture';
import { allRequirements } from '../../../properties';
import { Attributor } from '../../../src/engine/attribute';
import { Runner } from '../../../src/engine/runner';
import { encode } from '../../../src/workload/encode';
import { Generator } from '../../../src/workload/generator';
import { machine, workload } from '../support';
import { deviating, needsAll } from './deviating';

const requirements = allRequirements();
const names = ['pending-bit-shows-latch-only', 'rpr-idle-reads-zero', 'priority-order-reversed'];

/** Explains all failures of generated workloads. */
function explained(implementation: Implementation, documented: Implementation, detailed: boolean) {
  const generator = new Generator(3, {
    offers: [architecture.capabilities],
    maxSteps: 100,
    hostile: 0,
  });
  const encoded = generator.newWorkload();
  const runner = new Runner(implementation, requirements);
  const attributor = new Attributor(documented, requirements);
  const causes: Record<string, string[]> = {};
  const unexplained: string[] = [];
  let broken = 0;
  for (let index = 0; index < 30; index++) {
    generator.generate(0, index, encoded);
    const { brokenNow } = runner.run(encoded);
    broken += brokenNow.length;
    const found = attributor.explain(encoded, brokenNow, detailed);
    unexplained.push(...found.unexplained.map((n) => requirements[n].id));
    for (const [n, ids] of found.causes) (causes[requirements[n].id] ??= []).push(...ids);
  }
  return { broken, unexplained, causes };
}

describe('attributing failures', () => {
  it('explains what is gone with every deviation mended, in one run', () => {
    const implementation = deviating('deviating', ...names);

    const { broken, unexplained, causes } = explained(implementation, implementation, false);

    expect(broken).toBeGreaterThan(0);
    expect(unexplained).toEqual([]);
    expect(causes).toEqual({});
  });

  it('names the deviations responsible', () => {
    const implementation = deviating('deviating', ...names);

    const { unexplained, causes } = explained(implementation, implementation, true);

    expect(unexplained).toEqual([]);
    expect(new Set(causes['GIC-CPU-030'])).toEqual(new Set(['rpr-idle-reads-zero']));
    expect(new Set(causes['GIC-CPU-003'])).toEqual(new Set(['priority-order-reversed']));
    expect(new Set(Object.values(causes).flat())).toEqual(new Set(names));
    for (const [, ids] of Object.entries(causes)) expect(ids.length).toBeGreaterThan(0);
  });

  it('leaves open what stays with everything mended', () => {
    const [first, undocumented, ...rest] = names;
    const full = deviating('deviating', ...names);
    const partly = {
      ...full,
      deviations: deviating('some', first, ...rest).deviations,
    };

    const { unexplained, causes } = explained(full, partly, true);

    expect(undocumented).toBe('rpr-idle-reads-zero');
    expect(unexplained).toContain('GIC-CPU-030');
    expect(unexplained).not.toContain('GIC-CPU-003');
    expect(Object.values(causes).flat()).not.toContain(undocumented);
  });

  it('names all of several that act together', () => {
    const implementation = needsAll('both', ['X-1', 'X-2']);
    const encoded = encode(
      workload(machine(3), [{ step: 'read', vcpu: 0, register: 'ICC_RPR_EL1' }]),
    );
    const { brokenNow } = new Runner(implementation, requirements).run(encoded);

    const found = new Attributor(implementation, requirements).explain(encoded, brokenNow, true);

    expect(brokenNow.length).toBeGreaterThan(0);
    expect(found.unexplained).toEqual([]);
    for (const n of brokenNow) expect(found.causes.get(n)).toEqual(['X-1', 'X-2']);
  });

  it('explains nothing where nothing can be mended', () => {
    const { repaired, ...implementation } = deviating('deviating', ...names);
    void repaired;

    const { broken, unexplained } = explained(implementation, implementation, true);

    expect(unexplained).toHaveLength(broken);
  });
});
