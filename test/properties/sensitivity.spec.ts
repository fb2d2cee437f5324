import { architecture } from '../../models/architecture';
import { allRequirements, notJudged } from '../../properties';
import { Runner } from '../../src/engine/runner';
import { allFaults, faulty } from '../../src/faults';
import type { Fault } from '../../src/faults/fault';
import { Generator } from '../../src/workload/generator';

const WORKLOADS = 2000;
const requirements = allRequirements();
/** What hardware can be asked; the others look into a hypervisor's lists. */
const ofHardware = requirements.filter(({ applies }) => !applies.lists);

function generator(seed: number): Generator {
  return new Generator(seed, {
    offers: [architecture.capabilities],
    maxSteps: 300,
    hostile: 2,
  });
}

/** Of the requirements that must catch a fault, those that did not within the workloads. */
function uncaught({ caughtBy, ...fault }: Fault, seed: number): string[] {
  const waiting = new Set<string>(caughtBy);
  // Requirements judge for themselves; the others need not be asked.
  const asked = requirements.filter(({ id }) => waiting.has(id));
  const runner = new Runner(faulty({ caughtBy, ...fault }), asked);
  const source = generator(seed);
  const workload = source.newWorkload();
  for (let index = 0; index < WORKLOADS && waiting.size > 0; index++) {
    source.generate(0, index, workload);
    for (const broken of runner.run(workload).brokenNow) waiting.delete(asked[broken].id);
  }
  return [...waiting];
}

describe('the suite on the reference', () => {
  it.each([1, 2])('exercises every checker without a failure, seed %d', (seed) => {
    const runner = new Runner(architecture, ofHardware);
    const source = generator(seed);
    const workload = source.newWorkload();

    for (let index = 0; index < WORKLOADS; index++) {
      source.generate(0, index, workload);
      runner.run(workload);
    }

    const { exercised, broken } = runner.tally;
    const failing = ofHardware.filter((_, n) => broken[n] > 0).map(({ id }) => id);
    const silent = ofHardware.filter((_, n) => exercised[n] === 0).map(({ id }) => id);
    expect(failing).toEqual([]);
    expect(silent).toEqual([]);
    expect(ofHardware.length).toBeGreaterThanOrEqual(130);
  });
});

describe('requirements', () => {
  it('have unique ids, and are either judged or listed with a reason', () => {
    const ids = [...requirements.map(({ id }) => id), ...notJudged().map(({ id }) => id)];

    expect(new Set(ids).size).toBe(ids.length);
    for (const { reason } of notJudged()) expect(reason.length).toBeGreaterThan(20);
  });

  it('are each shown failing by at least one fault', () => {
    const shown = new Set(allFaults().flatMap(({ caughtBy }) => caughtBy as readonly string[]));

    expect(ofHardware.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
  });
});

describe('seeded faults', () => {
  it('are at least forty, each meant for a requirement that exists', () => {
    const known = new Set(requirements.map(({ id }) => id));

    expect(allFaults().length).toBeGreaterThanOrEqual(40);
    for (const { caughtBy } of allFaults()) for (const id of caughtBy) expect(known).toContain(id);
  });

  it.each(allFaults().map((fault) => [fault.id, fault] as const))(
    '%s is caught by what it is meant for',
    (_, fault) => {
      expect(uncaught(fault, 1)).toEqual([]);
    },
  );
});
