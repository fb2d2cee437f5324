import type { Deviation, Implementation } from '../../../models/contract/implementation';
import { ArchitectureGic, architecture } from '../../../models/architecture';
import { allFaults } from '../../../src/faults';

/** A fault with the deviation that it is documented as. */
interface Documented {
  deviation: Deviation;
  override(gic: ArchitectureGic): void;
}

function withFaults(id: string, documented: readonly Documented[], mended: readonly string[]) {
  const left = documented.filter(({ deviation }) => !mended.includes(deviation.id));
  return {
    ...architecture,
    id: [id, ...mended].join('+'),
    title: `The reference with ${left.length} documented faults`,
    create(machine) {
      const gic = new ArchitectureGic(machine);
      for (const { override } of left) override(gic);
      return gic;
    },
    deviations: left.map(({ deviation }) => deviation),
  } satisfies Implementation;
}

/** The reference with faults, each documented as a deviation that can be mended. */
export function documented(id: string, faults: readonly Documented[]): Implementation {
  return {
    ...withFaults(id, faults, []),
    repaired: (ids) => withFaults(id, faults, ids),
  };
}

/** A seeded fault by its name, as a deviation of that name. */
export function seeded(name: string): Documented {
  const fault = allFaults().find(({ id }) => id === name)!;
  return {
    deviation: {
      id: name,
      title: fault.title,
      kind: 'bug',
      requirements: [fault.caughtBy[0]],
      evidence: `src/faults/reference/${name}.ts`,
    },
    override: (gic) => fault.override(gic),
  };
}

/** The reference with seeded faults documented as deviations. */
export function deviating(id: string, ...names: string[]): Implementation {
  return documented(id, names.map(seeded));
}

/** RPR reads 0x42 while one of several deviations is there: only mending all of them helps. */
export function needsAll(id: string, names: readonly string[]): Implementation {
  return documented(
    id,
    names.map((name) => ({
      deviation: { id: name, title: name, kind: 'known', requirements: [], evidence: 'this test' },
      override(gic) {
        for (const { priority } of gic.cpus) priority.readRpr = () => 0x42;
      },
    })),
  );
}
