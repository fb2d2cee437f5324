import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../../errors';
import { shipped } from '../shipped';

const HARNESS = 'src/targets/xen-mpu/harness';

interface Tools {
  compiler: string;
  options: readonly string[];
  /** The program that runs programs of this architecture. */
  emulator: string;
  /** Debian packages that they come from. */
  packages: readonly string[];
  /** Bytes of `pr_t`, as a power of two, and of what it begins with. The harness checks both. */
  entryShift: number;
  entryFront: number;
}

const tools: Record<32 | 64, Tools> = {
  64: {
    compiler: 'aarch64-linux-gnu-gcc',
    options: ['-march=armv8-r'],
    emulator: 'qemu-aarch64',
    packages: ['gcc-aarch64-linux-gnu', 'libc6-dev-arm64-cross', 'qemu-user'],
    entryShift: 5,
    entryFront: 16,
  },
  32: {
    compiler: 'arm-linux-gnueabihf-gcc',
    options: ['-marm'],
    emulator: 'qemu-arm',
    packages: ['gcc-arm-linux-gnueabihf', 'libc6-dev-armhf-cross', 'qemu-user'],
    entryShift: 4,
    entryFront: 8,
  },
};

/** Files of Xen that are compiled, below `xen` in its tree. */
const sourcesOf = (format: 32 | 64): string[] => [
  'arch/arm/mpu/mm.c',
  'arch/arm/mpu/setup.c',
  'arch/arm/mpu/vmap.c',
  `arch/arm/mpu/arm${format}/mm.c`,
];
const headOf = (format: 32 | 64): string => `arch/arm/arm${format}/mpu/head.S`;

/** Headers of Xen that are the harness's own. */
const replaced = [
  ...['xen/bug', 'xen/errno', 'xen/init', 'xen/lib', 'xen/pfn', 'xen/sizes', 'xen/spinlock'],
  ...['xen/types', 'xen/macros', 'xen/page-size', 'xen/bootfdt', 'xen/libfdt/libfdt'],
  ...[
    'xen/mm-frame',
    'xen/vmap',
    'asm/page',
    'asm/setup',
    'asm/system',
    'asm/alternative',
    'asm/mm',
  ],
];
const OWN = '#include <lockstep.h>\n';
const special: Record<string, string> = {
  'xen/mm': `${OWN}#ifndef __ASSEMBLER__\n#include <asm/mpu/mm.h>\n#endif\n`,
  'asm/arm32/macros': '#include <lockstep-macros.h>\n',
};

/** Lines of a compiler's complaint that are shown. */
const MOST_LINES = 20;

/** How to start what was built. */
export interface Built {
  command: string;
  arguments: readonly string[];
}

/**
 * Compiles the MPU code of a Xen tree, for one register format, into a program of the harness.
 * @param tree with `xen/arch/arm/mpu` in it
 * @param folder that the program and everything on the way to it go to
 * @throws InputError if tools are missing, the folder is no such tree, or its code does not compile
 */
export function buildXen(tree: string, format: 32 | 64, folder: string): Built {
  checkTree(tree, format);
  checkTools(format);
  const { compiler, options, emulator } = tools[format];
  const own = shipped(HARNESS);
  const given = [...options, ...defined(format), ...includes(tree, folder, own)];
  const objects: string[] = [];
  const compile = (source: string, more: readonly string[]): void => {
    const object = join(folder, `${objects.length}.o`);
    run(compiler, [...given, ...more, '-c', source, '-o', object]);
    objects.push(object);
  };
  const freestanding = ['-O2', '-ffreestanding', '-fno-strict-aliasing', '-fwrapv', '-w'];
  for (const file of sourcesOf(format)) compile(join(tree, 'xen', file), freestanding);
  compile(join(own, 'xen.c'), freestanding);
  // With early printk, and without it.
  const assembler = ['-D__ASSEMBLER__', `-DLOCKSTEP_HEAD="${headOf(format)}"`];
  const early = ['-DCONFIG_EARLY_PRINTK', '-DLOCKSTEP_BOOT=lockstep_boot_early_printk'];
  compile(join(own, 'boot.S'), [...assembler, '-DLOCKSTEP_BOOT=lockstep_boot']);
  compile(join(own, 'boot.S'), [...assembler, ...early]);
  const program = join(folder, 'xen-mpu');
  const hosted = ['main.c', 'traps.c'].map((name) => join(own, name));
  run(compiler, [...options, '-O2', '-static', ...hosted, ...objects, '-o', program]);
  return { command: emulator, arguments: [program] };
}

function checkTree(tree: string, format: 32 | 64): void {
  const files = [...sourcesOf(format), headOf(format)];
  const missing = files.find((file) => !existsSync(join(tree, 'xen', file)));
  if (missing === undefined) return;
  throw new InputError(`${tree} is no source tree of Xen with an MPU: no xen/${missing}`);
}

function checkTools(format: 32 | 64): void {
  const { compiler, emulator, packages } = tools[format];
  const absent = [compiler, emulator].filter((tool) => spawnSync(tool, ['--version']).error);
  if (absent.length === 0) return;
  throw new InputError(
    `PMSAv8-${format}: ${absent.join(' and ')} not found; ` +
      `on Debian: apt-get install ${packages.join(' ')}`,
  );
}

function defined(format: 32 | 64): string[] {
  const { entryShift, entryFront } = tools[format];
  return [
    `-DCONFIG_ARM_${format}`,
    `-DXEN_MPUMAP_ENTRY_SHIFT=${entryShift}`,
    `-DXEN_MPUMAP_ENTRY_ZERO_OFFSET=${entryFront}`,
    // How much to clean from a cache that is not there.
    ...['-DXEN_MPUMAP_sizeof=1', '-DXEN_MPUMAP_MASK_sizeof=1'],
  ];
}

/** Where headers are: those of the harness before those of Xen. */
function includes(tree: string, folder: string, own: string): string[] {
  const include = join(folder, 'include');
  const headers = { ...Object.fromEntries(replaced.map((name) => [name, OWN])), ...special };
  for (const [name, text] of Object.entries(headers)) {
    mkdirSync(dirname(join(include, name)), { recursive: true });
    writeFileSync(join(include, `${name}.h`), text);
  }
  const xen = join(tree, 'xen');
  const folders = [
    include,
    join(own, 'include'),
    join(xen, 'arch/arm/include'),
    join(xen, 'include'),
  ];
  return ['-nostdinc', ...[...folders, xen].map((one) => `-I${one}`)];
}

function run(compiler: string, given: readonly string[]): void {
  const { status, stderr } = spawnSync(compiler, given, { encoding: 'utf8' });
  if (status === 0) return;
  const lines = stderr.trim().split('\n').slice(0, MOST_LINES).join('\n');
  throw new InputError(`${compiler} does not compile the MPU code of Xen:\n${lines}`);
}
