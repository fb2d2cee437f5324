import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { QEMU_VERSION } from './packages';

/** The program that every target runs on. */
export const QEMU_PROGRAM = 'qemu-system-aarch64';

/** What a QEMU said of itself. */
export type Started = { version: string } | { reason: string };

/** Asks a QEMU for its version: the proof that it runs on this machine. */
export function startQemu(file: string, environment: Record<string, string> = {}): Started {
  const { stdout, stderr, error } = spawnSync(file, ['--version'], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    timeout: 20_000,
  });
  const version = /^QEMU emulator version (\S+)/.exec(stdout ?? '')?.[1];
  if (version !== undefined) return { version };
  return { reason: error?.message ?? (stderr.trim().split('\n').at(-1) || 'it says no version') };
}

/** The machine's own QEMU, if it is of the version that the models were measured on. */
export function machineQemu(): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, QEMU_PROGRAM);
    try {
      accessSync(file, constants.X_OK);
    } catch {
      continue;
    }
    const started = startQemu(file);
    return 'version' in started && started.version === QEMU_VERSION ? file : undefined;
  }
  return undefined;
}

/** Every folder of libraries among files of a package: not the modules of programs. */
export function libraryFolders(files: readonly string[]): string[] {
  const libraries = files.filter((file) => /(^|\/)lib[^/]*\.so(\.|$)/.test(file));
  const folders = new Set(libraries.map((file) => dirname(file)));
  return [...folders].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}

/** What a QEMU with libraries of its own has to be started with. */
export function libraryPath(folder: string, libraries: readonly string[]): Record<string, string> {
  if (libraries.length === 0) return {};
  const path = libraries.map((library) => join(folder, library));
  const own = process.env.LD_LIBRARY_PATH;
  return { LD_LIBRARY_PATH: [...path, ...(own ? [own] : [])].join(delimiter) };
}
