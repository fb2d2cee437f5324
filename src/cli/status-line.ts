/** Between two lines where there is no terminal, in milliseconds. */
const QUIET_MS = 5000;

/** How something gets on: one line that is overwritten on a terminal, else one every few seconds. */
export class StatusLine {
  private last = performance.now();
  private shown = false;

  constructor(private readonly out: NodeJS.WriteStream) {}

  say(text: string): void {
    if (this.out.isTTY) {
      this.out.write(`\r\u001b[K${text}`);
      this.shown = true;
    } else if (performance.now() - this.last >= QUIET_MS) {
      this.last = performance.now();
      this.out.write(`${text}\n`);
    }
  }

  /** Clears the line. */
  stop(): void {
    if (this.shown && this.out.isTTY) this.out.write('\r\u001b[K');
    this.shown = false;
  }
}
