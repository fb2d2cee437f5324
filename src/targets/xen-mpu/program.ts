import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, TargetDied } from '../../errors';
import type { Built } from './build';

const BUFFER = 65536;

/** Who answers while a command is executed. */
export interface Asked {
  wrote(encoding: string, value: bigint): void;
  /** @returns what the register holds */
  read(encoding: string): bigint;
  /** DSB, ISB. */
  synchronised(by: 'dsb' | 'isb'): void;
}

/** How a command ended. */
export interface Ended {
  /** What the function of Xen returned, or a positive number: see harness.h. */
  result: number;
  /** Bytes stored behind the number of regions. */
  stray: number;
  /** Regions in use, as Xen has them in memory: index, PRBAR, PRLAR and references. */
  rows: string[][];
}

/**
 * The harness in a process of its own, asked and answered line by line. It is waited for, as whoever
 * executes a step waits for it. It ends when this process does.
 */
export class HarnessProgram {
  private readonly to: number;
  private readonly from: number;
  private readonly buffer = Buffer.alloc(BUFFER);
  private pending = '';

  /**
   * @param target to name in errors
   * @param folder for two pipes
   * @throws TargetDied if it does not start
   */
  constructor(
    private readonly target: string,
    built: Built,
    folder: string,
  ) {
    const [input, output] = [join(folder, 'to'), join(folder, 'from')];
    spawnSync('mkfifo', [input, output]);
    // A pipe that is open for both reading and writing does not wait for its other end.
    this.to = openSync(input, 'r+');
    const reader = openSync(input, 'r');
    const both = openSync(output, 'r+');
    const writer = openSync(output, 'w');
    this.from = openSync(output, 'r');
    const child = spawn(built.command, built.arguments, {
      // Ctrl-C on a terminal is for this process alone.
      ...{ stdio: [reader, writer, 'ignore'], detached: true },
    });
    child.unref();
    for (const end of [reader, writer, both]) closeSync(end);
    // From here on it needs no file any more.
    this.line();
  }

  /**
   * Executes a command.
   * @throws TargetDied if Xen crashes, or never ends; InputError if it is no Xen that is known; what
   * `asked` throws, once the command is over
   */
  execute(command: string, asked: Asked): Ended {
    this.send(command);
    const rows: string[][] = [];
    let refused: unknown;
    for (;;) {
      const [kind, ...words] = this.line().split(' ');
      if (kind === 't') rows.push(words);
      else if (kind === '=') {
        if (refused) throw refused as Error;
        return { result: Number(words[0]), stray: Number(words[1]), rows };
      } else if (kind === 'error') throw new InputError(`${this.target}: ${words.join(' ')}`);
      else if (kind === 'died') {
        throw new TargetDied(this.target, 'killed', `signal ${words[0]}`, `in: ${command}`);
      } else {
        try {
          this.answer(kind, words, asked);
        } catch (error) {
          refused ??= error;
          if (kind === 'r') this.send('0');
        }
      }
    }
  }

  private answer(kind: string, [encoding, value]: readonly string[], asked: Asked): void {
    if (kind === 'w') asked.wrote(encoding, BigInt(`0x${value}`));
    else if (kind === 'r') this.send(asked.read(encoding).toString(16));
    else asked.synchronised(kind === 'd' ? 'dsb' : 'isb');
  }

  private send(line: string): void {
    writeSync(this.to, `${line}\n`);
  }

  private line(): string {
    for (;;) {
      const end = this.pending.indexOf('\n');
      if (end >= 0) {
        const line = this.pending.slice(0, end);
        this.pending = this.pending.slice(end + 1);
        return line;
      }
      const length = readSync(this.from, this.buffer);
      if (length === 0) throw new TargetDied(this.target, 'exited', 'the harness is gone', '');
      this.pending += this.buffer.toString('latin1', 0, length);
    }
  }
}
