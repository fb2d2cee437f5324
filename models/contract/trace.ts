import type { GicState } from './interrupt-state';
import { Lists } from './lists';
import { MAX_VCPUS } from './machine';

/**
 * What one implementation showed for each step of a workload, flat: step `i` showed `outcome[i]`
 * with value `high[i]:low[i]`, and afterwards the lines of vCPU `v` were `lines[i * MAX_VCPUS + v]`.
 *
 * For an EOI or DIR step the value is what was written to the register (the outcome stays `None`).
 */
export class Trace {
  length = 0;
  outcome: Uint8Array;
  low: Int32Array;
  high: Int32Array;
  lines: Uint8Array;
  /** White-box observations, where the implementation makes them. */
  readonly lists = new Lists();
  /** Make them: they cost time, and only white-box requirements look at them. */
  wantsLists = false;
  /** What is kept per interrupt after the last step, where the implementation was asked to show it. */
  state: GicState | undefined;
  /** Asks a model for it. */
  wantsState = false;
  /** The same memory, four vCPUs a word: MAX_VCPUS is 8. */
  private linesOfTwo: Int32Array;

  constructor(capacity: number) {
    this.outcome = new Uint8Array(capacity);
    this.low = new Int32Array(capacity);
    this.high = new Int32Array(capacity);
    this.lines = new Uint8Array(capacity * MAX_VCPUS);
    this.linesOfTwo = new Int32Array(this.lines.buffer);
  }

  /** Some line differs from what it was after the step before. */
  linesMoved(step: number): boolean {
    const at = step * 2;
    const l = this.linesOfTwo;
    return l[at] !== l[at - 2] || l[at + 1] !== l[at - 1];
  }

  /** The lines after this step are what they were after the step before. */
  keepLines(step: number): void {
    const at = step * 2;
    this.linesOfTwo[at] = step === 0 ? 0 : this.linesOfTwo[at - 2];
    this.linesOfTwo[at + 1] = step === 0 ? 0 : this.linesOfTwo[at - 1];
  }

  /** Makes room for `steps` observations; earlier contents are lost. */
  reserve(steps: number): void {
    if (this.outcome.length < steps) {
      const capacity = Math.max(steps, this.outcome.length * 2);
      this.outcome = new Uint8Array(capacity);
      this.low = new Int32Array(capacity);
      this.high = new Int32Array(capacity);
      this.lines = new Uint8Array(capacity * MAX_VCPUS);
      this.linesOfTwo = new Int32Array(this.lines.buffer);
    }
    this.length = steps;
  }
}
