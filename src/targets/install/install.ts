import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InputError } from '../../errors';
import { cacheRoot, folderOf, putInPlace, withCache } from './cache';
import { Fetcher } from './fetch';
import type { FetchOptions, Progress } from './fetch';
import { locate, locateInCache } from './locate';
import type { Located } from './locate';
import type { Artefact } from './packages';
import { artefactOf, artefacts, requirementsOf } from './packages';
import type { Stage } from './stage';
import { stageFile, stagePinned } from './stage';

export interface InstallOptions {
  /** A .deb or the binary itself, instead of Debian's archive; for one id. */
  from?: string;
  onProgress: (progress: Progress) => void;
  signal?: AbortSignal;
  /** The machine's apt configuration; another one in tests. */
  machine?: FetchOptions['machine'];
}

/** What helps where the archive does not. */
const fromHint = (id: string): string =>
  `"lockstep targets install ${id} --from FILE" takes the .deb, or the binary itself, from a path`;

/** Says of an artefact that it is there, and where it came from if that is not the pin. */
function done({ id, title }: Artefact, located: Located, how: string): Progress {
  if (located.state === 'missing') throw new Error(`${id}: ${located.reason}`);
  const { version, note } = located;
  return { id, stage: 'done', text: `${title} ${version} ${how}${note ? ` (${note})` : ''}` };
}

async function installOne(
  artefact: Artefact,
  stage: Stage,
  { from, onProgress, signal }: InstallOptions,
): Promise<void> {
  if (from === undefined) {
    const located = locate(artefact.id, { verify: true });
    if (located.state === 'installed') {
      onProgress(done(artefact, located, 'is there'));
      return;
    }
  }
  mkdirSync(stage.scratch, { recursive: true });
  const staged = await (from === undefined
    ? stagePinned(artefact, stage)
    : stageFile(artefact, from, stage));
  signal?.throwIfAborted();
  putInPlace(artefact, staged.folder, staged.installed);
  onProgress(done(artefact, locateInCache(artefact), 'installed'));
}

/**
 * Gets what targets need: all that can be had, even if one cannot.
 * @throws InputError with what could not be had; the signal's reason if it was aborted. Nothing is
 * left half installed.
 */
export async function install(ids: readonly string[], options: InstallOptions): Promise<void> {
  const { from, signal, onProgress, machine } = options;
  if (from !== undefined && ids.length !== 1) {
    throw new InputError('--from takes exactly one id');
  }
  const wanted = new Set(
    from === undefined ? ids.flatMap(requirementsOf) : [artefactOf(ids[0]!).id],
  );
  // What could not be had: often all for one reason.
  const troubles = new Map<string, string[]>();
  await withCache(async (scratch) => {
    const fetcher = new Fetcher({ root: cacheRoot(), onProgress, signal, machine });
    try {
      for (const artefact of artefacts.filter(({ id }) => wanted.has(id))) {
        const own = join(scratch, basename(folderOf(artefact)));
        await installOne(artefact, { fetcher, scratch: own, signal }, options).catch((error) => {
          if (!(error instanceof InputError)) throw error;
          const { message } = error;
          troubles.set(message, [...(troubles.get(message) ?? []), artefact.id]);
        });
        rmSync(own, { recursive: true, force: true });
      }
    } finally {
      fetcher.tidy();
    }
  });
  if (troubles.size > 0) {
    const lines = [...troubles].map(([message, which]) => `${which.join(', ')}: ${message}`);
    const failed = [...troubles.values()].flat();
    const hint = from === undefined ? [fromHint(failed.length === 1 ? failed[0]! : 'ID')] : [];
    throw new InputError([...lines, ...hint].join('\n'));
  }
}
