import { StepKind } from '../../models/contract/encoded';
import { Register as R } from '../../models/architecture/registers';
import type { Action } from './actions';
import { bitRegisters, distributorEpisodes } from './episodes-distributor';
import { route } from './prologue';
import type { Scene } from './scene';

/** Register number of a byte-per-interrupt array on the right frame. */
function priorityRegister(scene: Scene, intid: number): number {
  return intid < 32 && scene.machine.gic === 3 ? R.GICR_IPRIORITYR : R.GICD_IPRIORITYR;
}

function device(scene: Scene, kind: StepKind): void {
  const { random } = scene;
  let intid = random.oneIn(4) ? scene.ppiBlock + random.below(4) : random.pick(scene.drivenSpis());
  if (!scene.isInput(intid)) intid = random.pick(scene.drivenSpis());
  scene.emit(kind, intid < 32 ? scene.vcpu() : 0, intid, 0, 0, 0, 0, 0);
}

function sendSgi(scene: Scene): void {
  const { random, team, machine } = scene;
  const vcpu = scene.vcpu();
  const intid = scene.sgiBlock + random.below(4);
  const mode = random.oneIn(4) ? 1 + random.below(2) : 0;
  // Mostly one target; sometimes several, none, or one that does not exist.
  let list = 1 << random.pick(team);
  if (random.oneIn(6)) list = random.next() & 0xff;
  if (random.oneIn(20)) list = 0;
  const target = mode === 0 && list !== 0 ? 31 - Math.clz32(list & -list) : vcpu;
  const group = machine.gic === 3 ? (scene.privateGroups[target & 7] >>> intid) & 1 : 1;
  const other = random.oneIn(16) ? 1 - group : group;
  scene.emit(StepKind.Sgi, vcpu, intid, mode, other, 0, 0, list);
}

function readState(scene: Scene): void {
  const [distributor, redistributor] = scene.random.pick(bitRegisters);
  scene.readBits(scene.vcpu(), distributor, redistributor, scene.intid());
}

function readOther(scene: Scene): void {
  const { random, machine } = scene;
  const vcpu = scene.vcpu();
  const intid = scene.intid();
  const byte = random.oneIn(3);
  switch (random.below(5)) {
    case 0:
    case 1:
      if (byte) scene.read(vcpu, priorityRegister(scene, intid), intid, 1, vcpu);
      else scene.read(vcpu, priorityRegister(scene, intid), intid >> 2, 4, vcpu);
      break;
    case 2:
      if (machine.gic === 3) readRouter(scene, vcpu, random.pick(scene.spis));
      else if (byte) scene.read(vcpu, R.GICD_ITARGETSR, intid, 1);
      else scene.read(vcpu, R.GICD_ITARGETSR, intid >> 2);
      break;
    case 3:
      if (intid < 32 && machine.gic === 3) scene.read(vcpu, R.GICR_ICFGR, intid >> 4, 4, vcpu);
      else scene.read(vcpu, R.GICD_ICFGR, intid >> 4);
      break;
    default:
      if (machine.gic === 2) {
        const register = random.oneIn(2) ? R.GICD_SPENDSGIR : R.GICD_CPENDSGIR;
        const sgi = scene.sgiBlock + random.below(4);
        if (byte) scene.read(vcpu, register, sgi, 1);
        else scene.read(vcpu, register, sgi >> 2);
      } else scene.read(vcpu, R.GICD_CTLR);
  }
}

function readRouter(scene: Scene, vcpu: number, intid: number): void {
  if (scene.random.oneIn(2)) scene.read(vcpu, R.GICD_IROUTER, intid, 8);
  else scene.read(vcpu, R.GICD_IROUTER, intid, 4, scene.random.below(2));
}

const bit = (name: string, weight: number, distributor: number, redistributor: number): Action => ({
  name,
  weight,
  scope: 'cpu',
  run(scene) {
    const intid = scene.intid();
    // SGIs of GICv2 cannot be pended here; try it anyway, it must be ignored.
    scene.writeBits(scene.vcpu(), distributor, redistributor, intid, scene.bits(intid));
  },
});

export const distributorActions: readonly Action[] = [
  { name: 'raise', weight: 7, scope: 'cpu', core: true, run: (s) => device(s, StepKind.Raise) },
  { name: 'lower', weight: 6, scope: 'cpu', core: true, run: (s) => device(s, StepKind.Lower) },
  { name: 'pulse', weight: 5, scope: 'cpu', run: (s) => device(s, StepKind.Pulse) },
  { name: 'sgi', weight: 6, scope: 'cpu', run: sendSgi },
  { ...bit('set-pending', 6, R.GICD_ISPENDR, R.GICR_ISPENDR0), core: true },
  bit('clear-pending', 3, R.GICD_ICPENDR, R.GICR_ICPENDR0),
  bit('enable', 4, R.GICD_ISENABLER, R.GICR_ISENABLER0),
  bit('disable', 3, R.GICD_ICENABLER, R.GICR_ICENABLER0),
  bit('set-active', 2, R.GICD_ISACTIVER, R.GICR_ISACTIVER0),
  bit('clear-active', 2, R.GICD_ICACTIVER, R.GICR_ICACTIVER0),
  {
    name: 'priority',
    weight: 3,
    scope: 'cpu',
    run(scene) {
      const intid = scene.intid();
      const vcpu = scene.vcpu();
      scene.write(vcpu, priorityRegister(scene, intid), intid, scene.priority(), 1, vcpu);
    },
  },
  {
    name: 'retarget',
    weight: 3,
    scope: 'cpu',
    run: (scene) => route(scene, scene.vcpu(), scene.random.pick(scene.spis)),
  },
  {
    name: 'group',
    weight: 1,
    scope: 'cpu',
    groups: true,
    run(scene) {
      const intid = scene.intid();
      const vcpu = scene.vcpu();
      const value = scene.random.oneIn(2) ? scene.groupBits() : scene.random.next() | 0;
      if (intid >= 32) scene.write(vcpu, R.GICD_IGROUPR, intid >> 5, value);
      else {
        scene.privateGroups[vcpu] = value;
        if (scene.machine.gic === 2) scene.write(vcpu, R.GICD_IGROUPR, 0, value);
        else scene.write(vcpu, R.GICR_IGROUPR0, 0, value, 4, vcpu);
      }
    },
  },
  {
    name: 'distributor-enable',
    weight: 2,
    scope: 'cpu',
    run(scene) {
      const enables = scene.random.oneIn(6) ? scene.random.below(4) : 3;
      scene.write(scene.vcpu(), R.GICD_CTLR, 0, scene.machine.gic === 3 ? 0x10 | enables : enables);
      if (scene.random.oneIn(2)) scene.read(scene.vcpu(), R.GICD_CTLR);
    },
  },
  {
    name: 'sgi-sources',
    weight: 3,
    scope: 'cpu',
    gic: 2,
    run(scene) {
      const { random } = scene;
      const set = !random.oneIn(4);
      const register = set ? R.GICD_SPENDSGIR : R.GICD_CPENDSGIR;
      const sgi = scene.sgiBlock + random.below(4);
      const vcpu = scene.vcpu();
      const sources = random.oneIn(8) ? random.next() & 0xff : 1 << random.pick(scene.team);
      if (random.oneIn(4)) scene.write(vcpu, register, sgi >> 2, sources << (8 * (sgi & 3)));
      else scene.write(vcpu, register, sgi, sources, 1);
    },
  },
  { name: 'read-state', weight: 9, scope: 'cpu', core: true, run: readState },
  { name: 'read-configuration', weight: 4, scope: 'cpu', core: true, run: readOther },
  ...distributorEpisodes,
];
