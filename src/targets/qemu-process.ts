import type { ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { spawn } from 'node:child_process';
import { closeSync, constants, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { TargetDied } from '../errors';
import { emptyImage } from './empty-image';
import { Monitor } from './monitor';

/** open(2): a file without a name, gone when nobody has it open (Linux; not in node:fs). */
const O_TMPFILE = 0o20200000;
const SHARED_MEMORY = '/dev/shm';
/** Bytes of output that are kept for a report. */
const OUTPUT_KEPT = 4096;
/** File descriptors that QEMU inherits, as it names them. */
const MEMORY_PATH = '/proc/self/fd/3';
const CONSOLE_PATH = '/proc/self/fd/4';
/** Descriptors of the monitor and of the snapshots, where there are any. */
const MONITOR = 5;
const SNAPSHOTS = 6;
const SNAPSHOT = 'ready';

/** What to start. */
export interface QemuOptions {
  /** For messages. */
  name: string;
  /** The binary, and what it needs to run. */
  file: string;
  environment: Readonly<Record<string, string>>;
  /** Arguments without memory, semihosting and console; `paths` are those of `inputs`. */
  arguments: (paths: readonly string[]) => readonly string[];
  /** Files that QEMU reads. */
  inputs?: readonly Uint8Array[];
  /** The machine can be brought back to where it was: `keep`, `restore`. */
  snapshots?: boolean;
  /** RAM in MiB. */
  memory: number;
}

/** Opens a file in memory that has no name: nothing is left of it however this process ends. */
function openUnnamed(bytes: number, content?: Uint8Array): number {
  const fd = openSync(SHARED_MEMORY, constants.O_RDWR | O_TMPFILE, 0o600);
  ftruncateSync(fd, bytes);
  if (content) writeSync(fd, content, 0, content.length, 0);
  return fd;
}

/**
 * A QEMU whose RAM is shared with this process, and with which bytes are exchanged by semihosting:
 * the doorbell. It dies with this process, however that ends (`setpriv --pdeathsig`).
 */
export class QemuProcess {
  private readonly memory: number;
  private readonly console: number;
  private readonly child: ChildProcess;
  private readonly monitor: Monitor | undefined;
  private errors = '';
  /** Bytes received that nobody waited for. */
  private pending: number[] = [];
  private waiter: { byte: (byte: number) => void; failed: (error: Error) => void } | undefined;
  private died: TargetDied | undefined;
  private readonly ended: Promise<void>;

  constructor(private readonly options: QemuOptions) {
    this.memory = openUnnamed(options.memory * 2 ** 20);
    this.console = openUnnamed(0);
    const inputs = (options.inputs ?? []).map((content) => openUnnamed(content.length, content));
    const { snapshots = false } = options;
    const image = snapshots ? [openUnnamed(0, emptyImage())] : [];
    const firstInput = snapshots ? SNAPSHOTS + 1 : MONITOR;
    const forSnapshots = [
      ...['-chardev', `socket,id=monitor,fd=${MONITOR}`, '-mon', 'chardev=monitor,mode=control'],
      ...['-drive', `if=none,id=snapshots,format=qcow2,file=/proc/self/fd/${SNAPSHOTS}`],
    ];
    const backend = `memory-backend-file,id=ram,size=${options.memory}M,mem-path=${MEMORY_PATH},share=on`;
    const given = [
      ...['-object', backend, '-m', `${options.memory}M`],
      ...['-nodefaults', '-display', 'none', '-monitor', 'none', '-no-reboot'],
      ...['-chardev', 'stdio,id=doorbell,signal=off'],
      ...['-semihosting-config', 'enable=on,userspace=on,target=native,chardev=doorbell'],
      ...['-chardev', `file,id=console,path=${CONSOLE_PATH}`, '-serial', 'chardev:console'],
      ...(snapshots ? forSnapshots : []),
      ...options.arguments(inputs.map((_, n) => `/proc/self/fd/${firstInput + n}`)),
    ];
    this.child = spawn('setpriv', ['--pdeathsig', 'KILL', options.file, ...given], {
      stdio: [
        ...(['pipe', 'pipe', 'pipe', this.memory, this.console] as const),
        ...(snapshots ? (['pipe', ...image] as const) : []),
        ...inputs,
      ],
      env: { ...process.env, ...options.environment },
      // Ctrl-C on the terminal is for Lockstep, which ends what it started when it is done.
      detached: true,
    });
    for (const fd of [...inputs, ...image]) closeSync(fd);
    if (snapshots) this.monitor = new Monitor((this.child.stdio as unknown as Duplex[])[MONITOR]);
    this.child.stdin!.on('error', () => undefined);
    this.child.stdout!.on('data', (bytes: Buffer) => this.received(bytes));
    this.child.stderr!.on('data', (text: Buffer) => {
      this.errors = (this.errors + text.toString()).slice(-OUTPUT_KEPT);
    });
    this.ended = new Promise((resolve) => {
      this.child.on('error', (error) => {
        this.fail(new TargetDied(options.name, 'exited', error.message, ''));
        resolve();
      });
      this.child.on('close', (code, signal) => {
        const how = signal ? 'killed' : 'exited';
        this.fail(new TargetDied(options.name, how, signal ?? `status ${code}`, this.output()));
        resolve();
      });
    });
  }

  /** Sends doorbell bytes. */
  ring(count: number): void {
    if (!this.died) this.child.stdin!.write('!'.repeat(count));
  }

  /**
   * Waits for the next byte.
   * @param seconds after which it counts as hung, and is killed
   * @throws TargetDied
   */
  async byte(seconds: number): Promise<number> {
    const ready = this.pending.shift();
    if (ready !== undefined) return ready;
    if (this.died) throw this.died;
    return new Promise<number>((resolve, reject) => {
      const deadline = setTimeout(() => {
        this.fail(new TargetDied(this.options.name, 'hung', '', this.output()));
        this.child.kill('SIGKILL');
      }, seconds * 1000);
      this.waiter = {
        byte: (byte) => {
          clearTimeout(deadline);
          resolve(byte);
        },
        failed: (error) => {
          clearTimeout(deadline);
          reject(error);
        },
      };
    });
  }

  /** Reads guest memory. @param offset from the start of RAM */
  read(into: Uint8Array, offset: number): void {
    readSync(this.memory, into, 0, into.length, offset);
  }

  write(from: Uint8Array, offset: number): void {
    writeSync(this.memory, from, 0, from.length, offset);
  }

  /** Keeps the machine as it is now, for `restore`. @throws TargetDied */
  async keep(): Promise<void> {
    await this.ordered(`savevm ${SNAPSHOT}`);
  }

  /** Brings the machine back to where it was. @throws TargetDied */
  async restore(): Promise<void> {
    await this.ordered(`loadvm ${SNAPSHOT}`);
  }

  private async ordered(command: string): Promise<void> {
    if (!this.monitor) throw new Error('started without snapshots');
    const answer = await Promise.race([this.monitor.human(command), this.ended]);
    if (this.died) throw this.died;
    if (answer) throw new Error(`${this.options.name}: ${command}: ${answer}`);
  }

  /** The last it printed, on its error stream and on its console. */
  output(): string {
    const console = Buffer.alloc(OUTPUT_KEPT);
    let text = this.errors;
    try {
      const size = readSync(this.console, console, 0, OUTPUT_KEPT, 0);
      text += console.toString('latin1', 0, size);
    } catch {
      // Closed already.
    }
    return text.trim();
  }

  /** Ends it, and waits until it is gone. */
  async stop(): Promise<void> {
    this.died ??= new TargetDied(this.options.name, 'killed', 'stopped', '');
    this.child.kill('SIGKILL');
    await this.ended;
    for (const fd of [this.memory, this.console]) {
      try {
        closeSync(fd);
      } catch {
        // Stopped twice.
      }
    }
  }

  private received(bytes: Buffer): void {
    for (const byte of bytes) {
      const { waiter } = this;
      if (!waiter) this.pending.push(byte);
      else {
        this.waiter = undefined;
        waiter.byte(byte);
      }
    }
  }

  private fail(error: TargetDied): void {
    this.died ??= error;
    const { waiter } = this;
    this.waiter = undefined;
    waiter?.failed(this.died);
  }
}
