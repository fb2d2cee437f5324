import type { MpuFinding } from '../schema/mpu-finding';
import type { Finding } from '../schema/report';

/** What is written about one implementation. */
export interface FindingsOf {
  implementation: string;
  /** Programs and versions: "Xen 4.20.3". */
  parts: readonly string[];
  /** Findings with the name of the file that holds each. */
  findings: readonly { file: string; finding: Finding }[];
  /** On MPUs. */
  mpuFindings: readonly { file: string; finding: MpuFinding }[];
}

function stepText(step: { step: string }): string {
  const parts: string[] = [];
  if ('vcpu' in step && step.vcpu !== undefined) parts.push(`vcpu ${step.vcpu}`);
  parts.push(step.step);
  for (const [key, value] of Object.entries(step)) {
    if (key === 'step' || key === 'vcpu') continue;
    parts.push(key === 'register' ? String(value) : `${key} ${String(value)}`);
  }
  return parts.join(' ');
}

function shown(finding: Finding, implementation: string): string {
  const trace = finding.traces.find((one) => one.implementation === implementation);
  const observation = trace?.observations[finding.step];
  if (!observation) return 'nothing';
  const { outcome, value, lines } = observation;
  const what = outcome === 'value' ? (value ?? '0x0') : outcome === 'none' ? 'no value' : outcome;
  return lines.length > 0 ? `${what} (${lines.join(', ')})` : what;
}

/** How sure a finding is, as its evidence may begin: "likely: seen on QEMU 10.0.2". */
const CERTAINTY = /^(certain|likely|undecided|minor): /;

const sentence = (text: string): string => `${text[0].toUpperCase()}${text.slice(1)}`;

/** What is documented about a finding, or else its own title, which may go on with output. */
function headline(finding: Finding, implementation: string): string {
  const documented = (finding.explanation ?? []).map(({ title }) => title).join('; ');
  if (documented) return documented;
  const [first] = finding.title.split('\n');
  const own = first.replace(/:$/, '');
  return own.startsWith(`${implementation} `)
    ? sentence(own.slice(implementation.length + 1))
    : own;
}

/** What a finding says beyond its heading: what was seen, or how it ended. */
function account(finding: Finding, implementation: string): string[] {
  const { kind, workload, step, requirements, title } = finding;
  const of = `${workload.steps.length} steps, GICv${workload.machine.gic}`;
  if (kind === 'death') {
    const [, ...output] = title.split('\n');
    const lines = output.length > 0 ? ['', '```', ...output, '```'] : [];
    return [`${implementation} does not come to the end of these ${of}.`, ...lines];
  }
  const other = finding.traces.find((one) => one.implementation !== implementation);
  return [
    `At step ${step} (\`${stepText(workload.steps[step])}\`) of ${of}: ${implementation} shows ` +
      `${shown(finding, implementation)}` +
      `${other ? `, ${other.implementation} ${shown(finding, other.implementation)}` : ''}.`,
    requirements.length > 0
      ? `Requirements that the trace breaks: ${requirements.join(', ')}.`
      : 'No requirement breaks on this trace: the two differ, that is all.',
  ];
}

function entry({ implementation }: FindingsOf, file: string, finding: Finding): string[] {
  const ids = (finding.cause ?? []).map((name) => name.split(' ').slice(1).join(' '));
  const evidence = (finding.explanation ?? []).map((one) => one.evidence);
  return [
    `### ${ids.length > 0 ? `${ids.join(' with ')}: ` : ''}${headline(finding, implementation)}`,
    '',
    ...account(finding, implementation),
    ...evidence
      .filter((text) => CERTAINTY.test(text))
      .map((text) => sentence(text.replace(/\.?$/, '.'))),
    '',
    '```',
    `lockstep replay docs/findings/${file} --impl model:architecture --impl ${implementation}`,
    '```',
    '',
  ];
}

/** Characters of what a step showed that are told. */
const MOST_SHOWN = 240;

/** What several showed of a step, one access after the other: where they begin to differ, if it is long. */
function apart(texts: readonly string[]): string[] {
  if (texts.every((text) => text.length <= MOST_SHOWN)) return [...texts];
  const parts = texts.map((text) => text.split('; '));
  const same = parts[0].findIndex((part, n) => parts.some((other) => other[n] !== part));
  return parts.map((own) => {
    const from = Math.max(0, same);
    const text = own.slice(from).join('; ');
    const end = text.length > MOST_SHOWN ? text.lastIndexOf('; ', MOST_SHOWN) : text.length;
    return `${from > 0 ? '… ' : ''}${text.slice(0, end)}${end < text.length ? ' …' : ''}`;
  });
}

function mpuEntry(finding: MpuFinding): string[] {
  const { id, title, step, traces, requirements, replay } = finding;
  const steps = (finding.program ?? finding.script)!.steps;
  const shown = apart(traces.map(({ shown: words }) => words[step]));
  const each = traces.map(({ implementation }, n) => `${implementation}: ${shown[n]}`);
  return [
    `### ${id}: ${title}`,
    '',
    `At step ${step} (\`${stepText(steps[step])}\`) of ${steps.length}: ${each.join('; ')}.`,
    requirements.length > 0
      ? `Requirements that the trace breaks: ${requirements.join(', ')}.`
      : 'No requirement of the suite says more of it: the two differ, that is all.',
    '',
    '```',
    replay,
    '```',
    '',
  ];
}

/** The findings about real implementations, as Markdown: what was seen, on what, against what. */
export function renderFindings(all: readonly FindingsOf[]): string {
  const lines = [
    '# What real implementations do against the architecture',
    '',
    'Each entry says what was seen, on which version, against which requirement of the suite, and how',
    'to see it again. It says no more than that: some of it is documented, some may be meant. The',
    'workloads are the smallest that were found. Everything ran under QEMU without KVM, so the',
    'list-register hardware underneath Xen and Linux is the one of the QEMU version that is named.',
    'The identifiers (DIFF-01, XEN-01, K-D4) are those of `lockstep list deviations`; those of QEMU itself',
    '(QEMU-V2-01, QEMU-V3-01) are of this list only. Certain, likely, undecided and minor say how sure it',
    'is that the architecture has it otherwise.',
    '',
    'xen-mpu:source is compared with its model without deviations. To replay it, LOCKSTEP_XEN has to name a',
    'source tree of Xen of that commit.',
    '',
    'This file is made from `docs/findings/` by `npm run findings`.',
    '',
  ];
  for (const one of all) {
    lines.push(`## ${one.implementation}`, '', `${one.parts.join(', ')}.`, '');
    for (const { file, finding } of one.findings) lines.push(...entry(one, file, finding));
    for (const { finding } of one.mpuFindings) lines.push(...mpuEntry(finding));
  }
  return `${lines.join('\n').trimEnd()}\n`;
}
