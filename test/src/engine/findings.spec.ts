import { architecture } from '../../../models/architecture';
import { allRequirements } from '../../../properties';
import { Campaign } from '../../../src/engine/campaign';
import { FindingMaker } from '../../../src/engine/findings';
import { hasUnexpected } from '../../../src/engine/report';
import { breaks } from '../../../src/engine/runner';
import { checkFinding } from '../../../src/validate';
import { broken, options, report } from './support';

describe('a finding', () => {
  it('shows a broken requirement by a minimal workload that shows it again', async () => {
    const made = await report(options({ implementations: [broken] }));

    expect(hasUnexpected(made)).toBe(true);
    for (const finding of made.findings) {
      const { requirements, workload, step, traces, origin, id, hits } = checkFinding(finding);
      expect(
        breaks(broken, allRequirements(), workload)
          .map((r) => r.id)
          .sort(),
      ).toEqual([...requirements].sort());
      expect(step).toBe(workload.steps.length - 1);
      expect(traces[0].observations).toHaveLength(workload.steps.length);
      expect(origin).toMatchObject({ seed: 11, shard: 0 });
      expect(hits).toBeGreaterThan(0);
      expect(id).toMatch(new RegExp(`^${requirements[0]}-[0-9a-f]{8}$`));
      const [failed] = made.requirements.filter((r) => r.id === requirements[0]);
      expect(failed.verdicts[0].status).toBe('failed');
      expect(failed.verdicts[0].findings).toContain(id);
    }
    expect(made.findings.length).toBeGreaterThan(0);
  });

  it('shows a difference that no requirement explains', async () => {
    const given = options({ implementations: [architecture, broken], requirements: [] });
    const result = await new Campaign(given).run();

    const finding = checkFinding(new FindingMaker(given, 'out').ofDifference(result, 0));

    expect(result.comparisons[0].unexplained).toBeGreaterThan(0);
    expect(finding).toMatchObject({ kind: 'difference', requirements: [] });
    expect(finding.implementations).toEqual([architecture.id, broken.id]);
    const [left, right] = finding.traces.map((trace) => trace.observations[finding.step]);
    expect(left).not.toEqual(right);
  });
});
