import type { MpuLayout, MpuRange, MpuSection } from '../../models/contract/mpu-layout';
import { mpuSections } from '../../models/contract/mpu-layout';
import type { PlacedKind } from '../../reports/schema/mpu-check';
import type { Span } from './addresses';
import { hex } from './addresses';

/** Something that the linker or a device tree puts somewhere. */
export interface Placed extends Span {
  kind: PlacedKind;
  /** What a reader calls it: `text`, `GICD`, `domU1 memory`. */
  name: string;
  /** Number of the domain that it belongs to. */
  domain?: number;
  /** File, and node and property, symbols, or field. */
  where: string;
}

/** What a board's device trees say about a domain, apart from its memory and devices. */
export interface BoardDomain {
  name: string;
  /** v8r_el1_msa; may be a word that Xen does not know. */
  el1: string;
  directMap: boolean;
  vcpus: number;
  /** File and path of the node. */
  where: string;
}

/** Where everything lies on a board, and who says so. */
export interface Board {
  placed: Placed[];
  domains: BoardDomain[];
}

/** The things of a kind, of a domain if one is given. */
export function placedAs(board: Board, kind: PlacedKind, domain?: number): Placed[] {
  return board.placed.filter(
    (one) => one.kind === kind && (domain === undefined || one.domain === domain),
  );
}

/**
 * Regions that a domain needs while it runs, behind those of Xen. In the 2023 design what Xen emulates
 * for it is mapped for Xen alone.
 */
export function regionsOfDomain(board: Board, domain: number, design: 'upstream' | '2023'): number {
  const kinds = ['memory', 'shared-memory', 'domain-device'] as const;
  const more = design === '2023' ? placedAs(board, 'emulated', domain) : [];
  return [...kinds.flatMap((kind) => placedAs(board, kind, domain)), ...more].length;
}

const rangeOf = ({ start, end }: Span): MpuRange => ({ start: hex(start), end: hex(end) });

/** The same range twice, as a shared one has it in each domain, is one. */
function distinct(placed: readonly Placed[]): Placed[] {
  return placed.filter(
    (one, n) => placed.findIndex(({ start, end }) => start === one.start && end === one.end) === n,
  );
}

/** What the models of hypervisors take: the board without who says so. */
export function layoutOf(board: Board): MpuLayout {
  const ranges = (kind: PlacedKind, domain?: number): MpuRange[] =>
    distinct(placedAs(board, kind, domain)).map(rangeOf);
  const section = (name: MpuSection): MpuRange =>
    rangeOf(board.placed.find((one) => one.kind === 'section' && one.name === name)!);
  const [earlyUart] = ranges('early-uart');
  return {
    sections: Object.fromEntries(mpuSections.map((name) => [name, section(name)])) as Record<
      MpuSection,
      MpuRange
    >,
    ...(earlyUart ? { earlyUart } : {}),
    fdt: ranges('fdt')[0],
    staticHeap: ranges('static-heap'),
    sharedMemory: ranges('shared-memory'),
    devices: ranges('device'),
    guestSections: ranges('guest-section'),
    deviceSections: ranges('device-section'),
    bootModuleSections: ranges('boot-module-section'),
    bootModules: ranges('boot-module'),
    domains: board.domains.map(({ name, el1, directMap, vcpus }, n) => ({
      name,
      el1: el1 === 'mmu' ? 'mmu' : 'mpu',
      directMap,
      vcpus,
      memory: ranges('memory', n),
      shared: ranges('shared-memory', n),
      devices: ranges('domain-device', n),
      emulated: ranges('emulated', n),
    })),
  };
}
