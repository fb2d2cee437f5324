import { StepKind } from '../../models/contract/encoded';
import { Register as R } from '../../models/architecture/registers';
import type { Action } from './actions';
import type { Scene } from './scene';

const frameSizes = [0x1000, 0x20000, 0x2000];

function rawAccess(scene: Scene, kind: StepKind): void {
  const { random, machine } = scene;
  const frame = machine.gic === 3 ? random.below(2) : random.below(2) * 2;
  const size = random.pick([1, 2, 4, 4, 4, 8]);
  // Mostly aligned; anywhere in the frame.
  let offset = random.below(frame === 0 && machine.gic === 3 ? 0x10000 : frameSizes[frame]);
  if (!random.oneIn(8)) offset &= ~(size - 1);
  const low = random.next() | 0;
  const masked = size === 1 ? low & 0xff : size === 2 ? low & 0xffff : low;
  const value = kind === StepKind.RawWrite ? masked : 0;
  const high = kind === StepKind.RawWrite && size === 8 ? random.next() | 0 : 0;
  scene.emit(kind, scene.vcpu(), frame, offset, size, value, high, 0);
}

/** EOI and DIR of anything, in any order. */
function wrongEnd(scene: Scene): void {
  const { random, machine } = scene;
  const registers =
    machine.gic === 2
      ? [R.GICC_EOIR, R.GICC_AEOIR, R.GICC_DIR]
      : [R.ICC_EOIR0_EL1, R.ICC_EOIR1_EL1, R.ICC_DIR_EL1];
  const intid = random.oneIn(4) ? random.below(1024) : scene.intid();
  scene.write(scene.vcpu(), random.pick(registers), 0, intid);
}

export const hostileActions: readonly Action[] = [
  {
    name: 'raw-read',
    weight: 6,
    scope: 'cpu',
    hostile: true,
    run: (scene) => rawAccess(scene, StepKind.RawRead),
  },
  {
    name: 'raw-write',
    weight: 6,
    scope: 'cpu',
    hostile: true,
    run: (scene) => rawAccess(scene, StepKind.RawWrite),
  },
  { name: 'wrong-end', weight: 4, scope: 'cpu', hostile: true, run: wrongEnd },
  {
    name: 'reconfigure-enabled',
    weight: 2,
    scope: 'cpu',
    hostile: true,
    run(scene) {
      const intid = scene.random.pick(scene.spis);
      scene.write(scene.vcpu(), R.GICD_ICFGR, intid >> 4, scene.random.next() | 0);
    },
  },
  {
    name: 'reserved-sgi-filter',
    weight: 1,
    scope: 'cpu',
    gic: 2,
    hostile: true,
    run: (scene) =>
      scene.write(scene.vcpu(), R.GICD_SGIR, 0, (3 << 24) | 0xff0000 | scene.sgiBlock),
  },
];
