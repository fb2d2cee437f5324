import { InputError } from '../errors';
import type { Found, Missing } from './install';
import { artefactOf, installCommand, locate, requirementsOf } from './install';

/** Before the id of a target whose vCPUs exit when they happen to: `free:xen:4.20`. */
export const FREE = 'free:';

/** The target under which `lockstep targets` knows one that runs freely. */
function listedAs(target: string): string {
  return target.startsWith(FREE) ? target.slice(FREE.length) : target;
}

/** An installed artefact. @throws InputError with the command that installs it */
export function needed(target: string): Found {
  const id = listedAs(target);
  const located = locate(id);
  if (located.state === 'installed') return located;
  throw new InputError(`${id} is missing (${located.reason}): npx ${located.command}`);
}

/** What a target lacks, and the one command that gets it; nothing if it can run. */
export function missingParts(target: string): Missing | undefined {
  const reasons: string[] = [];
  for (const id of requirementsOf(listedAs(target))) {
    const located = locate(id);
    if (located.state === 'missing') reasons.push(`${id}: ${located.reason}`);
  }
  if (reasons.length === 0) return undefined;
  return {
    state: 'missing',
    reason: reasons.join('; '),
    command: installCommand(listedAs(target)),
  };
}

/** What is told of a target that cannot run. */
export function notRun(target: string, { reason, command }: Omit<Missing, 'state'>): string {
  return `${target}: not run: ${reason}; get it with: npx ${command}`;
}

/** The programs that a target is made of, with their versions: "QEMU 10.0.2". */
export function partsOf(target: string): string[] {
  return requirementsOf(listedAs(target)).map((id) => {
    const located = locate(id);
    const version = located.state === 'installed' ? located.version : 'not installed';
    return `${artefactOf(id).title} ${version}`;
  });
}
