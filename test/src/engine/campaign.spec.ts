import { deviating } from './deviating';
import type { Implementation } from '../../../models/contract/implementation';
import type { Report } from '../../../reports/schema/report';
import { architecture } from '../../../models/architecture';
import { allRequirements } from '../../../properties';
import { Campaign } from '../../../src/engine/campaign';
import { hasUnexpected } from '../../../src/engine/report';
import { breaks } from '../../../src/engine/runner';
import { checkReport } from '../../../src/validate';
import { decode } from '../../../src/workload/decode';
import { Generator } from '../../../src/workload/generator';
import { broken, options, report } from './support';

/** Everything that does not depend on the clock. */
function timeless({ campaign, performance, ...rest }: Report) {
  void performance;
  return { ...rest, campaign: { ...campaign, times: undefined } };
}

describe('a campaign', () => {
  it('gives the same report for the same seed, and another for another', async () => {
    const given = options({ implementations: [architecture, broken] });

    const first = await report(given);
    const second = await report(given);
    const other = await report({ ...given, seed: 12 });

    expect(timeless(second)).toEqual(timeless(first));
    expect(other.campaign.steps).not.toBe(first.campaign.steps);
    expect(() => checkReport(first)).not.toThrow();
  });

  it('finds nothing wrong with the reference, and says what it did not test', async () => {
    const made = checkReport(await report(options({ runs: 25 })));

    const verdicts = made.requirements.flatMap((r) => r.verdicts);
    expect(made.campaign).toMatchObject({
      workloads: 25,
      interrupted: false,
      budget: { runs: 25 },
    });
    expect(hasUnexpected(made)).toBe(false);
    expect(made.findings).toEqual([]);
    for (const { status, exercised, reason } of verdicts) {
      expect(status.startsWith('not-')).toBe(exercised === 0);
      if (status === 'not-tested') expect(reason).toBeTruthy();
    }
    const steps = Object.values(made.generator.stepKinds).reduce((sum, n) => sum + n, 0);
    expect(steps).toBe(made.campaign.steps);
  });

  it('keeps the first workload that broke a requirement, and counts them', async () => {
    const requirements = allRequirements().filter(({ id }) => id === 'GIC-CPU-003');
    const given = options({ implementations: [broken], requirements });
    const { maxSteps, hostile, seed } = given;
    const offered = broken.capabilities;
    const generator = new Generator(seed, { offers: [offered], maxSteps, hostile });
    const hits: number[] = [];
    for (let index = 0; index < 40; index++) {
      const encoded = generator.newWorkload();
      generator.generate(0, index, encoded);
      if (breaks(broken, requirements, decode(encoded)).length > 0) hits.push(index);
    }

    const { failures } = await new Campaign(given).run();

    expect(hits.length).toBeGreaterThan(1);
    expect(failures).toEqual([
      {
        implementation: 0,
        requirement: 0,
        index: hits[0],
        hits: hits.length,
        unexplained: hits.length,
        causes: new Map(),
      },
    ]);
  });

  it('counts a documented deviation as expected, and tells when it does not happen', async () => {
    const known = (requirement: string): Implementation['deviations'] => [
      {
        id: 'DIFF-99',
        title: 'it is so',
        kind: 'known',
        requirements: [requirement],
        evidence: 'this test',
      },
    ];
    const requirements = allRequirements().filter(({ id }) => id === 'GIC-CPU-003');
    const verdict = async (implementation: Implementation) => {
      const made = await report(options({ implementations: [implementation], requirements }));
      return {
        ...made.requirements[0].verdicts[0],
        unexpected: hasUnexpected(made),
        seen: made.deviations[0].status,
      };
    };

    const deviating = await verdict({ ...broken, deviations: known('GIC-CPU-003') });
    const cured = await verdict({ ...architecture, deviations: known('GIC-CPU-003') });

    const reason = 'DIFF-99: it is so';
    expect(deviating).toMatchObject({ status: 'deviation', reason, unexpected: false });
    expect(deviating.seen).toBe('seen');
    expect(cured).toMatchObject({ status: 'passed', unexpected: false, seen: 'not seen' });
  });

  it('traces failures to deviations, and looks for those that hide behind others', async () => {
    const names = [
      'pending-bit-shows-latch-only',
      'rpr-idle-reads-zero',
      'priority-order-reversed',
    ];
    const implementation = deviating('deviating', ...names);

    const made = await report(options({ implementations: [implementation] }));

    expect(made.deviations.map(({ id, status }) => [id, status])).toEqual(
      names.map((id) => [id, 'seen']),
    );
    const verdicts = made.requirements.map(({ id, verdicts: [only] }) => ({ id, ...only }));
    expect(verdicts.filter(({ status }) => status === 'failed')).toEqual([]);
    const idle = verdicts.find(({ id }) => id === 'GIC-CPU-030');
    expect(idle).toMatchObject({ status: 'deviation' });
    expect(idle!.reason).toContain('rpr-idle-reads-zero');
    expect(hasUnexpected(made)).toBe(false);
    expect(made.comparisons).toEqual([]);
  });

  it('says what an implementation does not offer', async () => {
    const small: Implementation = {
      ...architecture,
      id: 'small',
      capabilities: {
        ...architecture.capabilities,
        gic: [3],
        listRegisterInterface: false,
        power: false,
      },
    };

    const made = await report(options({ implementations: [small], runs: 10 }));

    expect(made.generator.leftOut).toEqual([
      'small: GICv3 only',
      'small: no list-register interface',
      'small: no CPU_OFF and CPU_ON',
    ]);
    const lr = made.requirements.find(({ id }) => id === 'GIC-LR-001');
    expect(lr?.verdicts[0].status).toBe('not-applicable');
  });

  it('stops when told, and keeps what was done', async () => {
    const stop = new AbortController();
    const seen: number[] = [];

    const result = await new Campaign(
      options({
        runs: undefined,
        seconds: 60,
        signal: stop.signal,
        onProgress: ({ workloads }) => seen.push(workloads) && stop.abort(),
      }),
    ).run();

    expect(result.interrupted).toBe(true);
    expect(result.seconds).toBeLessThan(30);
    expect(seen).toEqual([result.workloads]);
    expect(result.workloads).toBeGreaterThan(0);
  });

  it('stops after its seconds', async () => {
    const result = await new Campaign(options({ runs: undefined, seconds: 0.05 })).run();

    expect(result.interrupted).toBe(false);
    expect(result.seconds).toBeGreaterThanOrEqual(0.05);
  });
});
