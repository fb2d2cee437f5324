import type { HuntProgress } from '../engine/hunt';
import { StatusLine } from './status-line';

const number = new Intl.NumberFormat('en-US');

/** Shows how a hunt gets on. */
export class HuntView {
  private readonly line: StatusLine;

  constructor(
    private readonly budget: { runs?: number; seconds?: number },
    out: NodeJS.WriteStream,
  ) {
    this.line = new StatusLine(out);
  }

  update(progress: HuntProgress): void {
    const { runs, seconds } = this.budget;
    const done = runs ? progress.workloads / runs : progress.seconds / (seconds ?? 1);
    const each = Math.round(progress.workloads / Math.max(progress.seconds, 0.001));
    this.line.say(
      `${Math.min(100, Math.round(done * 100))}%, ${number.format(progress.workloads)} workloads ` +
        `(${number.format(each)}/s), ${progress.causes} known causes, ` +
        `${number.format(progress.unexplained)} workloads unexplained` +
        (progress.surprises > 0 ? `, ${progress.surprises} not as the model` : ''),
    );
  }

  shrinking(what: string, nth: number, of: number): void {
    this.line.say(`shrinking ${what} ${nth} of ${of}`);
  }

  /** Clears the line. */
  stop(): void {
    this.line.stop();
  }
}
