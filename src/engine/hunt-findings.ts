import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Workload } from '../../models/contract/workload';
import type { Divergence } from '../../properties/divergence';
import type { Finding } from '../../reports/schema/report';
import { decode } from '../workload/decode';
import { encode } from '../workload/encode';
import type { Generator as WorkloadGenerator } from '../workload/generator';
import { minimise } from '../workload/shrink';
import { canRun } from './applicable';
import type { CauseFinder, Suspects } from './causes';
import { NONE } from './causes';
import type { Fingerprint } from './fingerprint';
import { fingerprint, includes } from './fingerprint';
import { findingId, traceReport } from './findings';
import type { CauseGroup, Example, Group, HuntOptions } from './hunt';
import { huntGenerator } from './hunt';

/** Examples of one cause that are shrunk; the smallest result is kept. */
const SHRUNK_EXAMPLES = 4;

/** A workload that shows something, with deviations mended that would hide it. */
interface Shrunk {
  workload: Workload;
  mended: Suspects;
  example: Example;
}

/** Whether a workload shows it, with these deviations mended. */
type Shows = (workload: EncodedWorkload, mended: Suspects) => boolean;

function isSmaller(a: Shrunk, b: Shrunk | undefined): boolean {
  if (!b) return true;
  const size = ({ workload, mended }: Shrunk): number[] => [
    mended.length,
    workload.steps.length,
    workload.machine.listRegisters + workload.machine.vcpus,
    JSON.stringify(workload).length,
  ];
  const [ofA, ofB] = [size(a), size(b)];
  const n = ofA.findIndex((value, at) => value !== ofB[at]);
  return n >= 0 && ofA[n] < ofB[n];
}

/** Makes findings out of what a hunt met: shrunk, with what explains it. */
export class HuntFindings {
  private readonly generator: WorkloadGenerator;

  constructor(
    private readonly finder: CauseFinder,
    private readonly options: HuntOptions,
    private readonly folder: string,
  ) {
    this.generator = huntGenerator(options);
  }

  /** The finding for a known cause: the smallest of some workloads that show it. */
  ofCause({ cause, hits, examples }: CauseGroup, shrinks = true): Finding {
    const { finder } = this;
    const isCause: Shows = (workload, mended) => {
      const step = finder.firstUnexplained(workload, mended);
      return step >= 0 && finder.isCause(workload, mended, step, cause);
    };
    const explains: Shows = (workload, mended) => {
      const step = finder.firstUnexplained(workload, mended);
      return step >= 0 && finder.mends(workload, mended, step, cause);
    };
    const shrunk =
      this.smallest(examples, isCause, shrinks) ?? this.smallest(examples, explains, shrinks)!;
    const suspects = cause.map((n) => finder.suspects[n]);
    const ids = suspects.map(({ deviation }) => deviation.id);
    return this.finding({
      kind: 'difference',
      subject: `KNOWN-${ids.join('+')}`,
      title: suspects
        .map((s) => `${s.implementation} ${s.deviation.id}: ${s.deviation.title}`)
        .join('; '),
      culprits: [...new Set(suspects.map(({ implementation }) => implementation))],
      cause: cause.map((n) => finder.name(n)),
      explanation: suspects.map(({ implementation, deviation }) => ({
        implementation,
        id: deviation.id,
        title: deviation.title,
        kind: deviation.kind,
        evidence: deviation.evidence,
      })),
      step: finder.firstUnexplained(encode(shrunk.workload), shrunk.mended),
      hits,
      shrunk,
    });
  }

  /** How many examples `ofUnexplained` shrinks. */
  toShrink(groups: readonly Group[]): number {
    return groups.reduce((sum, { examples }) => sum + examples.slice(0, SHRUNK_EXAMPLES).length, 0);
  }

  /**
   * Findings for differences that nothing explains, one for each fingerprint. Yields nothing after
   * each example that it shrank, and then the findings.
   */
  *ofUnexplained(
    groups: readonly Group[],
    shrinks: () => boolean = () => true,
  ): Generator<Finding | undefined> {
    const { finder } = this;
    const shows: Shows = (workload, mended) => {
      const step = finder.firstUnexplained(workload, mended);
      return step >= 0 && finder.isUnexplained(workload, mended, step);
    };
    const found: { shrunk: Shrunk; step: number; print: Fingerprint; hits: number }[] = [];
    for (const { examples, hits } of groups) {
      for (const [n, example] of examples.slice(0, SHRUNK_EXAMPLES).entries()) {
        const shrunk = this.shrink(example, shows, shrinks()) ?? this.whole(example);
        const step = finder.firstUnexplained(encode(shrunk.workload), shrunk.mended);
        const traces = [finder.trace(0), finder.trace(1)] as const;
        const print = fingerprint(shrunk.workload, step, ...traces);
        // Hits that are not shrunk count with the first.
        const others = n === 0 ? hits - Math.min(SHRUNK_EXAMPLES, examples.length) : 0;
        found.push({ shrunk, step, print, hits: 1 + others });
        yield undefined;
      }
    }
    found.sort((a, b) => (isSmaller(a.shrunk, b.shrunk) ? -1 : 1));
    const distinct: typeof found = [];
    for (const one of found) {
      const same = distinct.find(({ print }) => includes(one.print, print));
      if (same) same.hits += one.hits;
      else distinct.push(one);
    }
    const ids = this.options;
    for (const { shrunk, step, hits } of distinct) {
      yield this.finding({
        kind: 'difference',
        subject: 'DIFFERENCE',
        title: `${ids.a.id} and ${ids.b.id} differ, and no allowed divergence or known deviation explains it`,
        culprits: [ids.a.id, ids.b.id],
        step,
        hits,
        shrunk,
      });
    }
  }

  /** An example of an allowed divergence. */
  ofAllowed(divergence: Divergence, { hits, examples }: Group, shrinks = true): Finding {
    const stepOf = (workload: EncodedWorkload, mended: Suspects): number =>
      this.finder
        .compare(workload, mended)
        .find((difference) => difference.divergence?.id === divergence.id)?.step ?? -1;
    const shows: Shows = (workload, mended) => stepOf(workload, mended) >= 0;
    const shrunk = this.smallest(examples.slice(0, 1), shows, shrinks)!;
    const { id, title, rule } = divergence;
    return this.finding({
      kind: 'allowed',
      subject: id,
      title: `Allowed divergence ${id}: ${title}`,
      culprits: [this.options.a.id, this.options.b.id],
      cause: [id],
      explanation: [{ id, title, kind: 'allowed', evidence: rule }],
      step: stepOf(encode(shrunk.workload), shrunk.mended),
      hits,
      shrunk,
    });
  }

  private smallest(
    examples: readonly Example[],
    shows: Shows,
    shrinks: boolean,
  ): Shrunk | undefined {
    let best: Shrunk | undefined;
    let shrunk = 0;
    for (const example of examples) {
      const one = this.shrink(example, shows, shrinks);
      if (!one) continue;
      if (isSmaller(one, best)) best = one;
      if (!shrinks || ++shrunk >= SHRUNK_EXAMPLES) break;
    }
    return best;
  }

  /** @returns undefined if the example itself does not show it */
  private shrink(example: Example, shows: Shows, shrinks: boolean): Shrunk | undefined {
    const { workload } = this.whole(example);
    let { mended } = example;
    const { a, b } = this.options;
    const holds = (candidate: Workload): boolean => {
      if (![a, b].every(({ capabilities }) => canRun(capabilities, candidate.machine)))
        return false;
      const encoded = encode(candidate);
      if (mended.length > 0 && shows(encoded, NONE)) {
        mended = NONE;
        return true;
      }
      return shows(encoded, mended);
    };
    if (!holds(workload)) return undefined;
    if (!shrinks) return { workload, mended, example };
    const minimal = minimise(workload, holds);
    const encoded = encode(minimal);
    for (const one of mended) {
      const fewer = mended.filter((other) => other !== one);
      if (shows(encoded, fewer)) mended = fewer;
    }
    return { workload: minimal, mended, example };
  }

  /** The example's workload, up to the step that shows it. */
  private whole(example: Example): Shrunk {
    const encoded = this.generator.newWorkload();
    this.generator.generate(0, example.index, encoded);
    const origin = { seed: this.options.seed, shard: 0, index: example.index };
    const workload = decode(encoded, origin);
    const steps = workload.steps.slice(0, example.step + 1);
    return { workload: { ...workload, steps }, mended: example.mended, example };
  }

  private finding(made: {
    kind: Finding['kind'];
    subject: string;
    title: string;
    culprits: string[];
    cause?: string[];
    explanation?: Finding['explanation'];
    step: number;
    hits: number;
    shrunk: Shrunk;
  }): Finding {
    const { workload, mended, example } = made.shrunk;
    const encoded = encode(workload);
    const pair = this.finder.names(mended);
    this.finder.compare(encoded, mended);
    const subjects = [made.subject, ...pair, ...(made.cause ?? [])].join(' ');
    const hash = findingId(made.kind, subjects, workload).slice(-8);
    const id = `${made.subject}-${hash}`;
    const file = `${this.folder}/findings/${id}.json`;
    const impls = pair.map((name) => `--impl ${name}`).join(' ');
    return {
      format: 'lockstep-finding-1',
      id,
      kind: made.kind,
      title: made.title,
      implementations: made.culprits,
      requirements: [],
      step: made.step,
      hits: made.hits,
      origin: { seed: this.options.seed, shard: 0, index: example.index },
      ...(made.cause ? { cause: made.cause } : {}),
      ...(made.explanation ? { explanation: made.explanation } : {}),
      workload,
      traces: ([0, 1] as const).map((side) =>
        traceReport(pair[side], encoded, this.finder.trace(side)),
      ),
      replay: `lockstep replay ${/\s/.test(file) ? JSON.stringify(file) : file} ${impls}`,
    };
  }
}
