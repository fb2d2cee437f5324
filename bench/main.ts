import type { Implementation } from '../models/contract/implementation';
import { architecture } from '../models/architecture';
import { kvm72 } from '../models/kvm-vgic/kvm-vgic';
import { xen420 } from '../models/xen-vgic/xen-vgic';
import { allRequirements } from '../properties';
import { commandsPerSecond } from '../src/engine/baseline';
import { Runner } from '../src/engine/runner';
import { Generator } from '../src/workload/generator';
import { intersect } from '../src/workload/machines';
import { benchMpu } from './mpu';
import { benchTargets } from './targets';

/** Rounds are interleaved and medians taken: the machine is shared, so absolute times mean little. */
const ROUNDS = 5;
const SECONDS = 0.4;
const SIZES = [50, 100, 300, 1000, 2000];

interface Rates {
  generated: number;
  executed: number;
  judged: number;
  together: number;
}

/** Implementations in lockstep on workloads of one size, kept over all rounds as a campaign does. */
class LockstepBench {
  private readonly generator: Generator;
  private readonly runners: readonly Runner[];
  private readonly workload;
  private index = 0;

  constructor(
    readonly title: string,
    readonly implementations: readonly Implementation[],
    readonly maxSteps: number,
  ) {
    this.runners = implementations.map((one) => new Runner(one, allRequirements()));
    this.generator = new Generator(1, {
      offers: [intersect(implementations.map(({ capabilities }) => capabilities))],
      maxSteps,
      hostile: 2,
    });
    this.workload = this.generator.newWorkload();
  }

  /** Steps of the workload per second; each was executed and judged on every implementation. */
  measure(seconds: number): Rates {
    let [steps, generating, executing, judging] = [0, 0, 0, 0];
    const end = performance.now() + seconds * 1000;
    for (let now = performance.now(); now < end;) {
      // A batch of phases, so that the clock itself costs nothing.
      this.generator.generate(0, this.index++, this.workload);
      const generated = performance.now();
      generating += generated - now;
      now = generated;
      for (const runner of this.runners) {
        const { judge } = runner.execute(this.workload);
        const executed = performance.now();
        judge.judge(this.workload, runner.trace);
        const judged = performance.now();
        executing += executed - now;
        judging += judged - executed;
        now = judged;
      }
      steps += this.workload.length;
    }
    const per = (ms: number): number => (steps / ms) * 1000;
    return {
      generated: per(generating),
      executed: per(executing),
      judged: per(judging),
      together: per(generating + executing + judging),
    };
  }
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

function millions(rate: number): string {
  return (rate / 1e6).toFixed(2).padStart(8);
}

function main(): void {
  const benches = [
    ...SIZES.map((size) => new LockstepBench('reference', [architecture], size)),
    new LockstepBench('xen@4.20', [xen420], 300),
    new LockstepBench('kvm@7.2', [kvm72], 300),
    new LockstepBench('xen + kvm', [xen420, kvm72], 300),
    new LockstepBench('xen + kvm', [xen420, kvm72], 1000),
  ];
  // The hot code is large; it takes a few seconds until all of it is compiled.
  for (let n = 0; n < 3; n++) for (const bench of benches) bench.measure(SECONDS);
  commandsPerSecond({ seconds: SECONDS });
  const usual: number[] = [];
  const long: number[] = [];
  const rates: Rates[][] = benches.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    usual.push(commandsPerSecond({ seconds: SECONDS }));
    long.push(commandsPerSecond({ seconds: SECONDS, maxCommands: 300 }));
    benches.forEach((bench, n) => rates[n].push(bench.measure(SECONDS)));
  }
  const out = process.stdout;
  out.write('million steps per second, median of interleaved rounds\n');
  out.write('(a step of two implementations in lockstep is executed and judged twice)\n\n');
  out.write(`fast-check commands, empty model, default settings  ${millions(median(usual))}\n`);
  out.write(`fast-check commands, empty model, up to 300 long    ${millions(median(long))}\n\n`);
  out.write(
    'implementations   steps  generated  executed    judged  together   of commands (default, long)\n',
  );
  benches.forEach(({ title, maxSteps }, n) => {
    const at = (pick: (r: Rates) => number): number => median(rates[n].map(pick));
    const ratio = (base: number[]): string =>
      median(rates[n].map((r, round) => r.together / base[round])).toFixed(2);
    out.write(
      `${title.padEnd(16)} ${String(maxSteps).padStart(6)} ${millions(at((r) => r.generated))}   ` +
        `${millions(at((r) => r.executed))}  ${millions(at((r) => r.judged))}  ` +
        `${millions(at((r) => r.together))}   ${ratio(usual)}, ${ratio(long)}\n`,
    );
  });
}

const [what, ...ids] = process.argv.slice(2);
if (what === 'targets') void benchTargets(process.stdout, ids);
else if (what === 'mpu') void benchMpu(process.stdout);
else main();
