import type { Implementation } from '../../../models/contract/implementation';
import type { Finding } from '../../../reports/schema/report';
import { architecture } from '../../../models/architecture';
import { kvm61 } from '../../../models/kvm-vgic/kvm-vgic';
import { TargetDied } from '../../../src/errors';
import type { HuntOptions } from '../../../src/engine/hunt';
import { Hunt, huntGenerator } from '../../../src/engine/hunt';
import { HuntFindings } from '../../../src/engine/hunt-findings';
import { RealOnes } from '../../../src/engine/real-ones';
import { checkFinding } from '../../../src/validate';
import type { MadeUp } from './remotes';
import { death, madeUp, settle, twin } from './remotes';

const xen = twin('xen:4.20');
const kvm = twin('kvm:6.1');
const mended = xen.repaired!(['DIFF-01']);

function options(real: RealOnes | undefined, changes: Partial<HuntOptions> = {}): HuntOptions {
  return {
    a: xen,
    b: kvm,
    ...(real ? { real } : {}),
    seed: 5,
    runs: 40,
    maxSteps: 80,
    hostile: 0,
    ...changes,
  };
}

/** A hunt between two made-up targets, which are closed afterwards. */
async function hunted(left: MadeUp, right: MadeUp, changes: Partial<HuntOptions> = {}) {
  const real = new RealOnes([left.implementation, right.implementation], 1);
  try {
    return await new Hunt(options(real, changes)).run();
  } finally {
    await real.close();
  }
}

describe('a hunt on real implementations', () => {
  it('explains what they show with their models, and is not surprised', async () => {
    const [left, right] = [madeUp(xen), madeUp(kvm)];

    const result = await hunted(left, right);

    const onModels = await new Hunt(options(undefined)).run();
    const { seconds, ...timeless } = result;
    const { seconds: other, ...expected } = onModels;
    void [seconds, other];
    expect(timeless).toEqual(expected);
    expect(result.surprises).toEqual([]);
    expect(result.known.length).toBeGreaterThan(0);
    for (const { log } of [left, right]) {
      expect(log).toMatchObject({ opened: 1, closed: 1, runs: 40, late: 0 });
    }
  });

  it('tells where one is not as its model, and explains nothing there', async () => {
    const result = await hunted(madeUp(xen, { shows: mended }), madeUp(kvm));

    expect(result.surprises.length).toBeGreaterThan(0);
    for (const { implementation, step, died } of result.surprises) {
      expect(implementation).toBe('real:xen:4.20');
      expect(step).toBeGreaterThanOrEqual(0);
      expect(died).toBeUndefined();
    }
    const surprising = result.surprises.map(({ index }) => index);
    const explained = result.known.flatMap(({ examples }) => examples).map(({ index }) => index);
    expect(explained.filter((index) => surprising.includes(index))).toEqual([]);
  });

  it('counts a death as a surprise, and goes on', async () => {
    const right = madeUp(kvm, { mishap: (_, nth) => (nth === 3 ? death() : undefined) });

    const result = await hunted(madeUp(xen), right);

    expect(result.workloads).toBe(40);
    expect(result.surprises).toHaveLength(1);
    const [{ implementation, index, step, died }] = result.surprises;
    expect({ implementation, index, step }).toEqual({
      implementation: 'real:kvm:6.1',
      index: 3,
      step: undefined,
    });
    expect(died).toBeInstanceOf(TargetDied);
  });

  it('rejects what is a fault of ours', async () => {
    const fault = new Error('a fault of ours');
    const left = madeUp(xen, { mishap: (_, nth) => (nth === 2 ? fault : undefined) });
    const right = madeUp(kvm);

    await expect(hunted(left, right)).rejects.toBe(fault);

    await settle();
    for (const { log } of [left, right]) expect(log).toMatchObject({ closed: 1, running: 0 });
  });

  it('stops when told, and keeps what was done', async () => {
    const stop = new AbortController();

    const result = await hunted(madeUp(xen), madeUp(kvm), {
      runs: undefined,
      seconds: 60,
      signal: stop.signal,
      onProgress: ({ workloads }) => workloads >= 8 && stop.abort(),
    });

    expect(result.interrupted).toBe(true);
    expect(result.workloads).toBeGreaterThanOrEqual(8);
    expect(result.workloads).toBeLessThan(20);
  });
});

/** The first finding of a hunt on models. */
function findingOnModels(b: Implementation = kvm): Finding {
  const given = options(undefined, { b });
  const generator = huntGenerator(given);
  const workload = generator.newWorkload();
  const hunt = new Hunt(given);
  const maker = new HuntFindings(hunt.finder, given, 'out');
  for (let index = 0; ; index++) {
    generator.generate(0, index, workload);
    const step = hunt.finder.firstUnexplained(workload, []);
    const cause = step < 0 ? undefined : hunt.finder.explain(workload, [], step);
    if (!cause) continue;
    return maker.ofCause({ cause, hits: 1, examples: [{ index, step, mended: [] }] });
  }
}

describe('confirming a finding on real implementations', () => {
  const finding = findingOnModels();

  async function confirmed(left: MadeUp, right: MadeUp, given = finding): Promise<Finding> {
    const real = new RealOnes([left.implementation, right.implementation], 1);
    try {
      return checkFinding(await real.confirmed(given));
    } finally {
      await real.close();
    }
  }

  it('shows what the real ones showed, with a command that runs them', async () => {
    const now = await confirmed(madeUp(xen), madeUp(kvm));

    expect(now.title).toBe(finding.title);
    expect(now.implementations).toEqual(
      finding.implementations.map((id) => id.replace('twin:', 'real:')),
    );
    expect(now.traces.map(({ implementation }) => implementation)).toEqual([
      'real:xen:4.20',
      'real:kvm:6.1',
    ]);
    expect(now.traces.map(({ observations }) => observations)).toEqual(
      finding.traces.map(({ observations }) => observations),
    );
    expect(now.replay).toBe(
      `lockstep replay out/findings/${finding.id}.json --impl real:xen:4.20 --impl real:kvm:6.1`,
    );
  });

  it('shows a real one beside a model', async () => {
    const real = new RealOnes([madeUp(xen).implementation, kvm61], 1);

    const now = await real.confirmed(findingOnModels(kvm61));
    await real.close();

    expect(now.title).not.toContain('(');
    expect(now.traces.map(({ implementation }) => implementation)).toEqual([
      'real:xen:4.20',
      'model:kvm@6.1',
    ]);
    expect(now.replay).toMatch(/ --impl real:xen:4.20 --impl model:kvm@6.1$/);
  });

  it('says if a real one shows something else', async () => {
    const other = madeUp(xen, { shows: { ...kvm, id: xen.id } });

    const now = await confirmed(other, madeUp(kvm));

    expect(now.title).toBe(`${finding.title} (not confirmed)`);
    const [first, second] = now.traces.map(({ observations }) => observations);
    expect(first).toEqual(second);
  });

  it('says if a real one dies, and shows its model then', async () => {
    const dying = madeUp(xen, { mishap: death });

    const now = await confirmed(dying, madeUp(kvm));

    expect(now.title).toBe(`${finding.title} (not confirmed)`);
    expect(now.traces.map(({ implementation }) => implementation)).toEqual([
      'twin:xen:4.20',
      'real:kvm:6.1',
    ]);
  });

  it('leaves to the models what only a mended one shows', async () => {
    const left = madeUp(xen);
    const traces = finding.traces.map((trace, n) =>
      n === 0 ? { ...trace, implementation: mended.id } : trace,
    );

    const now = await confirmed(left, madeUp(kvm), { ...finding, traces });

    expect(now).toEqual({ ...finding, traces, title: `${finding.title} (shown on the models)` });
    expect(left.log.runs).toBe(0);
  });

  it('changes nothing of what no real one is in', async () => {
    const none = new RealOnes([architecture, xen], 1);

    expect(await none.confirmed(finding)).toBe(finding);
    await none.close();
  });
});
