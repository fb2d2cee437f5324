import { StepKind } from '../../models/contract/encoded';
import { Register as R } from '../../models/architecture/registers';
import type { Action } from './actions';
import { acknowledgeOn, endOn } from './actions-cpu';
import { reopenInterface, route } from './prologue';
import type { Scene } from './scene';

/** An interrupt that this vCPU may take: its own, or an SPI. */
function pend(scene: Scene, vcpu: number, intid: number): void {
  if (intid < 16 && scene.machine.gic === 2) {
    scene.emit(StepKind.Sgi, vcpu, intid, 2, 0, 0, 0, 0);
  } else scene.writeBits(vcpu, R.GICD_ISPENDR, R.GICR_ISPENDR0, intid, 1 << (intid & 31));
}

function endAll(scene: Scene, vcpu: number): void {
  endOn(scene, vcpu, 0);
  if (scene.eoiMode[vcpu * 2]) scene.emit(StepKind.Deactivate, vcpu, 0, 0, 0, 0, 0, vcpu);
}

/** Disabled while it is being handled, pended again meanwhile, enabled when it is over. */
function gateWhileHandling(scene: Scene): void {
  const { random } = scene;
  const vcpu = scene.vcpu();
  const intid = scene.intid();
  const bit = 1 << (intid & 31);
  pend(scene, vcpu, intid);
  acknowledgeOn(scene, vcpu, 0);
  scene.writeBits(vcpu, R.GICD_ICENABLER, R.GICR_ICENABLER0, intid, bit);
  // With RWP read as 0 the disable is complete (GIC-DIST-012).
  if (scene.machine.gic === 3 && random.oneIn(2)) {
    if (intid < 32) scene.read(vcpu, R.GICR_CTLR, 0, 4, vcpu);
    else scene.read(vcpu, R.GICD_CTLR);
  }
  if (!random.oneIn(4)) pend(scene, vcpu, intid);
  endAll(scene, vcpu);
  if (random.oneIn(2)) acknowledgeOn(scene, vcpu, 0);
  scene.writeBits(vcpu, R.GICD_ISENABLER, R.GICR_ISENABLER0, intid, bit);
  acknowledgeOn(scene, vcpu, 0);
}

/** Switched off with something pending or active, and on again. */
function powerCycle(scene: Scene): void {
  const { random, team } = scene;
  if (team.length < 2) return;
  const target = team[1 + random.below(team.length - 1)];
  if ((scene.off >>> target) & 1) return;
  pend(scene, target, random.oneIn(2) ? scene.ppiBlock + random.below(4) : scene.intid());
  if (random.oneIn(2)) acknowledgeOn(scene, target, 0);
  scene.emit(StepKind.CpuOff, target, 0, 0, 0, 0, 0, 0);
  if (random.oneIn(4)) pend(scene, team[0], random.pick(scene.spis));
  scene.emit(StepKind.CpuOn, team[0], 0, target, 0, 0, 0, 0);
  scene.depth[target * 2] = scene.depth[target * 2 + 1] = 0;
  reopenInterface(scene, target, 0);
  for (let n = 1 + random.below(3); n > 0; n--) acknowledgeOn(scene, target, 0);
}

/** Taken off its physical CPU with an interrupt active or pending, and back, maybe on another. */
function switchOut(scene: Scene): void {
  const { random, machine } = scene;
  const vcpu = scene.vcpu();
  const intid = scene.ppiBlock + random.below(4);
  const priorities = machine.gic === 3 ? R.GICR_IPRIORITYR : R.GICD_IPRIORITYR;
  // Every active-priority register, the last one included.
  if (random.oneIn(2)) scene.write(vcpu, priorities, intid, random.below(31) << 3, 1, vcpu);
  pend(scene, vcpu, intid);
  if (!random.oneIn(4)) acknowledgeOn(scene, vcpu, 0);
  scene.emit(StepKind.Preempt, vcpu, 0, 0, 0, 0, 0, 0);
  if (random.oneIn(3)) {
    const spi = random.pick(scene.spis);
    pend(scene, random.pick(scene.team), spi);
    if (random.oneIn(2)) route(scene, random.pick(scene.team), spi);
  }
  scene.emit(StepKind.Schedule, vcpu, 0, random.oneIn(2) ? vcpu : random.below(2), 0, 0, 0, 0);
  scene.read(vcpu, scene.cpuRegisters(0).rpr);
  if (machine.gic === 3) scene.read(vcpu, R.ICC_AP1R_EL1, 0);
  acknowledgeOn(scene, vcpu, 0);
  endAll(scene, vcpu);
}

/**
 * A level SPI that is handled by one PE and deactivated by another, with its line high to the end;
 * then once more (EOImode 1).
 */
function deactivateElsewhere(scene: Scene): void {
  const { machine, random, team } = scene;
  const vcpu = scene.vcpu();
  const level = scene.spis.filter((spi) => machine.level.includes(spi));
  if (team.length < 2 || level.length === 0) return;
  const intid = random.pick(level);
  const other = random.pick(team);
  if (scene.eoiMode[vcpu * 2] === 0 && scene.depth[vcpu * 2] === 0) scene.toggleEoiMode(vcpu, 0);
  if (machine.gic === 2) scene.write(vcpu, R.GICD_ITARGETSR, intid, 1 << vcpu, 1);
  else scene.emit(StepKind.Write, vcpu, R.GICD_IROUTER, intid, 8, vcpu, 0, 0);
  scene.emit(StepKind.Raise, 0, intid, 0, 0, 0, 0, 0);
  for (let times = 1 + random.below(2); times > 0; times--) {
    acknowledgeOn(scene, vcpu, 0);
    endOn(scene, vcpu, 0);
    const by = times === 1 ? other : random.pick(team);
    scene.emit(StepKind.Deactivate, by, 0, 0, 0, 0, 0, vcpu);
  }
  if (random.oneIn(2)) scene.readBits(other, R.GICD_ISACTIVER, R.GICR_ISACTIVER0, intid);
  scene.emit(StepKind.Lower, 0, intid, 0, 0, 0, 0, 0);
}

/** Lives of interrupts that cross an enable, a power cycle or a context switch. */
export const lifeEpisodes: readonly Action[] = [
  { name: 'gate-while-handling', weight: 1, scope: 'cpu', run: gateWhileHandling },
  { name: 'power-cycle', weight: 1, scope: 'cpu', power: true, run: powerCycle },
  { name: 'deactivate-elsewhere', weight: 1, scope: 'cpu', run: deactivateElsewhere },
  { name: 'switch-out', weight: 1, scope: 'cpu', run: switchOut },
];
