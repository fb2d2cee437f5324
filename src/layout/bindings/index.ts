import { InputError } from '../../errors';
import type { Board, Placed } from '../board';
import { meet, spanText } from '../addresses';
import type { DeviceNode } from '../device-tree';
import type { Limits } from '../properties';
import type { Reserved } from './chosen';
import { chosenOf, readHeap, readRam, readReserved, readSections } from './chosen';
import { readConsole, readGic } from './devices';
import { domainNodes, readDomain, readPartialTree, refuseMixedIds } from './domains';

/** Kinds whose `reg` claims addresses: no two of them may claim the same. */
const claimants = ['ram', 'device', 'boot-module'] as const;
/** What Xen does not take from /reserved-memory (check_reserved_regions_overlap). */
const outsideReserved = ['static-heap', 'memory', 'shared-memory', 'boot-module'];

/**
 * What the device tree of a board says to Xen, and the partial trees of its domains.
 * @param partial trees by the name of the domain
 * @throws InputError with file, path and property
 */
export function readBoard(
  root: DeviceNode,
  partial: ReadonlyMap<string, DeviceNode>,
  limits: Limits,
): Board {
  const chosen = chosenOf(root);
  const gic = readGic(root, limits);
  const uart = readConsole(root, limits);
  const domains = domainNodes(chosen).map((node, n) => readDomain(node, n, limits));
  const board: Board = {
    placed: [
      ...readRam(root, limits),
      ...gic,
      ...(uart ? [uart] : []),
      ...readHeap(root, chosen, limits),
      ...readSections(root, chosen, limits),
      ...domains.flatMap(({ placed }) => placed),
    ],
    domains: domains.map(({ domain }) => domain),
  };
  domains.forEach(({ domain, hasUart }, n) => {
    const emulated = [...gic, ...(hasUart && uart ? [uart] : [])];
    for (const { start, end, name, where } of emulated) {
      board.placed.push({ start, end, kind: 'emulated', name, domain: n, where });
    }
    const tree = partial.get(domain.name);
    if (tree) board.placed.push(...readPartialTree(tree, domain.name, n, limits));
  });
  for (const name of partial.keys()) {
    if (!board.domains.some((domain) => domain.name === name)) {
      throw new InputError(`${name}=…: ${root.file} has no domain of that name under /chosen`);
    }
  }
  for (const kind of claimants) refuseOverlap(board.placed.filter((one) => one.kind === kind));
  refuseReserved(board.placed, readReserved(root, limits));
  refuseMixedIds(board.placed);
  return board;
}

function refuseReserved(placed: readonly Placed[], reserved: readonly Reserved[]): void {
  for (const one of placed.filter(({ kind }) => outsideReserved.includes(kind))) {
    const other = reserved.find((range) => meet(range, one));
    if (!other) continue;
    throw new InputError(
      `${one.where}: ${spanText(one)} overlaps ${spanText(other)} of ${other.where}`,
    );
  }
}

function refuseOverlap(placed: readonly Placed[]): void {
  const sorted = [...placed].sort((a, b) => a.start - b.start);
  sorted.forEach((one, n) => {
    const before = sorted[n - 1];
    if (n === 0 || !meet(before, one)) return;
    throw new InputError(
      `${one.where}: ${spanText(one)} overlaps ${spanText(before)} of ${before.where}`,
    );
  });
}
