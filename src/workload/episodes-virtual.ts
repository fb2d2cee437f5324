import { StepKind } from '../../models/contract/encoded';
import { Register as R } from '../../models/architecture/registers';
import type { Action } from './actions';
import { acknowledgeOn } from './actions-cpu';
import type { Scene } from './scene';

/** State of a list register (digest section 4.1). */
export const PENDING = 1;
const PENDING_ACTIVE = 3;

/**
 * A vINTID that no other list register of the same vCPU gets: two registers with one vINTID are
 * UNPREDICTABLE (GIC-LR-006).
 */
export function vintidFor(scene: Scene, index: number): number {
  const { random, machine } = scene;
  switch (random.below(6)) {
    case 0:
      return index < 16 ? index : 64 + index;
    case 1:
      return index < 16 ? 16 + index : 32 + index;
    case 2:
      return machine.gic === 3 ? 8192 + index : 128 + index;
    default:
      return 192 + index;
  }
}

/** Bit 0 group, bit 1 EOI maintenance, bits [4:2] source of a GICv2 SGI. */
export function flags(scene: Scene): number {
  const { random } = scene;
  return scene.group() | (random.oneIn(3) ? 2 : 0) | (random.below(8) << 2);
}

/** Preemption on purpose: each list register is loaded while the one before is being handled. */
function nestVirtual(scene: Scene): void {
  const { random, machine } = scene;
  const vcpu = scene.vcpu();
  const depth = Math.min(machine.listRegisters, 2 + random.below(3));
  let priority = 0xe0;
  for (let index = 0; index < depth; index++) {
    const intid = vintidFor(scene, index);
    scene.emit(StepKind.ListRegister, vcpu, intid, index, PENDING, priority, 0, flags(scene));
    acknowledgeOn(scene, vcpu, 1);
    priority -= 8 * (1 + random.below(7));
  }
}

/** An EOI that finds its list register gone: counted in HCR.EOIcount (GIC-HCR-007). */
function missList(scene: Scene): void {
  const { random, machine } = scene;
  const vcpu = scene.vcpu();
  const index = random.below(Math.min(machine.listRegisters, 4));
  const v3 = machine.gic === 3;
  const vintid = random.oneIn(4) && v3 ? 8192 + index : 192 + index;
  const flag = random.below(2);
  const register = v3 ? (flag ? R.ICV_IAR1_EL1 : R.ICV_IAR0_EL1) : flag ? R.GICV_AIAR : R.GICV_IAR;
  if (random.oneIn(4)) scene.write(vcpu, v3 ? R.ICH_HCR_EL2 : R.GICH_HCR, 0, 1 | (31 << 27));
  scene.emit(StepKind.ListRegister, vcpu, vintid, index, PENDING, scene.priority(), 0, flag);
  scene.emit(StepKind.Acknowledge, vcpu, register, 0, 4, 0, 0, 0);
  scene.emit(StepKind.ListRegister, vcpu, 192 + index, index, 0, 0, 0, 0);
  scene.emit(StepKind.Eoi, vcpu, 1, 0, 0, 0, 0, 0);
  scene.read(vcpu, v3 ? R.ICH_HCR_EL2 : R.GICH_HCR);
  if (scene.eoiMode[vcpu * 2 + 1]) scene.emit(StepKind.Deactivate, vcpu, 1, 0, 0, 0, 0, vcpu);
  scene.read(vcpu, v3 ? R.ICH_MISR_EL2 : R.GICH_MISR);
}

/** A list register of the handled interrupt becomes active and pending, then ends: 11 to 01. */
function endActivePending(scene: Scene): void {
  const { random, machine } = scene;
  const vcpu = scene.vcpu();
  const index = random.below(Math.min(machine.listRegisters, 4));
  const v3 = machine.gic === 3;
  const group = scene.group();
  const priority = scene.priority();
  scene.emit(StepKind.ListRegister, vcpu, 192 + index, index, PENDING, priority, 0, group);
  acknowledgeOn(scene, vcpu, 1);
  scene.emit(StepKind.ListRegister, vcpu, 192 + index, index, PENDING_ACTIVE, priority, 0, group);
  scene.emit(StepKind.Eoi, vcpu, 1, 0, 0, 0, 0, 0);
  if (scene.eoiMode[vcpu * 2 + 1]) scene.emit(StepKind.Deactivate, vcpu, 1, 0, 0, 0, 0, vcpu);
  scene.read(vcpu, v3 ? R.ICH_LR_EL2 : R.GICH_LR, index, v3 ? 8 : 4);
  if (random.oneIn(2)) acknowledgeOn(scene, vcpu, 1);
}

/** DIR of a virtual LPI is ignored (GIC-LR-015). */
function deactivateLpi(scene: Scene): void {
  const { random, machine } = scene;
  const vcpu = scene.vcpu();
  const index = random.below(Math.min(machine.listRegisters, 4));
  const intid = 8192 + index;
  scene.emit(
    StepKind.ListRegister,
    vcpu,
    intid,
    index,
    PENDING,
    scene.priority(),
    0,
    scene.group(),
  );
  acknowledgeOn(scene, vcpu, 1);
  scene.write(vcpu, R.ICV_DIR_EL1, 0, intid);
  scene.read(vcpu, R.ICH_LR_EL2, index, 8);
  scene.emit(StepKind.Eoi, vcpu, 1, 0, 0, 0, 0, 0);
  scene.read(vcpu, R.ICH_LR_EL2, index, 8);
}

/** With TDIR only DIR traps, if VTR.TDS says that it can (GIC-HCR-010). */
function trapDir(scene: Scene): void {
  const vcpu = scene.vcpu();
  scene.read(vcpu, R.ICH_VTR_EL2);
  scene.write(vcpu, R.ICH_HCR_EL2, 0, 1 | (1 << 14));
  scene.write(vcpu, R.ICV_DIR_EL1, 0, 300);
  scene.read(vcpu, R.ICV_RPR_EL1);
  scene.write(vcpu, R.ICH_HCR_EL2, 0, 1);
}

const episode = (
  name: string,
  weight: number,
  run: (scene: Scene) => void,
  gic?: 2 | 3,
): Action => ({ name, weight, scope: 'virtual', run, gic });

/** Short scripts for what chance alone does too seldom. */
export const virtualEpisodes: readonly Action[] = [
  episode('virtual-nest', 2, nestVirtual),
  episode('miss-list-register', 1, missList),
  episode('end-active-pending', 1, endActivePending),
  episode('deactivate-lpi', 1, deactivateLpi, 3),
  episode('trap-dir', 1, trapDir, 3),
];
