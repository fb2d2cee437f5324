import pc from 'picocolors';
import {
  artefactOf,
  artefacts,
  install,
  installCommand,
  locate,
  targets,
} from '../targets/install';
import type { Located, Progress, Target } from '../targets/install';
import { EXIT_INTERRUPTED, EXIT_OK } from './exit';
import { interruptible } from './interrupt';

/** What a target is made of, as far as it is there. */
interface Part {
  id: string;
  title: string;
  version: string;
  file: string;
  pinned: boolean;
  note?: string;
}

/** One target, as listed. */
interface Row {
  id: string;
  title: string;
  installed: boolean;
  parts: Part[];
  /** Why it cannot be used, and the one command that changes it. */
  reason?: string;
  command?: string;
}

function row({ id, title, needs }: Target, located: ReadonlyMap<string, Located>): Row {
  const parts: Part[] = [];
  const reasons: string[] = [];
  let command = installCommand(id);
  for (const need of needs) {
    const found = located.get(need)!;
    if (found.state === 'installed') {
      const { version, file, pinned, note } = found;
      const titled = { id: need, title: artefactOf(need).title };
      parts.push({ ...titled, version, file, pinned, ...(note === undefined ? {} : { note }) });
    } else {
      reasons.push(`${need}: ${found.reason}`);
      // Installing a target installs what it needs; something else has to be done first.
      if (found.command !== installCommand(need)) command = found.command;
    }
  }
  const missing = reasons.length > 0 ? { reason: reasons.join('; '), command } : {};
  return { id, title, installed: reasons.length === 0, parts, ...missing };
}

/** `lockstep targets`. @returns the exit status */
export function listTargets(given: { json?: boolean }): number {
  const located = new Map(artefacts.map(({ id }) => [id, locate(id, { verify: true })]));
  const rows = targets.map((target) => row(target, located));
  const out = process.stdout;
  if (given.json) {
    out.write(`${JSON.stringify(rows, null, 2)}\n`);
    return EXIT_OK;
  }
  const width = Math.max(...rows.map(({ id }) => id.length));
  for (const { id, installed, parts, reason, command } of rows) {
    const versions = parts.map(({ title, version }) => `${title} ${version}`).join(', ');
    const rest = installed ? `installed  ${versions}` : `missing    ${command!}  (${reason!})`;
    out.write(`${id.padEnd(width)}  ${rest}\n`);
  }
  for (const [id, found] of located)
    if (found.state === 'installed' && found.note) out.write(`${id}: ${found.note}\n`);
  return EXIT_OK;
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A line for each thing done; on a terminal, what is being done is a line that goes away. */
function showProgress(out: NodeJS.WriteStream): (progress: Progress) => void {
  return ({ id, stage, text, bytes }) => {
    const line = `${id === undefined ? '' : `${id}: `}${text}${bytes ? `, ${size(bytes)}` : ''}`;
    if (!out.isTTY) out.write(`${line}\n`);
    else
      out.write(
        `\r\u001b[K${stage === 'working' ? pc.dim(line.slice(0, out.columns)) : `${line}\n`}`,
      );
  };
}

/** `lockstep targets install`. @returns the exit status */
export async function installTargets(ids: string[], given: { from?: string }): Promise<number> {
  const out = process.stdout;
  return interruptible(async (signal) => {
    try {
      const wanted = ids.length > 0 || given.from !== undefined ? ids : targets.map(({ id }) => id);
      await install(wanted, { from: given.from, onProgress: showProgress(out), signal });
      return EXIT_OK;
    } catch (error) {
      if (!signal.aborted) throw error;
      out.write('interrupted: nothing is half installed\n');
      return EXIT_INTERRUPTED;
    } finally {
      if (out.isTTY) out.write('\r\u001b[K');
    }
  });
}
