import {
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../../errors';
import { filesBelow, sha256Of } from './cache';
import type { Installed } from './cache';
import { output } from './command';
import type { Fetcher } from './fetch';
import type { Artefact } from './packages';
import { QEMU_VERSION } from './packages';
import { libraryFolders, libraryPath, startQemu } from './qemu';

/** A folder that is ready to be put in place, and its record. */
export interface Staged {
  folder: string;
  installed: Installed;
}

/** How artefacts are made ready. */
export interface Stage {
  fetcher: Fetcher;
  /** A folder of this artefact's own; what is staged is in it. */
  scratch: string;
  signal?: AbortSignal;
}

/**
 * The parts of QEMU's packages that are kept. There are no network boot ROMs among them (they are a
 * recommendation of a recommendation): a machine is started with `-nodefaults` or `-nic none`.
 */
const QEMU_PARTS = ['lib', 'usr/lib', 'usr/share/qemu', 'usr/bin/qemu-system-aarch64'];

/** Upstream's version of a Debian version. */
const upstream = (version: string): string => version.replace(/^\d+:/, '').replace(/[+~-].*/, '');

/** The first bytes of a file, as text. @throws InputError */
function beginning(file: string, length: number): string {
  try {
    if (!statSync(file).isFile()) throw new InputError(`${file}: is no file`);
    const handle = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(length);
      readSync(handle, bytes);
      return bytes.toString('latin1');
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file}: cannot be read: ${(error as Error).message}`);
  }
}

/** Moves what is wanted out of what was unpacked. */
function keep(unpacked: string, scratch: string, parts: readonly string[]): string {
  const folder = join(scratch, 'staged');
  for (const part of parts) {
    if (!existsSync(join(unpacked, part))) continue;
    mkdirSync(dirname(join(folder, part)), { recursive: true });
    renameSync(join(unpacked, part), join(folder, part));
  }
  return folder;
}

type Known = Pick<Installed, 'version' | 'from' | 'pinned'>;

function record(artefact: Artefact, folder: string, file: string, known: Known): Staged {
  const files = filesBelow(folder);
  const installed: Installed = {
    format: 'lockstep-installed-1',
    id: artefact.id,
    ...known,
    file,
    sha256: sha256Of(resolve(folder, file)),
    files,
    libraries: artefact.id === 'qemu' ? libraryFolders(files) : [],
  };
  return { folder, installed };
}

const packageName = ({ package: { name, version } }: Artefact): string => `${name} ${version}`;

/** @throws InputError if it does not run here */
function qemuVersion(staged: Staged, hint: string): string {
  const { folder, installed } = staged;
  const file = resolve(folder, installed.file);
  const started = startQemu(file, libraryPath(folder, installed.libraries));
  if ('version' in started) return started.version;
  throw new InputError(`qemu: it does not start on this machine: ${started.reason}${hint}`);
}

/** The pinned package, from the archive. @throws InputError */
export async function stagePinned(artefact: Artefact, stage: Stage): Promise<Staged> {
  const { fetcher, scratch } = stage;
  const from = packageName(artefact);
  const { version, file } = artefact;
  if (artefact.id !== 'qemu') {
    const unpacked = await fetcher.foreignPackage(artefact, scratch);
    const folder = keep(unpacked, scratch, [file]);
    return record(artefact, folder, file, { version, from, pinned: true });
  }
  const { folder: unpacked, pinned } = await fetcher.hostPackage(artefact, scratch);
  const folder = keep(unpacked, scratch, QEMU_PARTS);
  const staged = record(artefact, folder, file, { version, from, pinned });
  qemuVersion(staged, '');
  return staged;
}

/** A .deb or a binary that the user has. @throws InputError */
export async function stageFile(artefact: Artefact, given: string, stage: Stage): Promise<Staged> {
  const path = resolve(given);
  const start = beginning(path, 64);
  if (start.startsWith('!<arch>\n')) return stageDeb(artefact, path, stage);
  if (artefact.id === 'qemu') return stageQemuProgram(artefact, path, stage);
  return stageImage(artefact, path, start, stage);
}

async function stageDeb(artefact: Artefact, path: string, stage: Stage): Promise<Staged> {
  const { fetcher, scratch, signal } = stage;
  const field = async (name: string): Promise<string> =>
    (await output('dpkg-deb', ['-f', path, name], { signal })).trim();
  const version = await field('Version');
  const from = `${await field('Package')} ${version}`;
  const unpacked = await fetcher.unpackFile(path, scratch);
  const file = filesBelow(unpacked).find((one) => artefact.pattern.test(one));
  if (file === undefined) {
    throw new InputError(`${path}: ${from} has no file like ${artefact.file}`);
  }
  const pinned = sha256Of(path) === artefact.package.sha256;
  if (artefact.id !== 'qemu') {
    const folder = keep(unpacked, scratch, [file]);
    checkImage(path, beginning(join(folder, file), 64));
    checkSeries(artefact, path, upstream(version));
    return record(artefact, folder, file, { version: upstream(version), from, pinned });
  }
  let hint = '';
  try {
    await fetcher.addLibraries(artefact, path, scratch);
  } catch (error) {
    signal?.throwIfAborted();
    // It may start without; if not, this is why.
    hint = ` (libraries: ${(error as Error).message})`;
  }
  const folder = keep(unpacked, scratch, QEMU_PARTS);
  const staged = record(artefact, folder, file, { version: QEMU_VERSION, from, pinned });
  staged.installed.version = qemuVersion(staged, hint);
  return staged;
}

/** A QEMU finds its own data beside itself, so it is used where it is. */
function stageQemuProgram(artefact: Artefact, path: string, { scratch }: Stage): Staged {
  const folder = keep(scratch, scratch, []);
  mkdirSync(folder, { recursive: true });
  const known = { version: QEMU_VERSION, from: path, pinned: false };
  const staged = record(artefact, folder, path, known);
  staged.installed.version = qemuVersion(staged, '');
  return staged;
}

function stageImage(artefact: Artefact, path: string, start: string, stage: Stage): Staged {
  checkImage(path, start);
  const pinned = sha256Of(path) === artefact.sha256;
  const banner = artefact.banner?.exec(readFileSync(path, 'latin1'))?.[1];
  const version = pinned ? artefact.version : (banner ?? 'unknown');
  if (banner !== undefined) checkSeries(artefact, path, version);
  const folder = join(stage.scratch, 'staged');
  const file = basename(artefact.file);
  mkdirSync(folder, { recursive: true });
  copyFileSync(path, join(folder, file));
  return record(artefact, folder, file, { version, from: path, pinned });
}

/** @throws InputError unless it is what QEMU's `-kernel` takes */
function checkImage(path: string, start: string): void {
  if (start.slice(56, 60) === 'ARM\x64') return;
  const packed = start.startsWith('\x1f\x8b') ? ' (it is packed with gzip: unpack it)' : '';
  throw new InputError(`${path}: holds no arm64 kernel image${packed}`);
}

/** The models know what a series does: another one under its name would mislead. */
function checkSeries(artefact: Artefact, path: string, version: string): void {
  if (version.startsWith(artefact.series)) return;
  throw new InputError(
    `${path}: is ${artefact.title} ${version}; ${artefact.id} wants ${artefact.series}x`,
  );
}
