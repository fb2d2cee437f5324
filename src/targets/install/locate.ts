import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileOf, folderOf, readInstalled, sha256Of } from './cache';
import type { Artefact } from './packages';
import { artefactOf, QEMU_VERSION } from './packages';
import { libraryPath, machineQemu, startQemu } from './qemu';

/** An artefact that can be used, and how to start it. */
export interface Found {
  state: 'installed';
  /** The binary: QEMU, or what QEMU's `-kernel` takes. */
  file: string;
  version: string;
  /** The package whose hash is in the manifest. */
  pinned: boolean;
  environment: Record<string, string>;
  arguments: string[];
  /** What a reader of the listing should know. */
  note?: string;
}

/** An artefact that cannot be used, and the one command that changes it. */
export interface Missing {
  state: 'missing';
  reason: string;
  command: string;
}

export type Located = Found | Missing;

/** The command that gets what a target needs. */
export const installCommand = (id: string): string => `lockstep targets install ${id}`;

const UNSHOWN = `that the models are exact was shown for QEMU ${QEMU_VERSION} only`;

function elsewhere(file: string, version: string, whence: string): Found {
  const note = version === QEMU_VERSION ? whence : `${whence}; ${UNSHOWN}`;
  return { state: 'installed', file, version, pinned: false, environment: {}, arguments: [], note };
}

function fromEnvironment(file: string): Located {
  const started = startQemu(file);
  if ('version' in started) return elsewhere(file, started.version, 'from LOCKSTEP_QEMU');
  const reason = `LOCKSTEP_QEMU: ${file} does not start: ${started.reason}`;
  return { state: 'missing', reason, command: 'unset LOCKSTEP_QEMU' };
}

/** Where an artefact is in the cache, whatever else there is. */
export function locateInCache(artefact: Artefact, verify = false): Located {
  const command = installCommand(artefact.id);
  const installed = readInstalled(artefact);
  if (!installed) {
    const reason = existsSync(folderOf(artefact)) ? 'not completely installed' : 'not installed';
    return { state: 'missing', reason, command };
  }
  const folder = folderOf(artefact);
  const file = fileOf(artefact, installed);
  if (verify && sha256Of(file) !== installed.sha256) {
    return { state: 'missing', reason: `${file} was changed after it was installed`, command };
  }
  const data = join(folder, 'usr/share/qemu');
  const { version, pinned } = installed;
  const notes = [
    ...(pinned ? [] : [`not the pinned package: ${installed.from}, sha256 ${installed.sha256}`]),
    ...(artefact.id === 'qemu' && version !== QEMU_VERSION ? [UNSHOWN] : []),
  ];
  return {
    state: 'installed',
    file,
    version,
    pinned,
    environment: libraryPath(folder, installed.libraries),
    arguments: existsSync(data) ? ['-L', data] : [],
    ...(notes.length > 0 ? { note: notes.join('; ') } : {}),
  };
}

/**
 * Where an artefact is. QEMU: what LOCKSTEP_QEMU says, then the cache, then the machine's own if it
 * is of the right version.
 * @param verify reads the whole file again, to see that nobody changed it
 * @throws InputError if there is no such id
 */
export function locate(id: string, { verify = false } = {}): Located {
  const artefact = artefactOf(id);
  const given = process.env.LOCKSTEP_QEMU;
  if (artefact.id === 'qemu' && given) return fromEnvironment(given);
  const cached = locateInCache(artefact, verify);
  if (artefact.id !== 'qemu' || cached.state === 'installed') return cached;
  const own = machineQemu();
  return own === undefined ? cached : elsewhere(own, QEMU_VERSION, "the machine's own");
}
