import { availableParallelism } from 'node:os';
import type { EncodedMpuProgram } from '../models/contract/mpu-encoded';
import { OBSERVED_STRIDE } from '../models/contract/mpu-encoded';
import type { MpuMachine, MpuStep } from '../models/contract/mpu';
import { mpuAccessNames, mpuLevelNames } from '../models/contract/mpu';
import type { RemoteMpuProcessor } from '../models/contract/mpu-implementation';
import { MpuSystem, pmsav8, Sweep, translate } from '../models/pmsav8';
import { allMpuRequirements } from '../properties/mpu';
import { MpuRunner } from '../src/engine/mpu/runner';
import { missingParts, notRun } from '../src/targets/installed';
import { r52Targets } from '../src/targets/r52/twin';
import { encodeMpu } from '../src/workload/mpu/encode';
import { MpuGenerator } from '../src/workload/mpu/generator';

const SECONDS = 2;
/** Regions at both levels: those of real cores, and all there can be. */
const COUNTS = [16, 32, 64, 255];
const ADDRESSES = 4096;
/** Programs that the real one gets at once. */
const BATCH = 200;

/** How often something can be done in a second. */
function rate(work: () => number): number {
  work();
  let done = 0;
  const started = performance.now();
  while (performance.now() - started < SECONDS * 1000) done += work();
  return (done / (performance.now() - started)) * 1000;
}

function thousands(value: number): string {
  return Math.round(value).toLocaleString('en-US').padStart(12);
}

/** A system with all its regions enabled, one beside the other, and addresses in and between them. */
function filled(count: number): { system: MpuSystem; addresses: number[] } {
  const machine: MpuMachine = { format: 64, el1Regions: count, el2Regions: count, vmsa: false };
  const system = new MpuSystem(machine);
  const { steps, length } = programOf(machine);
  system.run({ machine, steps, length }, new Int32Array(length * OBSERVED_STRIDE));
  for (const [mpu, bits] of [
    [system.el1, 4],
    [system.el2, 4],
  ] as const) {
    for (let n = 0; n < count; n++) {
      mpu.writeBar(n, 0x10000 * n + bits, 0);
      mpu.writeLar(n, 0x10000 * n + 0xffc0 - 0x4000 + 1, 0);
    }
    mpu.writeSctlr(1);
  }
  system.hcr = 1;
  const addresses = Array.from({ length: ADDRESSES }, (_, n) => (n * 0x9e37) % (0x10000 * count));
  return { system, addresses };
}

function programOf(machine: MpuMachine): EncodedMpuProgram {
  const generator = new MpuGenerator(1, { machines: [machine] });
  const program = generator.newProgram();
  generator.generate(0, program);
  return program;
}

function benchModels(out: NodeJS.WritableStream): void {
  out.write('translations per second, EL1 through both stages, all regions enabled\n');
  out.write('regions     translate        sweep\n');
  for (const count of COUNTS) {
    const { system, addresses } = filled(count);
    const sweep = new Sweep(system);
    const first = rate(() => {
      for (const address of addresses) translate(system, address, 1, 0);
      return addresses.length;
    });
    const second = rate(() => {
      for (const address of addresses) sweep.resolve(address, 1, 0);
      return addresses.length;
    });
    out.write(`${String(count).padStart(7)}  ${thousands(first)} ${thousands(second)}\n`);
  }
  const generator = new MpuGenerator(1);
  const program = generator.newProgram();
  const runner = new MpuRunner(pmsav8, allMpuRequirements());
  let index = 0;
  const each = (work: () => void): number =>
    rate(() => {
      generator.generate(index++, program);
      work();
      return 1;
    });
  const observations = new Int32Array(1024 * OBSERVED_STRIDE);
  const made = each(() => undefined);
  const judged = each(() => runner.runProgram(program, observations));
  out.write('\nregion programs per second\n');
  out.write(`made                          ${thousands(made)}\n`);
  out.write(`made, run and judged          ${thousands(judged)}\n`);
}

async function benchTarget(
  out: NodeJS.WritableStream,
  { target }: (typeof r52Targets)[number],
): Promise<void> {
  const missing = missingParts(target.id);
  if (missing) {
    out.write(`${notRun(target.id, missing)}\n`);
    return;
  }
  const generator = new MpuGenerator(1, { machines: [target.machine], memory: target.memory });
  const programs = Array.from({ length: BATCH }, (_, index) => {
    const program = generator.newProgram();
    generator.generate(index, program);
    return program;
  });
  const cases = Array.from({ length: BATCH }, (_, index) => fullCase(target.machine, index));
  const remotes = Array.from({ length: availableParallelism() }, () => target.open());
  try {
    await benchRuns(out, `${target.id} runs them`, remotes.slice(0, 1), programs);
    await benchRuns(out, '  30 region writes, 64 probes', remotes.slice(0, 1), cases);
    await benchRuns(out, `  the same on ${remotes.length} lanes`, remotes, cases);
  } finally {
    await Promise.all(remotes.map((remote) => remote.close()));
  }
}

async function benchRuns(
  out: NodeJS.WritableStream,
  words: string,
  remotes: readonly RemoteMpuProcessor[],
  programs: readonly EncodedMpuProgram[],
): Promise<void> {
  const newObservations = (): Int32Array[] =>
    programs.map(({ length }) => new Int32Array(length * OBSERVED_STRIDE));
  await Promise.all(remotes.map((remote) => remote.run(programs, newObservations())));
  let [done, steps] = [0, 0];
  const started = performance.now();
  await Promise.all(
    remotes.map(async (remote) => {
      const observations = newObservations();
      while (performance.now() - started < 4 * SECONDS * 1000) {
        await remote.run(programs, observations);
        done += programs.length;
        for (const { length } of programs) steps += length;
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const rates = `${thousands(done / seconds)}  (${thousands(steps / seconds).trim()} steps)`;
  out.write(`${words.padEnd(30)}${rates}\n`);
}

/**
 * One region after another in both MPUs, 30 writes in all, both MPUs on, and 64 loads and stores of
 * all levels in and between the regions.
 */
function fullCase(machine: MpuMachine, index: number): EncodedMpuProgram {
  const at = (n: number): string => `0x${(0x30000000 + (index * 64 + n) * 0x1000).toString(16)}`;
  const write = (register: string, value: string): MpuStep => ({ step: 'write', register, value });
  const region = (level: string, n: number): MpuStep[] => [
    write(`PRBAR${n}_${level}`, at(2 * n).replace(/0$/, '2')),
    write(`PRLAR${n}_${level}`, at(2 * n).replace(/000$/, 'fc1')),
  ];
  const probes = Array.from({ length: 64 }, (_, n): MpuStep => {
    const [level, access] = [mpuLevelNames[n % 3], mpuAccessNames[(n >> 2) % 2]];
    return { step: 'probe', level, access, address: at(n % 20) };
  });
  const steps: MpuStep[] = [
    ...Array.from({ length: 8 }, (_, n) => region('EL1', n)).flat(),
    ...Array.from({ length: 7 }, (_, n) => region('EL2', n)).flat(),
    ...[write('SCTLR_EL1', '0x1'), write('HCR_EL2', '0x1'), write('SCTLR_EL2', '0x1')],
    ...[{ step: 'barrier' } as const, ...probes],
  ];
  return encodeMpu({ format: 'lockstep-region-program-1', machine, steps });
}

/** `npm run bench -- mpu`: how fast the resolvers are, and region programs on the model and on QEMU. */
export async function benchMpu(out: NodeJS.WritableStream): Promise<void> {
  benchModels(out);
  for (const one of r52Targets) await benchTarget(out, one);
}
