import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FindingsOf } from '../../reports/render/findings';
import type { Finding } from '../../reports/schema/report';
import { readFindings } from '../../docs/read-findings';
import { renderFindings } from '../../reports/render/findings';
import { checkFinding, checkMpuFinding } from '../../src/validate';
import { machine, workload } from '../src/support';

const docs = join(__dirname, '..', '..', 'docs');
const implementation = 'qemu:gicv3';

function observed(of: string, value: string, lines: string[] = []): Finding['traces'][number] {
  return { implementation: of, observations: [{ outcome: 'value', value, lines }] };
}

function finding(id: string, changes: Partial<Finding> = {}): { file: string; finding: Finding } {
  const made = checkFinding({
    format: 'lockstep-finding-1',
    id,
    kind: 'requirement',
    title: `${implementation} breaks GIC-CPU-030: RPR reads idle`,
    implementations: [implementation],
    requirements: ['GIC-CPU-030', 'GIC-CPU-043'],
    step: 0,
    hits: 1,
    workload: workload(machine(3), [{ step: 'read', vcpu: 0, register: 'ICC_RPR_EL1' }]),
    traces: [observed('model:architecture', '0xff'), observed(implementation, '0x0', ['irq@0'])],
    replay: 'lockstep replay somewhere.json',
    ...changes,
  });
  return { file: `qemu-gicv3/${id}.json`, finding: made };
}

/** What is documented about a finding. */
function documented(id: string, title: string, evidence: string): Partial<Finding> {
  return {
    title: `${implementation} ${id}: ${title}`,
    cause: [`${implementation} ${id}`],
    explanation: [{ implementation, id, title, kind: 'bug', evidence }],
  };
}

function rendered(...findings: FindingsOf['findings']): string {
  return renderFindings([
    { implementation, parts: ['QEMU 10.0.2', 'Linux 7.2'], findings, mpuFindings: [] },
  ]);
}

describe('renderFindings', () => {
  it('says what was seen, against what, and how to see it again', () => {
    const text = rendered(finding('Q-01', documented('Q-01', 'RPR lies', 'from the source')));
    expect(text).toContain('\n## qemu:gicv3\n\nQEMU 10.0.2, Linux 7.2.\n');
    expect(text).toContain(
      [
        '### Q-01: RPR lies',
        '',
        'At step 0 (`vcpu 0 read ICC_RPR_EL1`) of 1 steps, GICv3: qemu:gicv3 shows 0x0 (irq@0), model:architecture 0xff.',
        'Requirements that the trace breaks: GIC-CPU-030, GIC-CPU-043.',
        '',
        '```',
        'lockstep replay docs/findings/qemu-gicv3/Q-01.json --impl model:architecture --impl qemu:gicv3',
        '```',
        '',
      ].join('\n'),
    );
    expect(text.endsWith('```\n')).toBe(true);
  });

  it('keeps the order it is given', () => {
    const text = rendered(
      finding('Q-02', documented('Q-02', 'second', 'x')),
      finding('Q-01', documented('Q-01', 'first', 'x')),
    );
    expect(text.match(/^### .*$/gm)).toEqual(['### Q-02: second', '### Q-01: first']);
  });

  it.each(['certain', 'likely', 'undecided', 'minor'])('says that one is %s', (certainty) => {
    const text = rendered(finding('Q-01', documented('Q-01', 'RPR lies', `${certainty}: seen`)));
    const capital = `${certainty[0].toUpperCase()}${certainty.slice(1)}`;
    expect(text).toContain(`GIC-CPU-043.\n${capital}: seen.\n\n\`\`\``);
  });

  it('says that no requirement breaks where there is but a difference', () => {
    const text = rendered(finding('Q-01', { kind: 'difference', requirements: [] }));
    expect(text).toContain('No requirement breaks on this trace');
    expect(text).not.toContain('Requirements that the trace breaks');
  });

  it('heads a finding that nothing explains with its own title', () => {
    expect(rendered(finding('GIC-CPU-030'))).toContain('### Breaks GIC-CPU-030: RPR reads idle\n');
  });

  it('shows the output of a death, and no step', () => {
    const title = `${implementation} killed (SIGABRT):\nan assertion\nfailed`;
    const traces = [observed('model:architecture', '0x0')];
    const text = rendered(finding('D', { kind: 'death', title, requirements: [], traces }));
    expect(text).toContain('### Killed (SIGABRT)\n');
    expect(text).toContain(
      'qemu:gicv3 does not come to the end of these 1 steps, GICv3.\n\n```\nan assertion\nfailed\n```\n',
    );
    expect(text).not.toContain('At step');
    expect(text).not.toContain('No requirement');
  });
});

function problemOf(given: Finding): unknown {
  try {
    checkFinding(given);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('docs/findings', () => {
  const all = readFindings();

  it('holds findings that follow their schema, on the implementation they are filed under', () => {
    expect(all.length).toBeGreaterThan(0);
    for (const { implementation: of, parts, findings, mpuFindings } of all) {
      expect(parts.length).toBeGreaterThan(0);
      for (const { file, finding: given } of findings) {
        expect([file, problemOf(given)]).toEqual([file, undefined]);
        expect(given.implementations).toContain(of);
        expect(given.workload.steps[given.step]).toBeDefined();
      }
      for (const { finding: given } of mpuFindings) {
        expect(checkMpuFinding(given)).toEqual(given);
        expect(given.implementations).toContain(of);
        expect((given.program ?? given.script)!.steps[given.step]).toBeDefined();
      }
    }
  });

  it('is what docs/findings.md was made from: else run npm run findings', () => {
    expect(readFileSync(join(docs, 'findings.md'), 'utf8')).toBe(renderFindings(all));
  });
});
