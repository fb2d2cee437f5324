import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MpuCheck } from '../../../reports/schema/mpu-check';
import { checkBoard } from '../../../src/layout/check';
import type { Design } from '../../../src/layout/designs';
import type { Given } from '../../../src/layout/input';
import type { TreeNode } from '../../../src/targets/device-tree';
import { flatten } from '../../../src/targets/device-tree';
import { checkMpuCheck } from '../../../src/validate';
import type { Fault } from './made-up';
import { madeUp } from './made-up';
import { boardTree, sections } from './trees';

/** A design that the made-up hypervisor stands for. */
export function madeUpDesign(
  design: 'upstream' | '2023' = 'upstream',
  faults: readonly Fault[] = [],
): Design {
  const hasGuestSections = design === '2023';
  return { name: design, implementation: madeUp(faults, design), hasGuestSections };
}

/** Files of a board in a folder. */
export function writeBoard(
  folder: string,
  tree: TreeNode = boardTree(),
  xen: object = sections,
): Given {
  const [board, layout] = [join(folder, 'board.dtb'), join(folder, 'layout.json')];
  writeFileSync(board, flatten(tree));
  writeFileSync(layout, JSON.stringify({ sections: xen }));
  return { files: [board], layout, el1Regions: 16, el2Regions: 16, fdt: '0x20400000' };
}

/**
 * Checks a board on the made-up hypervisor, by the checks of the layout alone: what hypervisors do in
 * between is judged elsewhere, and this one is too simple for it. The result follows its schema.
 */
export function checked(given: Given, design: Design = madeUpDesign()): MpuCheck {
  return checkMpuCheck(JSON.parse(JSON.stringify(checkBoard(given, design, []))));
}
