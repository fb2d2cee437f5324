import type { HuntProgress } from '../engine/hunt';

const number = new Intl.NumberFormat('en-US');

/** Between two lines where there is no terminal, in milliseconds. */
const QUIET_MS = 5000;

/** Shows how a hunt gets on: one line that is overwritten on a terminal, else one every few seconds. */
export class HuntView {
  private last = performance.now();
  private shown = false;

  constructor(
    private readonly budget: { runs?: number; seconds?: number },
    private readonly out: NodeJS.WriteStream,
  ) {}

  update(progress: HuntProgress): void {
    const { runs, seconds } = this.budget;
    const done = runs ? progress.workloads / runs : progress.seconds / (seconds ?? 1);
    const each = Math.round(progress.workloads / Math.max(progress.seconds, 0.001));
    this.say(
      `${Math.min(100, Math.round(done * 100))}%, ${number.format(progress.workloads)} workloads ` +
        `(${number.format(each)}/s), ${progress.causes} known causes, ` +
        `${number.format(progress.unexplained)} workloads unexplained` +
        (progress.surprises > 0 ? `, ${progress.surprises} not as the model` : ''),
    );
  }

  shrinking(what: string, nth: number, of: number): void {
    this.say(`shrinking ${what} ${nth} of ${of}`);
  }

  /** Clears the line. */
  stop(): void {
    if (this.shown && this.out.isTTY) this.out.write('\r\u001b[K');
    this.shown = false;
  }

  private say(text: string): void {
    if (this.out.isTTY) {
      this.out.write(`\r\u001b[K${text}`);
      this.shown = true;
    } else if (performance.now() - this.last >= QUIET_MS) {
      this.last = performance.now();
      this.out.write(`${text}\n`);
    }
  }
}
