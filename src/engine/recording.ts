import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Machine } from '../../models/contract/machine';
import { STRIDE } from '../../models/contract/encoded';
import { MAX_VCPUS } from '../../models/contract/machine';
import { Trace } from '../../models/contract/trace';
import type { Recording } from '../../reports/schema/recording';

function packed(bytes: Uint8Array): string {
  return deflateRawSync(bytes, { level: 9 }).toString('base64');
}

/** The bytes again, in memory that can be seen as words. */
function unpacked(text: string): Uint8Array {
  return Uint8Array.from(inflateRawSync(Buffer.from(text, 'base64')));
}

function bytesOf(words: Int32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}

/** Collects workloads, and what targets showed on them. */
export class Recorder {
  private readonly machines: Machine[] = [];
  private readonly workloads: Recording['workloads'] = [];
  private readonly answers: Recording['answers'] = [];

  constructor(private readonly seed: number) {}

  addWorkload({ machine, flavour, steps, length }: EncodedWorkload): void {
    let number = this.machines.indexOf(machine);
    if (number < 0) number = this.machines.push(machine) - 1;
    const words = steps.slice(0, length * STRIDE);
    this.workloads.push({ machine: number, flavour, steps: packed(bytesOf(words)) });
  }

  /** @param parts programs and their versions */
  addAnswers(target: string, parts: string[], traces: readonly Trace[]): void {
    const { machines, workloads } = this;
    const texts = traces.map((trace, n) => packTrace(trace, machines[workloads[n].machine].vcpus));
    this.answers.push({ target, parts, traces: texts });
  }

  recording(): Recording {
    const { seed, machines, workloads, answers } = this;
    return { format: 'lockstep-recording-1', seed, machines, workloads, answers };
  }
}

function packTrace(trace: Trace, vcpus: number): string {
  const { length } = trace;
  const lines = new Uint8Array(length * vcpus);
  for (let n = 0; n < length; n++) {
    for (let v = 0; v < vcpus; v++) lines[n * vcpus + v] = trace.lines[n * MAX_VCPUS + v];
  }
  return packed(
    Buffer.concat([
      trace.outcome.subarray(0, length),
      bytesOf(trace.low.slice(0, length)),
      bytesOf(trace.high.slice(0, length)),
      lines,
    ]),
  );
}

/** The workloads of a recording. */
export function recordedWorkloads({ machines, workloads }: Recording): EncodedWorkload[] {
  return workloads.map(({ machine, flavour, steps }) => {
    const words = new Int32Array(unpacked(steps).buffer);
    return { machine: machines[machine], flavour, steps: words, length: words.length / STRIDE };
  });
}

/** What a target showed on the nth workload. */
export function recordedTrace(
  answers: Recording['answers'][number],
  n: number,
  { length, machine: { vcpus } }: EncodedWorkload,
): Trace {
  const bytes = unpacked(answers.traces[n]);
  const trace = new Trace(length);
  trace.length = length;
  trace.outcome.set(bytes.subarray(0, length));
  trace.low.set(new Int32Array(bytes.slice(length, 5 * length).buffer));
  trace.high.set(new Int32Array(bytes.slice(5 * length, 9 * length).buffer));
  const lines = bytes.subarray(9 * length);
  for (let step = 0; step < length; step++) {
    for (let v = 0; v < vcpus; v++) trace.lines[step * MAX_VCPUS + v] = lines[step * vcpus + v];
  }
  return trace;
}
