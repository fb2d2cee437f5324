import { spawn } from 'node:child_process';
import { InputError } from '../../errors';

export interface CommandOptions {
  folder?: string;
  environment?: Record<string, string>;
  signal?: AbortSignal;
}

export interface CommandResult {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** A child that does not end by itself after SIGTERM gets SIGKILL. */
const PATIENCE_MS = 2000;

/**
 * Runs a program to its end. On abort it is ended with its children, and the promise is rejected
 * when it is gone.
 * @throws InputError if the machine does not have the program
 */
export async function runCommand(
  program: string,
  given: readonly string[],
  { folder, environment, signal }: CommandOptions = {},
): Promise<CommandResult> {
  signal?.throwIfAborted();
  // A process group of its own: apt has children that have to go with it.
  const child = spawn(program, given, {
    cwd: folder,
    env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const result: CommandResult = { status: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (result.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (result.stderr += text));

  const end = (how: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, how);
    } catch {
      // It has ended meanwhile.
    }
  };
  let patience: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    end('SIGTERM');
    patience = setTimeout(() => end('SIGKILL'), PATIENCE_MS);
  };
  signal?.addEventListener('abort', onAbort);
  try {
    result.status = await new Promise((resolve, reject) => {
      child.on('error', (error: NodeJS.ErrnoException) =>
        reject(
          error.code === 'ENOENT'
            ? new InputError(`${program} is not on this machine`)
            : new InputError(`${program}: ${error.message}`),
        ),
      );
      child.on('close', resolve);
    });
  } finally {
    signal?.removeEventListener('abort', onAbort);
    clearTimeout(patience);
  }
  signal?.throwIfAborted();
  return result;
}

/** What a program complained about, in one line. */
export function complaint({ status, stderr }: CommandResult): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => line.startsWith('E: '));
  // Apt's first error is the cause; the last line of other programs is.
  return (errors[0] ?? lines.at(-1))?.trim() ?? `exit status ${String(status)}`;
}

/** As `runCommand`, for a program that has to succeed. @returns what it printed */
export async function output(
  program: string,
  given: readonly string[],
  options?: CommandOptions,
): Promise<string> {
  const result = await runCommand(program, given, options);
  if (result.status !== 0) throw new InputError(`${program}: ${complaint(result)}`);
  return result.stdout;
}
