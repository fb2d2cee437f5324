import { StepKind } from '../../models/contract/encoded';
import { Register as R } from '../../models/architecture/registers';
import type { Action } from './actions';
import { acknowledgeOn } from './actions-cpu';
import type { Scene } from './scene';

/** Bit-per-interrupt registers: the distributor's and the redistributor's. */
export const bitRegisters: readonly (readonly [number, number])[] = [
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

/** An SPI that every PE may take, and every PE of the team tries to (GIC-LC-012, GIC-LC-013). */
function contend(scene: Scene): void {
  const { machine, random } = scene;
  const vcpu = scene.vcpu();
  const intid = random.pick(scene.spis);
  if (machine.gic === 2) scene.write(vcpu, R.GICD_ITARGETSR, intid, 0xff, 1);
  else scene.emit(StepKind.Write, vcpu, R.GICD_IROUTER, intid, 8, 0x80000000 | 0, 0, 0);
  if (random.oneIn(2)) scene.read(vcpu, R.GICD_TYPER);
  if (machine.gic === 2) scene.read(vcpu, R.GICD_ITARGETSR, intid, 1);
  else scene.read(vcpu, R.GICD_IROUTER, intid, 8);
  scene.write(vcpu, R.GICD_ISPENDR, intid >> 5, 1 << (intid & 31));
  for (const other of scene.team) acknowledgeOn(scene, other, 0);
}

/** Identification, reserved and read-only things: read, written, read again. */
function probe(scene: Scene): void {
  const { random, machine } = scene;
  const vcpu = scene.vcpu();
  const v3 = machine.gic === 3;
  const id = random.pick([R.GICD_TYPER, R.GICD_IIDR, v3 ? R.GICD_PIDR2 : R.GICD_ICPIDR2]);
  if (random.oneIn(2)) scene.read(vcpu, R.GICD_TYPER);
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
      if (v3) scene.read(vcpu, R.GICR_ICFGR, 1, 4, vcpu);
      if (v3) scene.write(vcpu, R.GICR_ICFGR, 0, random.next() | 0, 4, vcpu);
      else scene.read(vcpu, R.GICD_ITARGETSR, random.below(8));
      if (v3) scene.read(vcpu, R.GICR_ICFGR, random.below(2), 4, vcpu);
      else for (let n = 0; n < 2; n++) scene.read(vcpu, R.GICD_ICFGR, 1);
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

/** ICENABLER, and RWP read until it is 0: then no PE may be given the interrupt (GIC-DIST-012). */
function disableAndWait(scene: Scene): void {
  const { random, team } = scene;
  const intid = scene.intid();
  const vcpu = scene.vcpu();
  const value = 1 << (intid & 31);
  if (intid < 32) {
    scene.write(vcpu, R.GICR_ICENABLER0, 0, value, 4, vcpu);
    scene.read(vcpu, R.GICR_CTLR, 0, 4, vcpu);
    return;
  }
  const target = random.pick(team);
  if (random.oneIn(2)) {
    // Another PE has it on offer already.
    scene.emit(StepKind.Write, vcpu, R.GICD_IROUTER, intid, 8, target, 0, 0);
    scene.write(vcpu, R.GICD_ISENABLER, intid >> 5, value);
    scene.write(vcpu, R.GICD_ISPENDR, intid >> 5, value);
    scene.read(target, R.GICD_TYPER);
  }
  scene.write(vcpu, R.GICD_ICENABLER, intid >> 5, value);
  scene.read(vcpu, R.GICD_CTLR);
  if (random.oneIn(2)) acknowledgeOn(scene, target, 0);
}

/** Short scripts for what chance alone does too seldom. */
export const distributorEpisodes: readonly Action[] = [
  { name: 'contend', weight: 1, scope: 'cpu', run: contend },
  { name: 'reconfigure', weight: 1, scope: 'cpu', run: reconfigure },
  { name: 'probe', weight: 2, scope: 'cpu', run: probe },
  {
    name: 'disable-and-wait',
    weight: 1,
    scope: 'cpu',
    gic: 3,
    run: disableAndWait,
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
