import { allRequirements } from '../../properties';
import { Runner } from '../../src/engine/runner';
import { allFaults, hypervisorFaults } from '../../src/faults';
import type { HypervisorFault } from '../../src/faults/hypervisor-fault';
import { bases, faultyHypervisor } from '../../src/faults/hypervisor-fault';
import { Generator } from '../../src/workload/generator';

const WORKLOADS = 2000;
const requirements = allRequirements();
/** What looks into a hypervisor's lists. */
const whiteBox = requirements.filter(({ applies }) => applies.lists);

interface Catch {
  /** Requirements that should have caught it, but did not within the workloads. */
  uncaught: string[];
  /** Requirements that the base without the fault breaks on the same workload. */
  brokenByBase: string[];
}

function hunt(fault: HypervisorFault, seed: number): Catch {
  const { base, caughtBy } = fault;
  const waiting = new Set<string>(caughtBy);
  const asked = requirements.filter(({ id }) => waiting.has(id));
  const faulty = new Runner(faultyHypervisor(fault), asked);
  const sound = new Runner(bases[base], asked);
  const offers = [bases[base].capabilities];
  const source = new Generator(seed, { offers, maxSteps: 300, hostile: 2 });
  const workload = source.newWorkload();
  const brokenByBase: string[] = [];
  for (let index = 0; index < WORKLOADS && waiting.size > 0; index++) {
    source.generate(0, index, workload);
    const caught = faulty.run(workload).brokenNow.map((n) => asked[n].id);
    const first = caught.filter((id) => waiting.delete(id));
    if (first.length === 0) continue;
    const broken = sound.run(workload).brokenNow.map((n) => asked[n].id);
    brokenByBase.push(...first.filter((id) => broken.includes(id)));
  }
  return { uncaught: [...waiting], brokenByBase };
}

describe('requirements that look into lists', () => {
  it('are each what some fault is meant for', () => {
    const meant = new Set(hypervisorFaults().map(({ caughtBy }) => caughtBy[0]));

    expect(whiteBox.map(({ id }) => id).filter((id) => !meant.has(id))).toEqual([]);
    expect(whiteBox.length).toBeGreaterThanOrEqual(36);
  });
});

describe('seeded faults of hypervisors', () => {
  it('have names of their own, and are meant for requirements that exist', () => {
    const ids = [...allFaults(), ...hypervisorFaults()].map(({ id }) => id);
    const known = new Set(requirements.map(({ id }) => id));

    expect(new Set(ids).size).toBe(ids.length);
    for (const { caughtBy } of hypervisorFaults()) {
      for (const id of caughtBy) expect(known).toContain(id);
    }
  });

  it.each(hypervisorFaults().map((fault) => [fault.id, fault] as const))(
    '%s is caught by what it is meant for, which its base does not break',
    (_, fault) => {
      expect(hunt(fault, 1)).toEqual({ uncaught: [], brokenByBase: [] });
    },
  );
});
