import type { Finding, Report, Status } from '../../../reports/schema/report';
import { renderOutcome, renderSummary } from '../../../reports/render/summary';
import { checkReport } from '../../../src/validate';
import { machine, workload } from '../../src/support';

const finding: Finding = {
  format: 'lockstep-finding-1',
  id: 'GIC-CPU-030-12345678',
  kind: 'requirement',
  title: 'model:b breaks GIC-CPU-030: RPR reads idle',
  implementations: ['model:b'],
  requirements: ['GIC-CPU-030'],
  step: 0,
  hits: 7,
  workload: workload(machine(3), [{ step: 'read', vcpu: 0, register: 'ICC_RPR_EL1' }]),
  traces: [],
  replay: 'lockstep replay out/findings/GIC-CPU-030-12345678.json --impl model:b',
};

function requirement(id: string, title: string, a: Status, b: Status, reason?: string) {
  const verdict = (implementation: string, status: Status) => ({
    implementation,
    status,
    exercised: status.startsWith('not') ? 0 : 5,
    broken: status === 'failed' || status === 'deviation' ? 2 : 0,
    findings: status === 'failed' ? [finding.id] : [],
    ...(reason ? { reason } : {}),
  });
  const verdicts = [verdict('model:a', a), verdict('model:b', b)];
  return { id, title, source: 'a manual', strength: 'after-barrier' as const, verdicts };
}

const cost = (id: string, exits: number): Report['costs'][number] => ({
  implementation: id,
  gic: 3,
  listRegisters: 4,
  class: 'one vCPU',
  workloads: 10,
  steps: 1000,
  listRegisterReads: 1,
  listRegisterWrites: 2,
  maintenanceInterrupts: 3,
  exits,
  kicks: 5,
  lockOperations: 6,
});

function report(changes: Partial<Report> = {}): Report {
  const implementation = (id: string) => ({ id, version: '1', title: id, capabilities: {} });
  return checkReport({
    format: 'lockstep-report-1',
    campaign: {
      seed: 99,
      versions: {},
      budget: { runs: 1000 },
      maxSteps: 300,
      requirements: 'GIC-*',
      workloads: 1000,
      steps: 123456,
      interrupted: false,
      times: { started: '2026-01-01T00:00:00.000Z', seconds: 2.5 },
    },
    implementations: [implementation('model:a'), implementation('model:b')],
    requirements: [
      requirement('GIC-CPU-030', 'RPR reads idle', 'passed', 'failed'),
      requirement('GIC-LR-001', 'A list register', 'passed', 'deviation', 'it is so'),
      requirement('GIC-LC-001', 'A life cycle', 'passed', 'not-applicable', 'not offered'),
      requirement('GIC-LC-002', 'Another', 'not-tested', 'not-tested', 'never exercised'),
    ],
    deviations: [
      {
        implementation: 'model:b',
        id: 'DIFF-03',
        title: 'it is so',
        kind: 'bug',
        evidence: 'digest',
        status: 'seen',
        requirements: ['GIC-LR-001'],
      },
    ],
    costs: [cost('model:a', 12.5), cost('model:b', 25)],
    comparisons: [
      {
        pair: ['model:a', 'model:b'],
        workloads: 1000,
        agreed: 990,
        allowed: { 'DIV-07': 4 },
        judged: 5,
        differences: 1,
        findings: ['DIFFERENCE-87654321'],
      },
    ],
    findings: [finding],
    generator: {
      workloads: 1000,
      hostileWorkloads: 125,
      stepKinds: { read: 10 },
      situations: { 'nested preemptions': 5000, 'power cycles': 1 },
      leftOut: ['model:b: no CPU_OFF and CPU_ON'],
    },
    performance: { stepsPerSecond: 1000, commandsPerSecond: 2000, ratio: 0.5 },
    ...changes,
  });
}

describe('renderSummary', () => {
  it('names what failed, with its finding, and the known deviations', () => {
    const text = renderSummary(report());

    expect(text).toContain(`- FAILED GIC-CPU-030: RPR reads idle (${finding.id})`);
    expect(text).toContain('- DEVIATION GIC-LR-001: A list register\n');
    expect(text.match(/FAILED/g)).toHaveLength(1);
  });

  it('counts the verdicts of each implementation', () => {
    const text = renderSummary(report());

    expect(text).toContain(
      '## model:a\n\n3 requirements exercised: 3 passed, 0 failed, 0 known deviations. ' +
        '1 not tested, 0 not applicable.',
    );
    expect(text).toContain(
      '## model:b\n\n2 requirements exercised: 0 passed, 1 failed, 1 known deviations. ' +
        '1 not tested, 1 not applicable.',
    );
  });

  it('gives the reason for what was not tested', () => {
    const text = renderSummary(report());

    expect(text).toContain('## Not tested\n\n- GIC-LC-002: never exercised\n');
    expect(text.match(/GIC-LC-002/g)).toHaveLength(1);
  });

  it('gives each finding with the command that replays it', () => {
    const text = renderSummary(report());

    expect(text).toContain(`- ${finding.id}: ${finding.title}\n  1 steps, 7 workloads; `);
    expect(text).toContain(`\`${finding.replay}\``);
  });

  it('tells the comparison, the seed and what was generated', () => {
    const text = renderSummary(report());

    expect(text).toContain('Seed 99. Requirements: GIC-*. Started ');
    expect(text).toContain('\n1,000 workloads, 123,456 steps, 2.5 s.');
    expect(text).toContain(
      '- model:a / model:b: 1,000 workloads, 990 agreed, 5 explained by a failed requirement, ' +
        '1 unexplained (DIFFERENCE-87654321); allowed: DIV-07 4',
    );
    expect(text).toContain('Rare (less than once in 200 workloads): power cycles.');
    expect(text).toContain('Left out: model:b: no CPU_OFF and CPU_ON.');
  });

  it('leaves out the sections that have nothing to say', () => {
    const text = renderSummary(
      report({ comparisons: [], findings: [], requirements: [], deviations: [], costs: [] }),
    );

    expect(text).not.toMatch(/## (Comparisons|Findings|Not tested|Known deviations|Costs)/);
  });

  it('tells what became of the known deviations', () => {
    const text = renderSummary(report());

    expect(text).toContain('| DIFF-03 (bug) | it is so | seen | GIC-LR-001 |');
  });

  it('puts the costs of hypervisors side by side', () => {
    const text = renderSummary(report());

    expect(text).toContain('### GICv3, one vCPU');
    expect(text).toContain('| 4 | model:a | 12.5 | 3.0 | 5.0 | 1.0 | 2.0 | 6.0 |');
    expect(text).toContain('| 4 | model:b | 25.0 | 3.0 | 5.0 | 1.0 | 2.0 | 6.0 |');
  });

  it('says that a run was interrupted', () => {
    const { campaign } = report();

    const text = renderSummary(report({ campaign: { ...campaign, interrupted: true } }));

    expect(text).toContain('2.5 s, interrupted.');
  });
});

describe('renderOutcome', () => {
  it('gives a line for each implementation and two for each finding', () => {
    expect(renderOutcome(report()).split('\n')).toEqual([
      'model:a: 3 passed, 0 failed, 0 known deviations, 1 not tested',
      'model:b: 0 passed, 1 failed, 1 known deviations, 1 not tested, 1 not applicable',
      '',
      `${finding.id}: ${finding.title}`,
      `  minimal workload of 1 steps: ${finding.replay}`,
    ]);
  });
});
