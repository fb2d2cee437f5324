import { architecture } from '../models/architecture';
import { allRequirements } from '../properties';
import { commandsPerSecond } from '../src/engine/baseline';
import { Runner } from '../src/engine/runner';
import { Generator } from '../src/workload/generator';

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

/** One bench per size, kept over all rounds, as a campaign keeps its systems. */
class ReferenceBench {
  private readonly generator: Generator;
  private readonly runner = new Runner(architecture, allRequirements());
  private readonly workload;
  private index = 0;

  constructor(readonly maxSteps: number) {
    this.generator = new Generator(1, {
      offers: [architecture.capabilities],
      maxSteps,
      hostile: 2,
    });
    this.workload = this.generator.newWorkload();
  }

  measure(seconds: number): Rates {
    let [steps, generating, executing, judging] = [0, 0, 0, 0];
    const end = performance.now() + seconds * 1000;
    for (let now = performance.now(); now < end;) {
      // A batch of phases, so that the clock itself costs nothing.
      this.generator.generate(0, this.index++, this.workload);
      const generated = performance.now();
      const { judge } = this.runner.execute(this.workload);
      const executed = performance.now();
      judge.judge(this.workload, this.runner.trace);
      const judged = performance.now();
      steps += this.workload.length;
      generating += generated - now;
      executing += executed - generated;
      judging += judged - executed;
      now = judged;
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
  const benches = SIZES.map((size) => new ReferenceBench(size));
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
  out.write('million steps per second, median of interleaved rounds\n\n');
  out.write(`fast-check commands, empty model, default settings  ${millions(median(usual))}\n`);
  out.write(`fast-check commands, empty model, up to 300 long    ${millions(median(long))}\n\n`);
  out.write('reference   generated  executed    judged  together   of commands (default, long)\n');
  benches.forEach(({ maxSteps }, n) => {
    const at = (pick: (r: Rates) => number): number => median(rates[n].map(pick));
    const ratio = (base: number[]): string =>
      median(rates[n].map((r, round) => r.together / base[round])).toFixed(2);
    out.write(
      `up to ${String(maxSteps).padStart(4)} ${millions(at((r) => r.generated))}  ` +
        `${millions(at((r) => r.executed))}  ${millions(at((r) => r.judged))}  ` +
        `${millions(at((r) => r.together))}   ${ratio(usual)}, ${ratio(long)}\n`,
    );
  });
}

main();
