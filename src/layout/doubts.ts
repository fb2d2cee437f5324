import type { PlacedKind } from '../../reports/schema/mpu-check';
import { meet, spanText } from './addresses';
import type { Board, Placed } from './board';
import { placedAs } from './board';

/** What lies in memory. */
const inMemory: readonly PlacedKind[] = [
  'section',
  'fdt',
  'static-heap',
  'shared-memory',
  'memory',
  'boot-module',
];

/** Is every byte in one of the banks, which may adjoin each other? */
function isCovered({ start, end }: Placed, banks: readonly Placed[]): boolean {
  let at = start;
  for (const bank of banks) if (bank.start <= at && at < bank.end) at = bank.end;
  return at >= end;
}

/** The sections of Xen, which lie behind each other, as one. */
function inOne(placed: readonly Placed[]): Placed[] {
  const sections = placed.filter(({ kind }) => kind === 'section');
  const xen: Placed = {
    ...{ kind: 'section', name: 'Xen', where: sections[0].where },
    start: Math.min(...sections.map(({ start }) => start)),
    end: Math.max(...sections.map(({ end }) => end)),
  };
  return [xen, ...placed.filter(({ kind }) => kind !== 'section')];
}

/** What lies outside of the memory nodes. A boot loader may write those: without one nothing is said. */
function outsideMemory(board: Board): string[] {
  const banks = placedAs(board, 'ram').sort((a, b) => a.start - b.start);
  if (banks.length === 0) return [];
  return inOne(board.placed.filter(({ kind }) => inMemory.includes(kind)))
    .filter((one) => one.start < one.end && !isCovered(one, banks))
    .map((one) => {
      const how = banks.some((bank) => meet(bank, one)) ? 'only partly in' : 'in no';
      return `${one.name} (${spanText(one)}) is ${how} memory that the device tree has (${one.where})`;
    });
}

/** What an engineer would want to look at, although no requirement speaks of it. */
export function doubtsAbout(board: Board): string[] {
  const hasConsole = board.placed.some(({ kind, name }) => kind === 'device' && name === 'UART');
  const hasGic = board.placed.some(({ kind, name }) => kind === 'device' && name === 'GICD');
  return [
    ...outsideMemory(board),
    ...(hasConsole
      ? []
      : ['/chosen names no console of Xen: whether Xen reaches its UART is not checked']),
    ...(hasGic ? [] : ['there is no node of a GIC: whether Xen reaches it is not checked']),
  ];
}
