import { InputError } from '../../errors';
import type { BoardDomain, Placed } from '../board';
import { spanOf, spanText } from '../addresses';
import type { DeviceNode } from '../device-tree';
import { descendants } from '../device-tree';
import type { Limits } from '../properties';
import {
  cellsBelow,
  isCompatible,
  ownCells,
  placeOf,
  readCell,
  readEntries,
  readSpans,
  readStrings,
  wrong,
} from '../properties';

/** The most vCPUs of a domain of Xen on Arm. */
const MAX_VCPUS = 128;

/** A domain of /chosen, and what its node puts where. */
export interface ReadDomain {
  domain: BoardDomain;
  placed: Placed[];
  /** It has an emulated PL011. */
  hasUart: boolean;
}

/** Nodes of domains, in the order in which Xen creates them. */
export function domainNodes(chosen: DeviceNode): DeviceNode[] {
  return chosen.children.filter((node) => isCompatible(node, 'xen,domain'));
}

/** @param n number of the domain */
export function readDomain(node: DeviceNode, n: number, limits: Limits): ReadDomain {
  const vcpus = readCell(node, 'cpus') ?? 1;
  if (vcpus < 1 || vcpus > MAX_VCPUS) {
    throw wrong(node, 'cpus', `is ${vcpus}; should be from 1 to ${MAX_VCPUS}`);
  }
  return {
    domain: {
      name: node.name,
      el1: readStrings(node, 'v8r_el1_msa')[0] ?? 'mpu',
      directMap: node.properties.has('direct-map'),
      vcpus,
      where: placeOf(node),
    },
    placed: [
      ...readMemory(node, n, limits),
      ...readShared(node, n, limits),
      ...readModules(node, n, limits),
    ],
    hasUart: node.properties.has('vpl011'),
  };
}

/** `xen,static-mem`: in cells of its own, as it was at first, or in those of /chosen. */
function readMemory(node: DeviceNode, domain: number, limits: Limits): Placed[] {
  const property = 'xen,static-mem';
  const cells = ownCells(node, 'xen,static-mem-') ?? cellsBelow(node.parent!);
  return readSpans(node, property, cells, limits).map((span) => ({
    ...span,
    kind: 'memory',
    name: `${node.name} memory`,
    domain,
    where: placeOf(node, property),
  }));
}

/**
 * Static shared memory: the address of the host, which may be left out, that of the guest, and a
 * size, in cells of the domain's node.
 */
function readShared(node: DeviceNode, domain: number, limits: Limits): Placed[] {
  const property = 'xen,shared-mem';
  return node.children
    .filter((child) => isCompatible(child, 'xen,domain-shared-memory-v1'))
    .map((child) => {
      const { address, size } = cellsBelow(node);
      const cells = (child.properties.get(property)?.length ?? 0) / 4;
      if (cells === address + size) {
        throw wrong(child, property, 'has no address of the host: on an MPU Xen cannot choose one');
      }
      const entries = readEntries(child, property, [address, address, size]);
      if (entries.length !== 1) throw wrong(child, property, 'should be one range');
      const [[host, guest, bytes]] = entries;
      if (host !== guest) {
        throw wrong(
          child,
          property,
          `the guest's address 0x${guest.toString(16)} is not the host's 0x${host.toString(16)}: ` +
            'an MPU does not translate',
        );
      }
      const where = placeOf(child, property);
      const [id] = readStrings(child, 'xen,shm-id');
      if (!id) throw wrong(child, 'xen,shm-id', 'is missing');
      const span = spanOf(host, bytes, limits.bits, where);
      return { ...span, kind: 'shared-memory', name: `shared memory ${id}`, domain, where };
    });
}

/**
 * xen,shm-id names one range of memory, which has no other name.
 * @throws InputError
 */
export function refuseMixedIds(placed: readonly Placed[]): void {
  const shared = placed.filter(({ kind }) => kind === 'shared-memory');
  shared.forEach((one, n) => {
    for (const other of shared.slice(0, n)) {
      const isSame = one.start === other.start && one.end === other.end;
      if (isSame === (one.name === other.name)) continue;
      const what = isSame ? `the same range is ${other.name}` : `${one.name} is another range`;
      throw new InputError(
        `${one.where}: ${one.name} (${spanText(one)}): ${what} (${spanText(other)}) in ${other.where}`,
      );
    }
  });
}

/** Boot modules, in cells of the domain's node. */
function readModules(node: DeviceNode, domain: number, limits: Limits): Placed[] {
  return node.children
    .filter((child) => isCompatible(child, 'multiboot,module', 'xen,multiboot-module'))
    .flatMap((child) => {
      // A module that UEFI loads has no address yet.
      if (child.properties.has('xen,uefi-binary') && !child.properties.has('reg')) return [];
      if (!child.properties.has('reg')) throw wrong(child, 'reg', 'is missing');
      const [kind] = readStrings(child, 'compatible');
      return readSpans(child, 'reg', cellsBelow(node), limits).map((span) => ({
        ...span,
        kind: 'boot-module' as const,
        name: `${node.name} ${kind.replace(/^.*,/, '')}`,
        domain,
        where: placeOf(child, 'reg'),
      }));
    });
}

/**
 * Devices that the partial device tree of a domain hands to it: `xen,reg`, entries of a physical
 * address, a size and the guest's address (docs/misc/arm/passthrough.txt).
 */
export function readPartialTree(
  root: DeviceNode,
  name: string,
  n: number,
  limits: Limits,
): Placed[] {
  const placed: Placed[] = [];
  for (const node of descendants(root)) {
    const property = 'xen,reg';
    if (!node.properties.has(property)) continue;
    const { address, size } = cellsBelow(node.parent ?? node);
    const where = placeOf(node, property);
    for (const [physical, bytes, guest] of readEntries(node, property, [address, size, address])) {
      const span = spanOf(physical, bytes, limits.bits, where);
      if (guest !== physical) {
        throw wrong(
          node,
          property,
          `the guest's address 0x${guest.toString(16)} is not the physical one, ` +
            `0x${physical.toString(16)}: an MPU does not translate`,
        );
      }
      placed.push({
        ...span,
        kind: 'domain-device',
        name: `${name} ${node.name}`,
        domain: n,
        where,
      });
    }
  }
  if (placed.length === 0) {
    throw new InputError(`${root.file}: no node has xen,reg: it hands no device to ${name}`);
  }
  return placed;
}
