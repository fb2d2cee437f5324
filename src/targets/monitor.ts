import type { Duplex } from 'node:stream';

interface Reply {
  return?: unknown;
  error?: { desc: string };
  event?: string;
  QMP?: unknown;
}

/** QEMU's monitor (QMP): one command at a time. */
export class Monitor {
  private text = '';
  private readonly waiting: ((reply: Reply) => void)[] = [];
  private readonly ready: Promise<Reply>;

  constructor(private readonly stream: Duplex) {
    stream.on('error', () => undefined);
    stream.on('data', (bytes: Buffer) => this.received(bytes.toString()));
    this.ready = this.send({ execute: 'qmp_capabilities' });
  }

  /** A command of the human monitor. @returns what it printed: nothing if all went well */
  async human(command: string): Promise<string> {
    await this.ready;
    const reply = await this.send({
      execute: 'human-monitor-command',
      arguments: { 'command-line': command },
    });
    return reply.error?.desc ?? String(reply.return).trim();
  }

  private send(command: object): Promise<Reply> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.stream.write(`${JSON.stringify(command)}\n`);
    });
  }

  private received(text: string): void {
    const lines = (this.text + text).split('\n');
    this.text = lines.pop()!;
    for (const line of lines) {
      if (line.trim() === '') continue;
      const reply = JSON.parse(line) as Reply;
      if (reply.event === undefined && reply.QMP === undefined) this.waiting.shift()?.(reply);
    }
  }
}
