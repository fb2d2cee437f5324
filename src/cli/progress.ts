import { SingleBar } from 'cli-progress';
import type { Progress } from '../engine/campaign';

const number = new Intl.NumberFormat('en-US');

/** `1.23 M steps/s`. */
export function rate(perSecond: number): string {
  if (perSecond >= 1e6) return `${(perSecond / 1e6).toFixed(2)} M steps/s`;
  return `${Math.round(perSecond / 1000)} k steps/s`;
}

/** How a campaign gets on. */
export function campaignWords({ workloads, steps, seconds, failures }: Progress): string {
  return (
    `${number.format(workloads)} workloads, ${number.format(steps)} steps, ` +
    `${rate(steps / Math.max(seconds, 0.001))}, ${failures} failing`
  );
}

/** Shows how long work gets on: a bar on a terminal, a plain line every few seconds elsewhere. */
export class ProgressView<P extends { workloads: number; seconds: number }> {
  private readonly bar: SingleBar | undefined;
  private lastLine = 0;

  constructor(
    private readonly budget: { runs?: number; seconds?: number },
    private readonly out: NodeJS.WriteStream,
    private readonly words: (progress: P) => string,
  ) {
    if (out.isTTY) {
      this.bar = new SingleBar({
        format: '{bar} {percentage}% | {words}',
        stream: out,
        hideCursor: true,
        clearOnComplete: true,
      });
      this.bar.start(100, 0, { words: '' });
    }
  }

  update(progress: P): void {
    const { runs, seconds } = this.budget;
    const done = runs ? progress.workloads / runs : progress.seconds / (seconds ?? 1);
    if (this.bar) {
      this.bar.update(Math.min(100, Math.round(done * 100)), { words: this.words(progress) });
    } else if (progress.seconds - this.lastLine >= 5) {
      this.lastLine = progress.seconds;
      this.out.write(`${this.words(progress)}\n`);
    }
  }

  stop(): void {
    this.bar?.stop();
  }
}
