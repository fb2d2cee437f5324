import { readdirSync, readFileSync } from 'node:fs';
import type { Implementation } from '../models/contract/implementation';
import { Lanes } from '../src/engine/lanes';
import { TargetDied } from '../src/errors';
import { missingParts, notRun } from '../src/targets/installed';
import { realTargets } from '../src/targets/registry';
import { Generator } from '../src/workload/generator';

/** How long each target runs before the next one has its turn. */
const TURN_SECONDS = 20;
const STEPS = 300;
/** Of 16 workloads, how many are hostile. */
const HOSTILE = 16;
const MEBIBYTE = 2 ** 20;

/** Processes that this one started and that are still there. */
function children(): number {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const status = readFileSync(`/proc/${name}/stat`, 'latin1');
      return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]) === process.pid;
    } catch {
      return false;
    }
  }).length;
}

const shared = (): string[] => readdirSync('/dev/shm').sort();

interface Account {
  workloads: number;
  deaths: Map<string, number>;
}

async function turn(target: Implementation, round: number, account: Account): Promise<void> {
  const lanes = new Lanes(target, 1);
  const offers = [target.capabilities];
  const generator = new Generator(1000 + round, { offers, maxSteps: STEPS, hostile: HOSTILE });
  const workload = generator.newWorkload();
  const end = performance.now() + TURN_SECONDS * 1000;
  try {
    for (let index = 0; performance.now() < end; index++) {
      generator.generate(0, index, workload);
      const shown = await lanes.run(workload);
      account.workloads++;
      if (!(shown instanceof TargetDied)) continue;
      const lines = shown.output.split('\n');
      const what = `${shown.how} ${shown.status}: ${lines[lines.length - 1].slice(0, 120)}`;
      account.deaths.set(what, (account.deaths.get(what) ?? 0) + 1);
      process.stdout.write(`  ${target.id} seed ${1000 + round} workload ${index}: ${what}\n`);
    }
  } finally {
    await lanes.close();
  }
}

/** `npm run soak -- MINUTES`: hostile workloads on all targets in turn. */
async function main(): Promise<void> {
  const minutes = Number(process.argv[2] ?? 30);
  const out = process.stdout;
  const targets = realTargets().filter(({ id }) => {
    const missing = missingParts(id);
    if (missing) out.write(`${notRun(id, missing)}\n`);
    return !missing;
  });
  const accounts = new Map(
    targets.map(({ id }) => [id, { workloads: 0, deaths: new Map() } as Account]),
  );
  const before = shared();
  const started = performance.now();
  let leaked = 0;
  for (let round = 0; performance.now() - started < minutes * 60_000; round++) {
    for (const target of targets) {
      await turn(target, round, accounts.get(target.id)!);
      leaked += children() + shared().filter((name) => !before.includes(name)).length;
    }
    globalThis.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    out.write(
      `${((performance.now() - started) / 60_000).toFixed(1)} min: ` +
        `heap ${(heapUsed / MEBIBYTE).toFixed(1)} MiB, resident ${(rss / MEBIBYTE).toFixed(0)} MiB, ` +
        `processes and files left over: ${leaked}\n`,
    );
  }
  for (const [id, { workloads, deaths }] of accounts) {
    out.write(
      `${id}: ${workloads} workloads, ${[...deaths.values()].reduce((a, b) => a + b, 0)} deaths\n`,
    );
    for (const [what, count] of deaths) out.write(`  ${count} times ${what}\n`);
  }
  if (leaked > 0) process.exitCode = 1;
}

void main();
