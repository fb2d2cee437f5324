import { StepKind } from '../../models/contract/encoded';
import { Register as R } from '../../models/architecture/registers';
import type { Action } from './actions';
import { reopenInterface } from './prologue';
import type { Scene } from './scene';

const acknowledgeRegisters = {
  2: [
    [R.GICC_IAR, R.GICC_AIAR],
    [R.GICV_IAR, R.GICV_AIAR],
  ],
  3: [
    [R.ICC_IAR0_EL1, R.ICC_IAR1_EL1],
    [R.ICV_IAR0_EL1, R.ICV_IAR1_EL1],
  ],
} as const;
const pendingRegisters = {
  2: [
    [R.GICC_HPPIR, R.GICC_AHPPIR],
    [R.GICV_HPPIR, R.GICV_AHPPIR],
  ],
  3: [
    [R.ICC_HPPIR0_EL1, R.ICC_HPPIR1_EL1],
    [R.ICV_HPPIR0_EL1, R.ICV_HPPIR1_EL1],
  ],
} as const;

/** Reads the acknowledge register that most likely shows something. */
export function acknowledgeOn(scene: Scene, vcpu: number, iface: number): void {
  const [first, second] = acknowledgeRegisters[scene.machine.gic][iface];
  // GICv2's IAR shows Group 1 as well when AckCtl is set.
  const plain = scene.machine.gic === 2 && scene.random.oneIn(3);
  const register = !plain && scene.group() === 1 ? second : first;
  scene.emit(StepKind.Acknowledge, vcpu, register, 0, 4, 0, 0, 0);
  scene.depth[vcpu * 2 + iface]++;
}

export function endOfInterrupt(scene: Scene, iface: number): void {
  endOn(scene, scene.vcpu(), iface);
}

export function endOn(scene: Scene, vcpu: number, iface: number): void {
  scene.emit(StepKind.Eoi, vcpu, iface, 0, 0, 0, 0, 0);
  if (scene.depth[vcpu * 2 + iface] > 0) scene.depth[vcpu * 2 + iface]--;
}

export function deactivate(scene: Scene, iface: number): void {
  const { random } = scene;
  const vcpu = scene.vcpu();
  const of = random.oneIn(5) ? random.pick(scene.team) : vcpu;
  const early = random.oneIn(8) ? 1 : 0;
  scene.emit(StepKind.Deactivate, vcpu, iface, random.below(4), early, 0, 0, of);
}

/**
 * Acknowledge and end alternate; the deeper the nesting, the likelier an end. Now and then there is
 * something to acknowledge for sure.
 */
export function handle(
  scene: Scene,
  iface: number,
  stimulate: (scene: Scene, vcpu: number) => void,
): void {
  const vcpu = scene.vcpu();
  const depth = scene.depth[vcpu * 2 + iface];
  if (scene.random.below(8) < Math.min(depth * 2, 6)) {
    endOn(scene, vcpu, iface);
    return;
  }
  if (scene.random.oneIn(3)) stimulate(scene, vcpu);
  acknowledgeOn(scene, vcpu, iface);
}

/** A private interrupt becomes pending for this vCPU. */
function pendPrivate(scene: Scene, vcpu: number): void {
  const { random, machine } = scene;
  if (machine.gic === 2 && random.oneIn(2)) {
    const sources = 1 << random.pick(scene.team);
    scene.write(vcpu, R.GICD_SPENDSGIR, scene.sgiBlock + random.below(4), sources, 1);
    return;
  }
  const block = machine.gic === 3 && random.oneIn(2) ? scene.sgiBlock : scene.ppiBlock;
  const bit = 1 << (block + random.below(4));
  if (machine.gic === 3) scene.write(vcpu, R.GICR_ISPENDR0, 0, bit, 4, vcpu);
  else scene.write(vcpu, R.GICD_ISPENDR, 0, bit);
}

export function readInterface(scene: Scene, iface: number): void {
  const { random, machine } = scene;
  const vcpu = scene.vcpu();
  const registers = scene.cpuRegisters(iface);
  switch (random.below(6)) {
    case 0:
    case 1:
      return scene.read(vcpu, registers.rpr);
    case 2:
    case 3:
      return scene.read(vcpu, pendingRegisters[machine.gic][iface][random.below(2)]);
    case 4:
      if (machine.gic === 3) {
        const ap =
          iface === 0 ? [R.ICC_AP0R_EL1, R.ICC_AP1R_EL1] : [R.ICV_AP0R_EL1, R.ICV_AP1R_EL1];
        // Now and then one that is not implemented.
        const implemented = 1 << (machine.preemptionBits - 5);
        const index = random.oneIn(8) ? random.below(4) : random.below(implemented);
        return scene.read(vcpu, random.pick(ap), index);
      }
      return scene.read(vcpu, registers.rpr);
    default:
      return scene.read(
        vcpu,
        random.pick([registers.pmr, registers.bpr0, registers.bpr1, registers.ctlr]),
      );
  }
}

/** Binary points and EOImode: mostly while nothing is active (DIV-09), sometimes not. */
export function writeInterface(scene: Scene, iface: number): void {
  const { random, machine } = scene;
  const vcpu = scene.vcpu();
  const registers = scene.cpuRegisters(iface);
  const at = vcpu * 2 + iface;
  const idle = scene.depth[at] === 0;
  const choice = random.below(6);
  if (choice <= 1) {
    const extreme = random.oneIn(4) ? random.pick([0, 0xf0, 0xf8, 0xff]) : scene.priority();
    scene.write(vcpu, registers.pmr, 0, random.oneIn(3) ? extreme : 0xff);
    if (random.oneIn(3)) scene.read(vcpu, registers.pmr);
  } else if (choice === 2 && (idle || random.oneIn(6))) {
    const register = random.oneIn(2) ? registers.bpr0 : registers.bpr1;
    scene.write(vcpu, register, 0, random.below(8));
    if (random.oneIn(2)) scene.read(vcpu, register);
  } else if (choice === 3 && (idle || random.oneIn(6))) {
    const flag = (n: number): number => (random.oneIn(n) ? 1 : 0);
    scene.writeControl(vcpu, iface, flag(2), flag(5), flag(3), flag(2));
    if (random.oneIn(4)) scene.write(vcpu, registers.bpr1, 0, random.below(8));
    if (random.oneIn(2)) scene.read(vcpu, registers.bpr1);
  } else if (machine.gic === 3) {
    const enables =
      iface === 0 ? [R.ICC_IGRPEN0_EL1, R.ICC_IGRPEN1_EL1] : [R.ICV_IGRPEN0_EL1, R.ICV_IGRPEN1_EL1];
    const enable = random.pick(enables);
    scene.write(vcpu, enable, 0, random.oneIn(8) ? 0 : 1);
    if (random.oneIn(4)) scene.read(vcpu, enable);
  } else {
    const groups = random.oneIn(8) ? random.below(4) : 3;
    scene.write(vcpu, registers.ctlr, 0, (scene.control[at] & ~3) | groups);
  }
}

const eoiRegisters = {
  2: [R.GICC_EOIR, R.GICV_EOIR],
  3: [R.ICC_EOIR1_EL1, R.ICV_EOIR1_EL1],
} as const;

/** A special INTID to an EOI register: ignored (GIC-CPU-027). */
export function specialEoi(scene: Scene, iface: number): void {
  const vcpu = scene.vcpu();
  scene.write(vcpu, eoiRegisters[scene.machine.gic][iface], 0, 1020 + scene.random.below(4));
  scene.read(vcpu, scene.cpuRegisters(iface).rpr);
}

/** An EOI with nothing active: no drop (GIC-CPU-044). Only where nothing can be active. */
export function poplessEoi(scene: Scene, iface: number): void {
  const vcpu = scene.vcpu();
  if (scene.depth[vcpu * 2 + iface] > 0) return;
  scene.write(vcpu, eoiRegisters[scene.machine.gic][iface], 0, 16 + scene.random.below(1000));
  scene.read(vcpu, scene.cpuRegisters(iface).rpr);
}

/** Preemption on purpose: each interrupt is pended while the one before is being handled. */
function nest(scene: Scene): void {
  const { random, machine } = scene;
  const vcpu = scene.vcpu();
  const priorities = machine.gic === 3 ? R.GICR_IPRIORITYR : R.GICD_IPRIORITYR;
  const depth = 2 + random.below(3);
  let priority = 0xe0;
  for (let n = 0; n < depth; n++) {
    const intid = scene.ppiBlock + n;
    scene.write(vcpu, priorities, intid, priority, 1, vcpu);
    if (machine.gic === 3) scene.write(vcpu, R.GICR_ISPENDR0, 0, 1 << intid, 4, vcpu);
    else scene.write(vcpu, R.GICD_ISPENDR, 0, 1 << intid);
    acknowledgeOn(scene, vcpu, 0);
    if (random.oneIn(3)) scene.read(vcpu, scene.cpuRegisters(0).rpr);
    priority -= 8 * (1 + random.below(7));
  }
  if (random.oneIn(3)) writeInterface(scene, 0);
  if (random.oneIn(4)) {
    // Each later EOIR obeys the mode of its own time (GIC-CPU-046).
    scene.toggleEoiMode(vcpu, 0);
    endOn(scene, vcpu, 0);
    scene.readBits(vcpu, R.GICD_ISACTIVER, R.GICR_ISACTIVER0, scene.ppiBlock);
  }
}

/** Ends everything that is being handled and drains what is left. */
export function drain(scene: Scene, iface: number): void {
  const vcpu = scene.vcpu();
  const at = vcpu * 2 + iface;
  for (let n = Math.min(scene.depth[at], 6); n > 0; n--) {
    scene.emit(StepKind.Eoi, vcpu, iface, 0, 0, 0, 0, 0);
    if (scene.eoiMode[at]) scene.emit(StepKind.Deactivate, vcpu, iface, 0, 0, 0, 0, vcpu);
  }
  scene.depth[at] = Math.max(0, scene.depth[at] - 6);
  scene.read(vcpu, scene.cpuRegisters(iface).rpr);
}

function power(scene: Scene): void {
  const { random, team } = scene;
  if (team.length < 2) return;
  const target = team[1 + random.below(team.length - 1)];
  if ((scene.off >>> target) & 1) {
    scene.emit(StepKind.CpuOn, team[0], 0, target, 0, 0, 0, 0);
    scene.off &= ~(1 << target);
    scene.depth[target * 2] = scene.depth[target * 2 + 1] = 0;
    // Nothing may be active now (GIC-INV-017).
    scene.read(target, scene.cpuRegisters(0).rpr);
    if (scene.machine.gic === 3) scene.read(target, R.ICC_AP1R_EL1, 0);
    reopenInterface(scene, target, 0);
  } else if (random.oneIn(3)) {
    scene.emit(StepKind.CpuOn, team[0], 0, target, 0, 0, 0, 0);
  } else {
    scene.emit(StepKind.CpuOff, target, 0, 0, 0, 0, 0, 0);
    scene.off |= 1 << target;
  }
}

const cpu = (
  name: string,
  weight: number,
  run: (scene: Scene, iface: number) => void,
  core?: true,
): Action => ({ name, weight, scope: 'cpu', core, run: (scene) => run(scene, 0) });

export const cpuActions: readonly Action[] = [
  cpu('handle', 24, (scene) => handle(scene, 0, pendPrivate), true),
  cpu('end', 4, endOfInterrupt, true),
  cpu('deactivate', 5, deactivate, true),
  cpu('read-interface', 7, readInterface, true),
  cpu('write-interface', 4, writeInterface),
  cpu('nest', 2, nest),
  cpu('special-eoi', 1, specialEoi),
  cpu('popless-eoi', 1, poplessEoi),
  cpu('drain', 2, drain),
  {
    name: 'sre',
    weight: 1,
    scope: 'cpu',
    gic: 3,
    run(scene) {
      const vcpu = scene.vcpu();
      if (scene.random.oneIn(2)) scene.write(vcpu, R.ICC_SRE_EL1, 0, 7);
      scene.read(vcpu, R.ICC_SRE_EL1);
    },
  },
  {
    name: 'wfi',
    weight: 3,
    scope: 'cpu',
    run: (scene) => scene.emit(StepKind.Wfi, scene.vcpu(), 0, 0, 0, 0, 0, 0),
  },
  { name: 'power', weight: 1, scope: 'cpu', power: true, run: power },
  {
    name: 'host',
    weight: 1,
    scope: 'cpu',
    run(scene) {
      const kind = scene.random.pick([
        StepKind.Exit,
        StepKind.Enter,
        StepKind.Preempt,
        StepKind.Schedule,
        StepKind.Barrier,
        StepKind.Barrier,
      ]);
      const vcpu = kind === StepKind.Barrier ? 0 : scene.vcpu();
      scene.emit(kind, vcpu, 0, kind === StepKind.Schedule ? scene.random.below(2) : 0, 0, 0, 0, 0);
    },
  },
];
