import { StepKind } from '../../models/contract/encoded';
import { Register as R } from '../../models/architecture/registers';
import type { Action } from './actions';
import { acknowledgeOn } from './actions-cpu';
import { route } from './prologue';
import type { Scene } from './scene';

/** Register number of a byte-per-interrupt array on the right frame. */
function priorityRegister(scene: Scene, intid: number): number {
  return intid < 32 && scene.machine.gic === 3 ? R.GICR_IPRIORITYR : R.GICD_IPRIORITYR;
}

function device(scene: Scene, kind: StepKind): void {
  const { random } = scene;
  const intid = random.oneIn(4) ? scene.ppiBlock + random.below(4) : random.pick(scene.spis);
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

/** A legal change of configuration: disabled, low, not pending, then enabled again. */
function reconfigure(scene: Scene): void {
  const vcpu = scene.vcpu();
  const intid = scene.random.pick(scene.spis);
  const bit = 1 << (intid & 31);
  scene.write(vcpu, R.GICD_ICENABLER, intid >> 5, bit);
  scene.emit(StepKind.Lower, 0, intid, 0, 0, 0, 0, 0);
  scene.write(vcpu, R.GICD_ICPENDR, intid >> 5, bit);
  scene.write(vcpu, R.GICD_ICACTIVER, intid >> 5, bit);
  // Only this interrupt may differ from what the machine wired.
  let config = 0;
  const first = intid & ~15;
  for (let n = 0; n < 16; n++) {
    const edge = !scene.machine.level.includes(first + n);
    if (edge !== (first + n === intid)) config |= 2 << (2 * n);
  }
  scene.write(vcpu, R.GICD_ICFGR, intid >> 4, config);
  scene.emit(StepKind.Raise, 0, intid, 0, 0, 0, 0, 0);
  scene.read(vcpu, R.GICD_ISPENDR, intid >> 5);
  if (scene.random.oneIn(2)) scene.write(vcpu, R.GICD_ISENABLER, intid >> 5, bit);
  scene.emit(StepKind.Lower, 0, intid, 0, 0, 0, 0, 0);
  scene.read(vcpu, R.GICD_ISPENDR, intid >> 5);
}

const bitRegisters: readonly (readonly [number, number])[] = [
  [R.GICD_ISPENDR, R.GICR_ISPENDR0],
  [R.GICD_ISPENDR, R.GICR_ISPENDR0],
  [R.GICD_ICPENDR, R.GICR_ICPENDR0],
  [R.GICD_ISACTIVER, R.GICR_ISACTIVER0],
  [R.GICD_ISACTIVER, R.GICR_ISACTIVER0],
  [R.GICD_ICACTIVER, R.GICR_ICACTIVER0],
  [R.GICD_ISENABLER, R.GICR_ISENABLER0],
  [R.GICD_ICENABLER, R.GICR_ICENABLER0],
  [R.GICD_IGROUPR, R.GICR_IGROUPR0],
];

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

/** Identification, reserved and read-only things: read, written, read again. */
function probe(scene: Scene): void {
  const { random, machine } = scene;
  const vcpu = scene.vcpu();
  const v3 = machine.gic === 3;
  const id = random.pick([R.GICD_TYPER, R.GICD_IIDR, v3 ? R.GICD_PIDR2 : R.GICD_ICPIDR2]);
  switch (random.below(v3 ? 7 : 5)) {
    case 0:
      scene.read(vcpu, id);
      scene.write(vcpu, id, 0, random.next() | 0);
      scene.read(vcpu, id);
      break;
    case 1: {
      // Beyond ITLinesNumber.
      const word = 1 + Math.ceil(machine.spis / 32) + random.below(4);
      const register = random.pick(bitRegisters)[0];
      if (word < 31) {
        scene.write(vcpu, register, word, -1);
        scene.read(vcpu, register, word);
        scene.read(vcpu, R.GICD_IPRIORITYR, word * 8);
      }
      break;
    }
    case 2:
      if (v3) scene.read(vcpu, R.GICR_ICFGR, 0, 4, vcpu);
      else {
        scene.write(vcpu, R.GICD_ICFGR, 0, random.next() | 0);
        scene.read(vcpu, R.GICD_ICFGR, 0);
      }
      break;
    case 3: {
      const intid = random.pick(scene.spis);
      scene.write(vcpu, R.GICD_IPRIORITYR, intid, 0xff, 1);
      scene.read(vcpu, R.GICD_IPRIORITYR, intid, 1);
      break;
    }
    case 4:
      if (v3) scene.write(vcpu, R.GICR_ICFGR, 0, random.next() | 0, 4, vcpu);
      else scene.read(vcpu, R.GICD_ITARGETSR, random.below(8));
      if (v3) scene.read(vcpu, R.GICR_ICFGR, random.below(2), 4, vcpu);
      else scene.read(vcpu, R.GICD_ICFGR, 1);
      break;
    case 5:
      // RES0 with affinity routing: GICD registers of INTID 0-31, and everything of GICv2.
      scene.write(vcpu, random.pick(bitRegisters)[0], 0, random.next() | 0);
      scene.read(vcpu, random.pick(bitRegisters)[0], 0);
      scene.write(vcpu, R.GICD_ITARGETSR, random.pick(scene.spis), 0xff, 1);
      scene.read(vcpu, random.oneIn(2) ? R.GICD_ITARGETSR : R.GICD_SPENDSGIR, random.below(4));
      scene.readBits(vcpu, R.GICD_ISENABLER, R.GICR_ISENABLER0, scene.sgiBlock);
      break;
    default:
      scene.read(vcpu, random.oneIn(2) ? R.GICR_CTLR : R.GICR_WAKER, 0, 4, vcpu);
      if (random.oneIn(2)) scene.read(vcpu, R.GICR_TYPER, 0, 8, scene.frameOf(vcpu));
      else scene.read(vcpu, R.GICR_PIDR2, 0, 4, vcpu);
  }
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
    name: 'disable-and-wait',
    weight: 1,
    scope: 'cpu',
    gic: 3,
    run(scene) {
      const intid = scene.intid();
      const vcpu = scene.vcpu();
      const value = 1 << (intid & 31);
      if (intid < 32) {
        scene.write(vcpu, R.GICR_ICENABLER0, 0, value, 4, vcpu);
        scene.read(vcpu, R.GICR_CTLR, 0, 4, vcpu);
      } else {
        scene.write(vcpu, R.GICD_ICENABLER, intid >> 5, value);
        scene.read(vcpu, R.GICD_CTLR);
      }
    },
  },
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
    name: 'hold-and-release',
    weight: 1,
    scope: 'cpu',
    run(scene) {
      const intid = scene.random.pick(scene.spis);
      const vcpu = scene.vcpu();
      const { machine, team, random } = scene;
      const target = random.pick(team);
      const nowhere = random.oneIn(2) && machine.gic === 3 ? 0xff0000 : machine.vcpus;
      if (machine.gic === 2) scene.write(vcpu, R.GICD_ITARGETSR, intid, 0, 1);
      else scene.emit(StepKind.Write, vcpu, R.GICD_IROUTER, intid, 8, nowhere, 0, 0);
      scene.write(vcpu, R.GICD_ISPENDR, intid >> 5, 1 << (intid & 31));
      if (random.oneIn(2)) scene.readBits(vcpu, R.GICD_ISPENDR, R.GICR_ISPENDR0, intid);
      if (random.oneIn(2)) acknowledgeOn(scene, target, 0);
      if (machine.gic === 2) scene.write(vcpu, R.GICD_ITARGETSR, intid, 1 << target, 1);
      else scene.emit(StepKind.Write, vcpu, R.GICD_IROUTER, intid, 8, target, 0, 0);
    },
  },
  {
    name: 'group',
    weight: 1,
    scope: 'cpu',
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
  { name: 'reconfigure', weight: 1, scope: 'cpu', run: reconfigure },
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
  { name: 'probe', weight: 1, scope: 'cpu', run: probe },
  {
    name: 'sleep',
    weight: 1,
    scope: 'cpu',
    gic: 3,
    run(scene) {
      const vcpu = scene.vcpu();
      const { random } = scene;
      scene.write(vcpu, R.GICR_WAKER, 0, random.oneIn(2) ? 2 : 0, 4, vcpu);
      scene.read(vcpu, R.GICR_WAKER, 0, 4, vcpu);
      // A 1-of-N interrupt for whoever is awake.
      const intid = random.pick(scene.spis);
      if (scene.machine.oneOfN) {
        scene.emit(StepKind.Write, vcpu, R.GICD_IROUTER, intid, 8, 0x80000000 | 0, 0, 0);
      }
      scene.write(vcpu, R.GICD_ISPENDR, intid >> 5, 1 << (intid & 31));
      for (const other of scene.team) acknowledgeOn(scene, other, 0);
    },
  },
];
