import type { CampaignOptions, Progress } from '../../../src/engine/campaign';
import { Campaign } from '../../../src/engine/campaign';
import { hasUnexpected } from '../../../src/engine/report';
import { checkReport } from '../../../src/validate';
import { death, madeUp, settle, twin } from './remotes';
import { options, report } from './support';

function given(changes: Partial<CampaignOptions>): CampaignOptions {
  return options({ runs: 30, maxSteps: 60, hostile: 0, seed: 5, ...changes });
}

describe('a campaign with a target that runs elsewhere', () => {
  it('judges what it showed, and explains it with its model', async () => {
    const model = twin();
    const { implementation, log } = madeUp(model);

    const { failures, workloads, executed, deaths } = await new Campaign(
      given({ implementations: [implementation, model], lanes: 2 }),
    ).run();

    const of = (n: number) =>
      failures
        .filter((failure) => failure.implementation === n)
        .map((failure) => ({ ...failure, implementation: 0 }));
    expect(of(0).length).toBeGreaterThan(2);
    expect(of(0)).toEqual(of(1));
    expect(of(0).every(({ unexplained }) => unexplained === 0)).toBe(true);
    expect(deaths).toEqual([]);
    expect(workloads).toBe(30);
    expect(executed % 2).toBe(0);
    expect(log).toMatchObject({ opened: 2, closed: 2, runs: 30, most: 2, late: 0 });
  });

  it('gives it only workloads that it can run', async () => {
    const { implementation, log } = madeUp();

    const { workloads } = await new Campaign(
      given({ implementations: [implementation, twin('kvm:7.2')] }),
    ).run();

    expect(workloads).toBe(30);
    expect(log.runs).toBeGreaterThan(0);
    expect(log.runs).toBeLessThan(30);
  });

  it('reports a death, and goes on', async () => {
    const seen: Progress[] = [];
    const { implementation } = madeUp(twin(), {
      mishap: (_, nth) => (nth === 4 ? death() : undefined),
    });
    const dying = given({
      implementations: [implementation],
      requirements: [],
      onProgress: (progress) => seen.push(progress),
    });

    const { workloads, deaths } = await new Campaign(dying).run();

    expect(workloads).toBe(30);
    expect(deaths).toHaveLength(1);
    expect(deaths[0]).toMatchObject({ implementation: 0, index: 4, died: { how: 'exited' } });
    expect(seen.at(-1)!.failures).toBe(1);
  });

  it('counts a death as unexpected', async () => {
    const { implementation } = madeUp(twin(), {
      mishap: (_, nth) => (nth === 4 ? death() : undefined),
    });
    const options = given({ implementations: [implementation], runs: 8 });

    expect(hasUnexpected(checkReport(await report(options)))).toBe(true);
  });

  it('rejects what is a fault of ours, with the targets closed', async () => {
    const fault = new Error('a fault of ours');
    const { implementation, log } = madeUp(twin(), {
      mishap: (_, nth) => (nth === 4 ? fault : undefined),
    });

    const campaign = new Campaign(given({ implementations: [implementation], lanes: 2 }));

    await expect(campaign.run()).rejects.toBe(fault);
    await settle();
    expect(log).toMatchObject({ opened: 2, closed: 2, running: 0, late: 0 });
  });

  it('stops when told, and keeps what was done', async () => {
    const stop = new AbortController();
    const { implementation, log } = madeUp();

    const result = await new Campaign(
      given({
        implementations: [implementation],
        runs: undefined,
        seconds: 60,
        signal: stop.signal,
        onProgress: ({ workloads }) => workloads >= 6 && stop.abort(),
      }),
    ).run();

    expect(result.interrupted).toBe(true);
    expect(result.workloads).toBe(log.runs);
    expect(result.workloads).toBeGreaterThanOrEqual(6);
    expect(result.workloads).toBeLessThan(15);
    expect(log).toMatchObject({ closed: 1, running: 0, late: 0 });
  });
});
