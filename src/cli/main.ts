import { Argument, Command, CommanderError, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { InputError } from '../errors';
import { designs } from '../layout/designs';
import { version } from '../version';
import { exact } from './exact';
import type { ExactCommandOptions } from './exact';
import { EXIT_FAILED, EXIT_USAGE } from './exit';
import { hunt } from './hunt';
import type { HuntCommandOptions } from './hunt';
import { list, subjects } from './list';
import type { Subject } from './list';
import { mpuCheck } from './mpu-check';
import type { MpuCheckOptions } from './mpu-check';
import { mpuCompare } from './mpu-compare';
import type { MpuCompareOptions } from './mpu-compare';
import { mpuSwitchCosts } from './mpu-switch-costs';
import type { SwitchCostsOptions } from './mpu-switch-costs';
import { record } from './record';
import type { RecordOptions } from './record';
import { replay } from './replay';
import type { ReplayOptions } from './replay';
import { run } from './run';
import type { RunOptions } from './run';
import { shrink } from './shrink';
import type { ShrinkOptions } from './shrink';
import { installTargets, listTargets } from './targets';

function integer(least: number, most = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < least || value > most) {
      const range =
        most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
      throw new InvalidArgumentError(`It must be a whole number ${range}.`);
    }
    return value;
  };
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) {
    throw new InvalidArgumentError('It must be a number of seconds above 0.');
  }
  return value;
}

const collect = (id: string, ids: string[] | undefined): string[] => [...(ids ?? []), id];

/** A command about a board: what describes it. */
function ofBoard(command: Command): Command {
  return command
    .argument(
      '<files...>',
      "device tree, source or blob (or a layout in JSON); domains' partial trees: domU1=FILE",
    )
    .option('--elf <file>', 'sections of Xen: xen-syms')
    .option('--map <file>', 'sections of Xen: a map of GNU ld, or xen-syms.map')
    .option('--layout <file>', 'sections of Xen: JSON (reports/schema/layout.schema.json)')
    .option('--el1-regions <n>', 'regions of the EL1 MPU (MPUIR_EL1)', integer(0, 255))
    .option('--el2-regions <n>', 'regions of the EL2 MPU (MPUIR_EL2)', integer(0, 255))
    .option('--format <bits>', 'PMSAv8-32 or -64: 32, 64; by the ELF file or /cpus if not given')
    .option('--fdt <address>', 'where the device tree is in memory')
    .option('--early-uart', 'early printk is built in: the assembly maps the console');
}

/** The command line. `finish` gets the exit status of the command that ran. */
function program(finish: (status: number) => void): Command {
  const lockstep = new Command('lockstep')
    .description('A conformance suite for Arm GIC virtualisation and Armv8-R MPU semantics.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('(see lockstep --help)');
  const everything = 'ids and patterns, comma-separated: GIC-LR-*,GIC-CPU-001,!GIC-LR-004';

  lockstep
    .command('run')
    .description('run the suite on generated workloads and write a report')
    .option('--impl <id>', 'implementation to test; repeat for several', collect)
    .option('--requirements <selector>', everything, '*')
    .option('--runs <n>', 'number of workloads', integer(1))
    .option('--time <seconds>', 'how long to run; 60 if neither is given', positive)
    .option('--seed <n>', 'seed of the campaign; random if not given', integer(0, 0x7fffffff))
    .option('--steps <n>', 'most steps of a workload', integer(10, 100_000), 300)
    .option('--hostile <n>', 'of 16 workloads, how many are hostile', integer(0, 16), 2)
    .option('--out <dir>', 'where the report goes', 'lockstep-report')
    .action(async (options: RunOptions) => finish(await run(options)));

  lockstep
    .command('hunt')
    .description(
      'find the differences between two implementations, of GICs or of MPUs, and what each comes from',
    )
    .argument('<a>', 'implementation; "+fixed", "+fixed-DIFF-03", "+DIFF-03" mend deviations')
    .argument('<b>', 'implementation')
    .option('--runs <n>', 'number of workloads', integer(1))
    .option('--time <seconds>', 'how long to look; 60 if neither is given', positive)
    .option('--seed <n>', 'seed of the hunt; random if not given', integer(0, 0x7fffffff))
    .option('--steps <n>', 'most steps of a workload', integer(10, 100_000), 300)
    .option('--hostile <n>', 'of 16 workloads, how many are hostile', integer(0, 16), 2)
    .option('--divergences', 'write an example of each allowed divergence, too')
    .option('--out <dir>', 'where the findings go', 'lockstep-hunt')
    .action(async (a: string, b: string, options: HuntCommandOptions) =>
      finish(await hunt(a, b, options)),
    );

  lockstep
    .command('exact')
    .description('compare a real target with its model, step by step, on fresh random workloads')
    .argument('<target>', 'xen:4.20, kvm:7.2, …: see `lockstep targets`')
    .option('--gic <version>', 'only guests with this GIC version', integer(2, 3))
    .option('--runs <n>', 'number of workloads', integer(1))
    .option('--time <seconds>', 'how long; 60 if neither is given', positive)
    .option('--seed <n>', 'seed of the workloads; random if not given', integer(0, 0x7fffffff))
    .option('--steps <n>', 'steps of each workload', integer(10, 3000), 300)
    .option('--hostile <n>', 'of 16 workloads, how many are hostile', integer(0, 16), 0)
    .option('--lanes <n>', 'targets side by side; one per core if not given', integer(1, 64))
    .option(
      '--white-box',
      'after each workload compare what is kept per interrupt, too: latch, line, active, enabled, ' +
        'mapped, edge or level, group, priority, target, sources, and on whose list it is (KVM, by ' +
        'vgic-state in debugfs)',
    )
    .option(
      '--migrate',
      'half-way through each workload save the GIC by the attributes of its device, as for a migration, ' +
        'and restore it in a new VM (KVM)',
    )
    .option('--out <dir>', 'where the findings go', 'lockstep-exact')
    .action(async (target: string, options: ExactCommandOptions) =>
      finish(await exact(target, options)),
    );

  lockstep
    .command('record')
    .description('write down what real targets show, so that models can be checked without them')
    .argument('<targets...>', 'xen:4.17 xen:4.20: targets that run the same workloads')
    .option('--runs <n>', 'number of workloads', integer(1), 200)
    .option('--seed <n>', 'seed of the workloads', integer(0, 0x7fffffff), 1)
    .option('--steps <n>', 'most steps of a workload', integer(10, 3000), 120)
    .option('--hostile <n>', 'of 16 workloads, how many are hostile', integer(0, 16), 0)
    .requiredOption('--out <file>', 'where the recording goes')
    .action(async (ids: string[], options: RecordOptions) => finish(await record(ids, options)));

  lockstep
    .command('replay')
    .description('run a workload or a finding and print what each implementation shows')
    .argument('<file>', 'workload or finding')
    .option('--impl <id>', 'implementation; repeat for several', collect)
    .option('--requirements <selector>', everything, '*')
    .option('--white-box', 'compare what is kept per interrupt afterwards, where it is shown (KVM)')
    .option('--migrate', 'save and restore half-way through (KVM)')
    .action(async (file: string, options: ReplayOptions) => finish(await replay(file, options)));

  lockstep
    .command('shrink')
    .description('find the smallest workload that still shows the same')
    .argument('<file>', 'workload or finding; of a GIC or of an MPU')
    .requiredOption('--impl <id>', 'one implementation that fails, or two that differ', collect)
    .option('--requirements <selector>', everything, '*')
    .option('--out <file>', 'where the workload goes; standard output if not given')
    .action(async (file: string, options: ShrinkOptions) => finish(await shrink(file, options)));

  lockstep
    .command('list')
    .description('list what Lockstep knows')
    .addArgument(new Argument('<subject>').choices(subjects))
    .option('--json', 'as JSON')
    .option('--faults', 'implementations: the deliberately broken ones, too')
    .action((subject: Subject, options: { json?: boolean; faults?: boolean }) =>
      finish(list(subject, options)),
    );

  lockstep
    .command('targets')
    .description('list the real targets: what is installed, and how to get the rest')
    .option('--json', 'as JSON')
    .action((options: { json?: boolean }) => finish(listTargets(options)))
    .command('install')
    .description('get QEMU, hypervisors and kernels from Debian; all if no id is given')
    .argument('[ids...]', 'targets: xen:4.20, kvm:7.2, qemu:gicv3')
    .option('--from <file>', 'for one id: the .deb or the binary itself, from a path')
    .action(async (ids: string[], options: { from?: string }) =>
      finish(await installTargets(ids, options)),
    );

  const mpu = lockstep.command('mpu').description("Armv8-R: Xen's regions on a board of yours");
  ofBoard(mpu.command('check'))
    .description('check the memory layout of a board: which regions Xen makes, and what is wrong')
    .option('--design <name>', "of Xen's regions, see below", 'upstream')
    .option('--out <dir>', 'where a page with a picture, and the result in JSON, go')
    .addHelpText(
      'after',
      `\nDesigns: ${designs.map(({ name }) => name).join(', ')}; "+fixed", "+fixed-XMPU-01" and ` +
        '"+XMPU-01" mend deviations.',
    )
    .action((files: string[], options: MpuCheckOptions) => finish(mpuCheck(files, options)));
  ofBoard(mpu.command('compare'))
    .description(
      'what a guest memory section costs on a board, and mapping guest memory on demand (design of 2023)',
    )
    .option('--json', 'as JSON')
    .action((files: string[], options: MpuCompareOptions) => finish(mpuCompare(files, options)));
  mpu
    .command('switch-costs')
    .description('accesses to registers and barriers of a context switch, by number of EL1 regions')
    .option('--format <bits>', 'PMSAv8-32 or -64', '64')
    .option('--every', 'every number from 0 to 255')
    .option('--json', 'as JSON')
    .action((options: SwitchCostsOptions) => finish(mpuSwitchCosts(options)));
  for (const command of lockstep.commands.flatMap((one) => [one, ...one.commands]))
    command.exitOverride().showHelpAfterError(false);
  return lockstep;
}

/** Runs the command line and sets the exit status. */
export async function main(argv: string[]): Promise<void> {
  // A reader that goes away (| head) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
  });
  try {
    await program((status) => {
      process.exitCode = status;
    }).parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
    } else if (error instanceof InputError) {
      process.stderr.write(`${pc.red('error')}: ${error.message}\n`);
      process.exitCode = EXIT_USAGE;
    } else {
      const { message, stack } = error as Error;
      process.stderr.write(`${pc.red('internal error')}: ${message}\n`);
      if (process.env.LOCKSTEP_DEBUG) process.stderr.write(`${stack ?? ''}\n`);
      else process.stderr.write('this is a fault of Lockstep; LOCKSTEP_DEBUG=1 shows where\n');
      process.exitCode = EXIT_FAILED;
    }
  }
}
