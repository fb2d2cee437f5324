import { InputError } from '../../errors';
import type { Placed } from '../board';
import type { DeviceNode } from '../device-tree';
import { descendants, nodeAt } from '../device-tree';
import type { Limits } from '../properties';
import { isCompatible, isEnabled, placeOf, readCell, readStrings, wrong } from '../properties';
import { readReg } from './reg';

const GIC_V2 = ['arm,gic-400', 'arm,cortex-a15-gic', 'arm,cortex-a7-gic', 'arm,cortex-a9-gic'];

/** The GIC's register frames that Xen maps. Nothing if the tree has no GIC. */
export function readGic(root: DeviceNode, limits: Limits): Placed[] {
  for (const node of descendants(root)) {
    if (!isEnabled(node)) continue;
    const isV3 = isCompatible(node, 'arm,gic-v3');
    if (!isV3 && !isCompatible(node, ...GIC_V2)) continue;
    const frames = readReg(node, limits);
    const redistributors = readCell(node, '#redistributor-regions') ?? 1;
    if (isV3 && frames.length < 1 + redistributors) {
      throw wrong(
        node,
        'reg',
        `has ${frames.length} ranges; a GICv3 has the distributor and ${redistributors} of redistributors`,
      );
    }
    const names = isV3
      ? ['GICD', ...Array.from({ length: redistributors }, (_, n) => gicrName(n, redistributors))]
      : ['GICD', 'GICC', 'GICH', 'GICV'];
    return frames.slice(0, names.length).map((span, n) => ({
      ...span,
      kind: 'device',
      name: names[n],
      where: placeOf(node, 'reg'),
    }));
  }
  return [];
}

function gicrName(n: number, count: number): string {
  return count === 1 ? 'GICR' : `GICR ${n}`;
}

/** What /chosen and /aliases say about Xen's console: `dtuart=` in the arguments, else stdout-path. */
function consolePath(chosen: DeviceNode): { path: string; property: string } | undefined {
  for (const property of ['xen,xen-bootargs', 'bootargs']) {
    const [text] = readStrings(chosen, property);
    const named = /(?:^|\s)dtuart=([^\s:]+)/.exec(text ?? '');
    if (named) return { path: named[1], property };
  }
  for (const property of ['stdout-path', 'linux,stdout-path']) {
    const [text] = readStrings(chosen, property);
    if (text) return { path: text.split(':')[0], property };
  }
  return undefined;
}

/** Registers of the UART that Xen writes to. Nothing if none is named. */
export function readConsole(root: DeviceNode, limits: Limits): Placed | undefined {
  const chosen = nodeAt(root, '/chosen');
  const named = chosen && consolePath(chosen);
  if (!chosen || !named) return undefined;
  const { path, property } = named;
  const aliases = nodeAt(root, '/aliases');
  const full = path.startsWith('/') ? path : aliases && readStrings(aliases, path)[0];
  const node = full ? nodeAt(root, full) : undefined;
  if (!node) {
    throw new InputError(
      `${placeOf(chosen, property)}: "${path}" is neither an alias nor the path of a node`,
    );
  }
  const [registers] = readReg(node, limits);
  return { ...registers, kind: 'device', name: 'UART', where: placeOf(node, 'reg') };
}
