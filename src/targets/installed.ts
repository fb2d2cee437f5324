import { InputError } from '../errors';
import type { Found, Missing } from './install';
import { artefactOf, installCommand, locate, requirementsOf } from './install';

/** An installed artefact. @throws InputError with the command that installs it */
export function needed(id: string): Found {
  const located = locate(id);
  if (located.state === 'installed') return located;
  throw new InputError(`${id} is missing (${located.reason}): npx ${located.command}`);
}

/** What a target lacks, and the one command that gets it; nothing if it can run. */
export function missingParts(target: string): Missing | undefined {
  const reasons: string[] = [];
  for (const id of requirementsOf(target)) {
    const located = locate(id);
    if (located.state === 'missing') reasons.push(`${id}: ${located.reason}`);
  }
  if (reasons.length === 0) return undefined;
  return { state: 'missing', reason: reasons.join('; '), command: installCommand(target) };
}

/** What is told of a target that cannot run. */
export function notRun(target: string, { reason, command }: Omit<Missing, 'state'>): string {
  return `${target}: not run: ${reason}; get it with: npx ${command}`;
}

/** The programs that a target is made of, with their versions: "QEMU 10.0.2". */
export function partsOf(target: string): string[] {
  return requirementsOf(target).map((id) => {
    const located = locate(id);
    const version = located.state === 'installed' ? located.version : 'not installed';
    return `${artefactOf(id).title} ${version}`;
  });
}
