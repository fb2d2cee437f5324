import type { MpuMachine } from '../../models/contract/mpu';
import { InputError } from '../errors';
import { readBytes } from '../files';
import type { AddressBits } from './addresses';
import { hex, meet, spanOf } from './addresses';
import { readBoard } from './bindings';
import type { Board, Placed } from './board';
import type { DeviceNode, DeviceTree } from './device-tree';
import { isBlob, parseDeviceTree } from './device-tree';
import { doubtsAbout } from './doubts';
import { compileSource } from './dts';
import { isElf, readElf } from './elf';
import { boardOf, readLayout, sectionsOf } from './layout-json';
import { readMap } from './map';
import { processorOf } from './processor';
import { sectionsFrom, sectionSymbols } from './sections';
import type { Symbols } from './symbols';

/** What `lockstep mpu check` is given. */
export interface Given {
  /** The device tree of the board or a whole layout; then partial trees of domains, `domU1=FILE`. */
  files: readonly string[];
  /** Sections of Xen: one of these, unless the first file has them. */
  elf?: string;
  map?: string;
  layout?: string;
  format?: 32 | 64;
  el1Regions?: number;
  el2Regions?: number;
  /** Address of the device tree in memory. */
  fdt?: string;
  /** Early printk is built in: the assembly maps the console's UART. */
  earlyUart?: boolean;
}

/** What was read. */
export interface Taken {
  board: Board;
  machine: MpuMachine;
  /** What was assumed. */
  remarks: string[];
}

/** Regions of the MPUs of a Cortex-R52 as it is most often made, and of Arm's AN536. */
const USUAL_REGIONS = 16;
/** Xen wants it in 2 MiB at most, and boot loaders align it so. */
const FDT_UNIT = 2 * 2 ** 20;

function readTree(file: string): DeviceTree {
  const bytes = readBytes(file);
  if (isBlob(bytes)) return parseDeviceTree(bytes, file);
  if (file.endsWith('.dtb')) throw new InputError(`${file}: is no device tree blob`);
  if (!file.endsWith('.dts') && !bytes.includes('/dts-v1/')) {
    throw new InputError(`${file}: is neither a device tree, source or blob, nor a layout in JSON`);
  }
  return parseDeviceTree(compileSource(file), file);
}

function readSymbols({ elf, map }: Given): Symbols | undefined {
  if (map !== undefined) return readMap(readBytes(map).toString('latin1'), map, sectionSymbols);
  if (elf === undefined) return undefined;
  const bytes = readBytes(elf);
  if (!isElf(bytes)) throw new InputError(`${elf}: is no ELF file; xen-syms is one, xen is not`);
  return readElf(bytes, elf, sectionSymbols);
}

/** @param named formats, and who says so; the first that says one counts */
function formatOf(named: readonly [string, 32 | 64 | undefined][], remarks: string[]): 32 | 64 {
  const [first, ...others] = named.filter(([, format]) => format !== undefined);
  if (!first) {
    remarks.push('nothing names the processor: PMSAv8-64 is assumed (--format)');
    return 64;
  }
  const format = first[1]!;
  for (const [who, other] of others) {
    if (other !== format) {
      remarks.push(`${who} is for PMSAv8-${other}; PMSAv8-${format} is taken, as ${first[0]} says`);
    }
  }
  return format;
}

function machineOf(given: Given, format: 32 | 64, remarks: string[]): MpuMachine {
  const { el1Regions, el2Regions } = given;
  if (el1Regions === undefined || el2Regions === undefined) {
    remarks.push(
      `MPUIR is not given: ${USUAL_REGIONS} regions are assumed (--el1-regions, --el2-regions)`,
    );
  }
  return {
    format,
    el1Regions: el1Regions ?? USUAL_REGIONS,
    el2Regions: el2Regions ?? USUAL_REGIONS,
    vmsa: format === 64,
  };
}

const bitsOf = ({ format }: MpuMachine): AddressBits => (format === 32 ? 32 : 48);

/** `domU1=domU1.dtb` */
function partialTrees(files: readonly string[]): Map<string, DeviceNode> {
  const trees = new Map<string, DeviceNode>();
  for (const text of files) {
    const at = text.indexOf('=');
    if (at < 1) {
      throw new InputError(
        `${text}: a second file is the partial device tree of a domain: domU1=${text}`,
      );
    }
    const name = text.slice(0, at);
    if (trees.has(name)) throw new InputError(`${text}: ${name} has a partial tree already`);
    trees.set(name, readTree(text.slice(at + 1)).root);
  }
  return trees;
}

/** Where the device tree is: as given, else behind Xen where nothing else is. */
function placeTree(
  given: Given,
  size: number,
  placed: readonly Placed[],
  bits: AddressBits,
  remarks: string[],
): Placed {
  const kind = 'fdt';
  const name = 'device tree';
  if (given.fdt !== undefined) {
    const span = spanOf(BigInt(given.fdt), BigInt(size), bits, '--fdt');
    return { ...span, kind, name, where: '--fdt' };
  }
  const xen = placed.filter((one) => one.kind === 'section').map(({ end }) => end);
  let start = Math.ceil(Math.max(...xen) / FDT_UNIT) * FDT_UNIT;
  const taken = placed.filter((one) => one.kind !== 'ram' && one.end > one.start);
  while (taken.some((one) => meet(one, { start, end: start + size }))) start += FDT_UNIT;
  remarks.push(`nothing says where the device tree is: ${hex(start)} is assumed (--fdt)`);
  return { start, end: start + size, kind, name, where: 'assumed' };
}

function fromLayout(given: Given, file: string): Taken {
  const remarks: string[] = [];
  const layout = readLayout(file);
  const beside = [given.elf, given.map, given.layout, given.fdt, given.earlyUart];
  if (given.files.length > 1 || beside.some((one) => one !== undefined && one !== false)) {
    throw new InputError(`${file}: is a whole layout: nothing can be given beside it`);
  }
  if (!layout.fdt) throw new InputError(`${file}: field "fdt": is missing`);
  const machine = machineOf(given, formatOf([['--format', given.format]], remarks), remarks);
  const board = boardOf(layout, file, bitsOf(machine));
  board.placed.push(...sectionsOf(layout, file, bitsOf(machine)));
  return { board, machine, remarks };
}

/** The files that a result is about. */
export function filesOf(given: Given): string[] {
  return [...given.files, ...sourcesOf(given)];
}

function sourcesOf({ elf, map, layout }: Given): string[] {
  return [elf, map, layout].filter((file) => file !== undefined);
}

/**
 * Reads everything that a board is described by.
 * @throws InputError that says which file, node and property, and what would be right
 */
export function takeIn(given: Given): Taken {
  const [file, ...others] = given.files;
  if (file.endsWith('.json')) return fromLayout(given, file);
  const sources = sourcesOf(given);
  if (sources.length !== 1) {
    throw new InputError(
      sources.length === 0
        ? `${file}: does not say where the sections of Xen are: give --elf, --map or --layout`
        : `--elf, --map and --layout exclude each other`,
    );
  }
  const remarks: string[] = [];
  const tree = readTree(file);
  const partial = partialTrees(others);
  const symbols = readSymbols(given);
  const layout = given.layout === undefined ? undefined : readLayout(given.layout);
  const format = formatOf(
    [
      ['--format', given.format],
      [symbols?.file ?? '', symbols?.format],
      [`the processor in /cpus of ${file}`, processorOf(tree.root)],
    ],
    remarks,
  );
  const machine = machineOf(given, format, remarks);
  const bits = bitsOf(machine);
  const board = readBoard(tree.root, partial, { bits, regions: machine.el2Regions });
  board.placed.push(
    ...(symbols ? sectionsFrom(symbols, bits) : sectionsOf(layout!, given.layout!, bits)),
  );
  if (given.earlyUart) board.placed.push(earlyUart(board, file));
  if (!board.placed.some(({ kind }) => kind === 'fdt')) {
    board.placed.push(placeTree(given, tree.size, board.placed, bits, remarks));
  }
  remarks.push(...doubtsAbout(board));
  return { board, machine, remarks };
}

function earlyUart(board: Board, file: string): Placed {
  const uart = board.placed.find(({ kind, name }) => kind === 'device' && name === 'UART');
  if (!uart) throw new InputError(`${file}: /chosen: --early-uart: no UART is named as console`);
  return { ...uart, kind: 'early-uart', name: 'early UART' };
}
