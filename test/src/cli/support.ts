import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../src/cli/main';

export const root = join(__dirname, '../../..');
export const bin = join(root, 'bin/lockstep.js');

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command as a user does. Costs seconds from source: most tests `call` instead. */
export function lockstep(...args: string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** Runs the command line inside this process. */
export async function call(...args: string[]): Promise<Ended> {
  const ended = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      ended[stream] += String(text);
      return true;
    }),
  );
  const before = process.exitCode;
  const listeners = process.stdout.listeners('error');
  process.exitCode = undefined;
  try {
    await main(['node', 'lockstep', ...args]);
    return { ...ended, status: Number(process.exitCode ?? 0) };
  } finally {
    process.exitCode = before;
    for (const listener of process.stdout.listeners('error')) {
      if (!listeners.includes(listener)) process.stdout.off('error', listener as () => void);
    }
    for (const spy of spies) spy.mockRestore();
  }
}

/** A folder of its own for each test, gone afterwards. */
export function temporaryFolder(): () => string {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

/** Text without the colours of a terminal. */
export function plain(text: string): string {
  return text.replace(/\u001b\[\d+m/g, '');
}
