import { mpuAccessNames, mpuLevelNames } from '../../../models/contract/mpu';
import type { MpuFlags } from '../../../models/contract/mpu-script';
import { mpuFlags } from '../../../models/contract/mpu-script';
import { nearEdge, ofLayout, place } from './place';
import { PAGE, down, hex, rangeOf, textOf } from './ranges';
import type { Mapping, ScriptScene } from './scene';

/** Something a script may do next. */
export interface ScriptAction {
  name: string;
  weight: number;
  /** Kinds of step that it takes. */
  needs: readonly string[];
  run(scene: ScriptScene): void;
}

/** More often what most mappings are. */
const anyFlags = ({ random }: ScriptScene): MpuFlags =>
  random.oneIn(2) ? 'rw' : random.pick(mpuFlags);

function map(scene: ScriptScene): void {
  const { random, open } = scene;
  const range = place(scene);
  // The flags of what may be there already, so that it is shared.
  const around = open.find((one) => one.range.start <= range.start && range.end <= one.range.end);
  const flags = around && !random.oneIn(4) ? around.flags : anyFlags(scene);
  if (scene.add({ step: 'map', ...textOf(range), flags })) {
    scene.opened({ range, flags, by: 'unmap' });
  }
}

function close(scene: ScriptScene, mapping: Mapping): void {
  const { start } = mapping.range;
  if (mapping.by === 'unmap') scene.add({ step: 'unmap', ...textOf(mapping.range) });
  else if (mapping.by === 'iounmap') scene.add({ step: 'iounmap', ...textOf(mapping.range) });
  else scene.add({ step: 'unmap-containing', address: hex(down(start, PAGE)) });
}

/** Takes one of the open mappings: mostly the newest. */
function takeOpen({ random, open }: ScriptScene): Mapping | undefined {
  if (open.length === 0) return undefined;
  const at = random.oneIn(2) ? open.length - 1 : random.below(open.length);
  return open.splice(at, 1)[0];
}

function unmap(scene: ScriptScene): void {
  if (scene.random.oneIn(5)) {
    scene.add({ step: 'unmap', ...textOf(place(scene)) });
    return;
  }
  const mapping = takeOpen(scene);
  if (mapping) close(scene, mapping);
}

function modify(scene: ScriptScene): void {
  const { random, open } = scene;
  if (random.oneIn(3)) {
    const { range, flags } = ofLayout(scene);
    scene.add({ step: 'modify', ...textOf(range), flags });
    return;
  }
  const mapping = open.length > 0 && !random.oneIn(4) ? random.pick(open) : undefined;
  const flags = mapping && random.oneIn(3) ? mapping.flags : anyFlags(scene);
  const range = mapping?.range ?? place(scene);
  if (scene.add({ step: 'modify', ...textOf(range), flags }) && mapping) mapping.flags = flags;
}

/** map_domain_page and vmap_contig: pages, often of the heap. */
function mapPages(scene: ScriptScene): void {
  const { random, layout } = scene;
  const heap = layout.staticHeap.length > 0 ? rangeOf(layout.staticHeap[0]) : undefined;
  const isInHeap = heap && random.oneIn(2);
  const start = isInHeap
    ? heap.start + PAGE * random.below((heap.end - heap.start) / PAGE)
    : scene.fresh().start;
  const pages = random.pick([1, 1, 1, 2, 3]);
  const virtual = random.oneIn(12) ? start + random.pick([PAGE, 2 * PAGE, -PAGE, 64]) : start;
  const flags = isInHeap ? 'rw' : anyFlags(scene);
  const step = { step: 'map-pages', virtual: hex(virtual), physical: hex(start) } as const;
  if (!scene.add({ ...step, pages, flags })) return;
  scene.opened({ range: { start, end: start + PAGE * pages }, flags, by: 'unmap-containing' });
}

function unmapContaining(scene: ScriptScene): void {
  const { random, open } = scene;
  const paged = open.filter(({ by }) => by === 'unmap-containing');
  if (paged.length > 0 && !random.oneIn(4)) {
    const mapping = random.pick(paged);
    open.splice(open.indexOf(mapping), 1);
    return close(scene, mapping);
  }
  const address = random.oneIn(2) ? place(scene).start : nearEdge(scene);
  scene.add({ step: 'unmap-containing', address: hex(down(address, PAGE)) });
}

function ioremap(scene: ScriptScene): void {
  const { random, layout } = scene;
  const range = rangeOf(random.pick(layout.devices));
  if (random.oneIn(4)) range.end += random.pick([1, 64, PAGE]);
  if (scene.add({ step: 'ioremap', ...textOf(range) })) {
    scene.opened({ range, flags: 'device', by: 'iounmap' });
  }
}

function copy(scene: ScriptScene): void {
  const { random, beyond } = scene;
  const range = random.oneIn(12)
    ? place(scene)
    : { start: beyond + random.below(PAGE), end: beyond + PAGE * (1 + random.below(8)) };
  scene.add({ step: 'copy-from-paddr', ...textOf(range) });
}

/** Single pages with a page between them, until no region is left, and one more. */
function exhaust(scene: ScriptScene): void {
  const { random, machine, open, beyond } = scene;
  const most = machine.el2Regions + 2 - Math.min(open.length, machine.el2Regions);
  const first = beyond + 0x10000;
  for (let n = 0; n < most; n++) {
    const range = { start: first + 2 * PAGE * n, end: first + 2 * PAGE * n + PAGE };
    if (scene.add({ step: 'map', ...textOf(range), flags: 'rw' })) {
      open.push({ range, flags: 'rw', by: 'unmap' });
    }
  }
  if (random.oneIn(2)) drain(scene);
}

/** A range and a part of it, unmapped in any order; now and then a part that was never mapped. */
function nest(scene: ScriptScene): void {
  const { random } = scene;
  const { start } = scene.fresh();
  const outer = { start, end: start + 4 * PAGE };
  const parts = [0, 1, 3].map((n) => ({ start: start + n * PAGE, end: start + (n + 1) * PAGE }));
  const inner = random.pick(parts);
  for (const range of [outer, inner]) scene.add({ step: 'map', ...textOf(range), flags: 'rw' });
  if (random.oneIn(3)) scene.add({ step: 'unmap', ...textOf(random.pick(parts)) });
  const order = random.oneIn(2) ? [outer, inner] : [inner, outer];
  for (const range of order) scene.add({ step: 'unmap', ...textOf(range) });
}

/** Unmaps much of what there is. */
function drain(scene: ScriptScene): void {
  for (let n = 1 + scene.random.below(scene.open.length + 1); n > 0; n--) {
    const mapping = takeOpen(scene);
    if (mapping) close(scene, mapping);
  }
}

/** The same range again and again; now and then as often as the counter of references allows. */
function repeat(scene: ScriptScene): void {
  const { random, open } = scene;
  if (open.length === 0) return;
  const { range, flags } = random.pick(open);
  const times = random.oneIn(60) ? 257 : 2 + random.below(4);
  for (let n = 0; n < times; n++) {
    if (!scene.add({ step: 'map', ...textOf(range), flags })) return;
    open.push({ range, flags, by: 'unmap' });
  }
}

function probes(scene: ScriptScene): void {
  const { random } = scene;
  const address = hex(nearEdge(scene));
  const level = random.oneIn(3) ? random.pick(mpuLevelNames) : 'EL2';
  const accesses = random.oneIn(2) ? mpuAccessNames : [random.pick(mpuAccessNames)];
  const where = scene.anyCpu();
  for (const access of accesses) scene.add({ step: 'probe', ...where, level, access, address });
}

export const regionActions: readonly ScriptAction[] = [
  { name: 'map', weight: 8, needs: ['map', 'unmap'], run: map },
  { name: 'unmap', weight: 6, needs: ['unmap'], run: unmap },
  { name: 'modify', weight: 3, needs: ['modify'], run: modify },
  { name: 'map-pages', weight: 3, needs: ['map-pages', 'unmap-containing'], run: mapPages },
  { name: 'unmap-containing', weight: 2, needs: ['unmap-containing'], run: unmapContaining },
  { name: 'ioremap', weight: 2, needs: ['ioremap', 'iounmap'], run: ioremap },
  { name: 'copy', weight: 1, needs: ['copy-from-paddr'], run: copy },
  { name: 'exhaust', weight: 1, needs: ['map', 'unmap'], run: exhaust },
  { name: 'nest', weight: 2, needs: ['map', 'unmap'], run: nest },
  { name: 'drain', weight: 1, needs: ['unmap'], run: drain },
  { name: 'repeat', weight: 1, needs: ['map', 'unmap'], run: repeat },
  { name: 'probe', weight: 5, needs: [], run: probes },
];
