import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { InputError } from '../../errors';
import { openOutput } from '../../files';
import type { Artefact } from './packages';

/** Written last: a folder without it is not installed. */
const RECORD = 'installed.json';

/** What is in an artefact's folder. */
export interface Installed {
  format: 'lockstep-installed-1';
  id: string;
  version: string;
  /** The package, or what else it came from. */
  from: string;
  pinned: boolean;
  /** The file wanted; absolute if it is used where it is. */
  file: string;
  sha256: string;
  files: string[];
  /** Folders of libraries that the file runs with, beside the machine's. */
  libraries: string[];
}

/** Where installed artefacts are: outside of every repository. */
export function cacheRoot(): string {
  const { LOCKSTEP_CACHE, XDG_CACHE_HOME } = process.env;
  return resolve(LOCKSTEP_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'lockstep'));
}

/** `qemu-10.0.2`, `xen-4.20`. */
export function folderOf(artefact: Artefact): string {
  const { id, version } = artefact;
  return join(cacheRoot(), id.includes(':') ? id.replace(':', '-') : `${id}-${version}`);
}

/** SHA-256 of a file, in hexadecimal. */
export function sha256Of(file: string): string {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(1 << 20);
  const handle = openSync(file, 'r');
  try {
    for (;;) {
      const length = readSync(handle, piece);
      if (length === 0) return hash.digest('hex');
      hash.update(piece.subarray(0, length));
    }
  } finally {
    closeSync(handle);
  }
}

/** The record of an artefact's folder; undefined if it is not installed. */
export function readInstalled(artefact: Artefact): Installed | undefined {
  try {
    const text = readFileSync(join(folderOf(artefact), RECORD), 'utf8');
    const installed = JSON.parse(text) as Installed;
    const known = installed.format === 'lockstep-installed-1' && installed.id === artefact.id;
    return known && existsSync(fileOf(artefact, installed)) ? installed : undefined;
  } catch {
    return undefined;
  }
}

/** The file wanted, as an absolute path. */
export function fileOf(artefact: Artefact, installed: Installed): string {
  return resolve(folderOf(artefact), installed.file);
}

/** Every file below a folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/**
 * Does something with the cache to itself, and with a folder that is gone afterwards.
 * @throws InputError if another process has the cache
 */
export async function withCache<T>(work: (scratch: string) => Promise<T>): Promise<T> {
  const root = cacheRoot();
  openOutput(root);
  const lock = join(root, 'installing');
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(readFileSync(lock, 'utf8'));
    if (owner > 0 && alive(owner)) {
      throw new InputError(`${root}: process ${owner} is installing; try again when it is done`);
    }
    rmSync(lock, { force: true });
  }
  const scratch = join(root, 'partial');
  try {
    // What a process that was killed left.
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch);
    return await work(scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    rmSync(lock, { force: true });
  }
}

/** Puts a folder in place as an artefact: whole or not at all. */
export function putInPlace(artefact: Artefact, folder: string, installed: Installed): void {
  writeFileSync(join(folder, RECORD), `${JSON.stringify(installed, null, 2)}\n`);
  const place = folderOf(artefact);
  const before = `${folder}.before`;
  if (existsSync(place)) renameSync(place, before);
  renameSync(folder, place);
  rmSync(before, { recursive: true, force: true });
}

/** A file's size in bytes. */
export function sizeOf(file: string): number {
  return statSync(file).size;
}
