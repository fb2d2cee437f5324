import type { Implementation } from '../../../models/contract/implementation';
import type { Finding } from '../../../reports/schema/report';
import { architecture, otherChoices } from '../../../models/architecture';
import { allDivergences } from '../../../properties';
import { CauseFinder } from '../../../src/engine/causes';
import type { HuntOptions, HuntResult } from '../../../src/engine/hunt';
import { Hunt } from '../../../src/engine/hunt';
import { HuntFindings } from '../../../src/engine/hunt-findings';
import { checkFinding } from '../../../src/validate';
import { encode } from '../../../src/workload/encode';
import { machine, openGicv3, variant, workload } from '../support';
import { deviating, needsAll } from './deviating';

const RARE = 'edge-lost-while-disabled';
const FREQUENT = 'pending-bit-shows-latch-only';
const names = [FREQUENT, RARE, 'priority-order-reversed', 'rpr-idle-reads-zero'];

function options(changes: Partial<HuntOptions> = {}): HuntOptions {
  return {
    a: deviating('deviating', ...names),
    b: architecture,
    seed: 5,
    runs: 60,
    maxSteps: 120,
    hostile: 0,
    ...changes,
  };
}

interface Hunted {
  hunt: Hunt;
  result: HuntResult;
  known: Finding[];
  unexplained: Finding[];
}

async function hunted(given: HuntOptions): Promise<Hunted> {
  const hunt = new Hunt(given);
  const result = await hunt.run();
  const maker = new HuntFindings(hunt.finder, given, 'out');
  const known = result.known.map((group) => checkFinding(maker.ofCause(group)));
  const unexplained = [...maker.ofUnexplained(result.unexplained)].flatMap((f) => f ?? []);
  for (const finding of unexplained) checkFinding(finding);
  return { hunt, result, known, unexplained };
}

const causesOf = (findings: readonly Finding[]): string[] =>
  findings.map(({ cause }) => cause!.join(' with ')).sort();

describe('a hunt', () => {
  it('finds each documented deviation, the rare ones behind the frequent ones, too', async () => {
    const { result, known, unexplained } = await hunted(options());

    expect(causesOf(known)).toEqual(names.map((name) => `deviating ${name}`).sort());
    expect(unexplained).toEqual([]);
    expect(result.unexplainedWorkloads).toBe(0);
    const examples = result.known.flatMap((group) => group.examples);
    expect(examples.some(({ mended }) => mended.length > 0)).toBe(true);
  });

  it('gives each cause with its evidence, a minimal workload and a command', async () => {
    const given = options();
    const { known } = await hunted(given);

    for (const finding of known) {
      const [{ id, implementation, evidence }] = finding.explanation!;
      expect(finding.id).toMatch(new RegExp(`^KNOWN-${id}-[0-9a-f]{8}$`));
      expect({ implementation, evidence }).toEqual({
        implementation: 'deviating',
        evidence: `src/faults/reference/${id}.ts`,
      });
      expect(finding.workload.steps.length).toBeLessThanOrEqual(12);
      expect(finding.step).toBe(finding.workload.steps.length - 1);
      expect(finding.replay).toBe(
        `lockstep replay out/findings/${finding.id}.json --impl deviating --impl model:architecture`,
      );
      const [left, right] = finding.traces.map(({ observations }) => observations[finding.step]);
      expect(left).not.toEqual(right);
      // Mending the deviation alone is enough, and needed.
      const only = new CauseFinder(deviating('only', id), architecture);
      const without = new CauseFinder(given.a.repaired!([id]), architecture);
      const encoded = encode(finding.workload);
      expect(only.firstUnexplained(encoded, [])).toBe(finding.step);
      expect(without.firstUnexplained(encoded, [])).toBe(-1);
    }
  });

  it('gives the same for the same seed', async () => {
    const first = await hunted(options({ runs: 20 }));
    const second = await hunted(options({ runs: 20 }));

    expect(second.known).toEqual(first.known);
    expect(second.result.allowed).toEqual(first.result.allowed);
  });

  it('names the smallest set where one deviation alone does not explain it', async () => {
    const given = options({ a: needsAll('both', ['X-1', 'X-2']), runs: 30 });

    const { known, unexplained } = await hunted(given);

    expect(causesOf(known)).toEqual(['both X-1 with both X-2']);
    expect(known[0].workload.steps).toHaveLength(1);
    expect(unexplained).toEqual([]);
  });

  it('attributes to deviations of either implementation', async () => {
    const given = options({
      a: deviating('left', FREQUENT, RARE),
      b: deviating('right', FREQUENT, 'rpr-idle-reads-zero'),
    });

    const { known, unexplained } = await hunted(given);

    expect(causesOf(known)).toEqual([`left ${RARE}`, 'right rpr-idle-reads-zero']);
    expect(unexplained).toEqual([]);
  });

  it('groups what nothing explains, and counts it', async () => {
    const wrong = variant('wrong-rpr', (gic) => {
      for (const { priority } of gic.cpus) priority.readRpr = () => 0x42;
    });

    const { result, known, unexplained } = await hunted(options({ a: wrong }));

    expect(known).toEqual([]);
    expect(unexplained.length).toBeGreaterThan(0);
    // A GICv2 and a GICv3, with or without something to make the priority differ.
    expect(unexplained.length).toBeLessThanOrEqual(4);
    expect(unexplained.reduce((sum, { hits }) => sum + hits, 0)).toBe(result.unexplainedWorkloads);
    for (const { id, cause, workload: minimal } of unexplained) {
      expect(id).toMatch(/^DIFFERENCE-[0-9a-f]{8}$/);
      expect(cause).toBeUndefined();
      expect(minimal.steps).toHaveLength(1);
    }
  });

  it('finds what is unexplained behind what is known', async () => {
    const hidden = deviating('hidden', FREQUENT, 'rpr-idle-reads-zero');
    const undocumented = ({ deviations, ...rest }: Implementation): Implementation => ({
      ...rest,
      deviations: deviations.filter(({ id }) => id === FREQUENT),
      repaired: (ids) => undocumented(hidden.repaired!(ids)),
    });

    const { known, unexplained } = await hunted(options({ a: undocumented(hidden) }));

    expect(causesOf(known)).toEqual([`hidden ${FREQUENT}`]);
    expect(unexplained.map(({ workload: minimal }) => minimal.steps.length)).not.toContain(0);
    expect(unexplained.length).toBeGreaterThan(0);
  });

  it('counts allowed divergences, with an example if asked', async () => {
    const given = options({ a: otherChoices });
    const { hunt, result, known, unexplained } = await hunted(given);
    const maker = new HuntFindings(hunt.finder, given, 'out');

    expect([known, unexplained]).toEqual([[], []]);
    const group = result.allowed.get('DIV-07')!;
    expect(group.hits).toBeGreaterThan(0);
    const divergence = allDivergences().find(({ id }) => id === 'DIV-07')!;
    const finding = checkFinding(maker.ofAllowed(divergence, group));
    expect(finding).toMatchObject({ kind: 'allowed', cause: ['DIV-07'], hits: group.hits });
    expect(finding.id).toMatch(/^DIV-07-[0-9a-f]{8}$/);
  });

  it('stops when told, and keeps what was done', async () => {
    const stop = new AbortController();
    const given = options({
      runs: undefined,
      seconds: 60,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });

    const result = await new Hunt(given).run();

    expect(result.interrupted).toBe(true);
    expect(result.workloads).toBeGreaterThan(0);
    expect(result.seconds).toBeLessThan(30);
  });
});

describe('finding a cause', () => {
  const finder = new CauseFinder(deviating('deviating', ...names), architecture);
  const read = (register: string) => ({ step: 'read', vcpu: 0, register }) as const;

  it('goes on behind a known cause', () => {
    const high = machine(3, { level: [40] });
    const encoded = encode(
      workload(high, [
        ...openGicv3,
        { step: 'raise', intid: 40 },
        read('GICD_ISPENDR1'),
        read('ICC_RPR_EL1'),
      ]),
    );
    const at = encoded.length - 2;

    const first = finder.compare(encoded, []).at(-1)!;
    const cause = finder.explain(encoded, [], first.step)!;
    const second = finder.firstUnexplained(encoded, cause);

    expect(first).toEqual({ step: at, divergence: undefined });
    expect(cause.map((n) => finder.name(n))).toEqual([`deviating ${FREQUENT}`]);
    expect(second).toBe(at + 1);
    expect(encoded.length).toBe(at + 2);
  });
});
