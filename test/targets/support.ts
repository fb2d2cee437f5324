import { readdirSync, readFileSync } from 'node:fs';
import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Implementation, Remote } from '../../models/contract/implementation';
import { Trace } from '../../models/contract/trace';
import { missingParts } from '../../src/targets/installed';
import { findImplementation } from '../../src/targets/registry';
import { Generator } from '../../src/workload/generator';

/** Tests of a real target. Where it is not installed they are skipped, and one line says so. */
export function describeTarget(id: string, tests: (target: Implementation) => void): void {
  const missing = missingParts(id);
  if (missing) {
    process.stderr.write(
      `${id} is not installed, its tests are left out: npx ${missing.command}\n`,
    );
    describe.skip(id, () => {
      it('is not installed', () => undefined);
    });
    return;
  }
  describe(id, () => tests(findImplementation(id)));
}

/** Random workloads that a target can run. */
export function workloadsFor(
  { capabilities }: Implementation,
  { seed, count, steps, gic }: { seed: number; count: number; steps: number; gic: 2 | 3 },
): EncodedWorkload[] {
  const offers = [{ ...capabilities, gic: [gic] }];
  const generator = new Generator(seed, { offers, maxSteps: steps, hostile: 0 });
  return Array.from({ length: count }, (_, index) => {
    const workload = generator.newWorkload();
    generator.generate(0, index, workload);
    return workload;
  });
}

export async function show(remote: Remote, workload: EncodedWorkload): Promise<Trace> {
  const trace = new Trace(1);
  await remote.run(workload, trace);
  return trace;
}

function parentOf(pid: string): number | undefined {
  try {
    // The name of the program, in parentheses, may have anything in it.
    const [, rest] = /^\d+ \(.*\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))!;
    const [state, parent] = rest.split(' ');
    return state === 'Z' ? undefined : Number(parent);
  } catch {
    // It is gone.
    return undefined;
  }
}

/** QEMUs that a process started: their ids. */
export function qemusOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)
    .filter((pid) => commandOf(pid).includes('qemu-system-aarch64'))
    .map(Number);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, 5).join(' ');
  } catch {
    return '';
  }
}

/** Whether a process is there, and more than what its parent did not collect yet. */
export function isAlive(pid: number): boolean {
  return parentOf(String(pid)) !== undefined;
}

/** Looks again and again until something is so, for at most a minute. */
export async function until(is: () => boolean): Promise<void> {
  const started = performance.now();
  while (!is()) {
    if (performance.now() - started > 60_000) throw new Error('it never came to be so');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
