import { StepKind } from '../../models/contract/encoded';
import { Register as R } from '../../models/architecture/registers';
import type { Action } from './actions';
import {
  acknowledgeOn,
  deactivate,
  drain,
  endOfInterrupt,
  handle,
  poplessEoi,
  readInterface,
  specialEoi,
  writeInterface,
} from './actions-cpu';
import type { Scene } from './scene';
import { flags, PENDING, vintidFor, virtualEpisodes } from './episodes-virtual';

function loadListRegister(scene: Scene): void {
  load(scene, scene.vcpu(), scene.random.oneIn(3) ? scene.random.below(4) : PENDING);
}

function loadPending(scene: Scene, vcpu: number): void {
  load(scene, vcpu, PENDING);
}

function load(scene: Scene, vcpu: number, state: number): void {
  const { random, machine } = scene;
  const index = random.below(
    random.oneIn(4) ? machine.listRegisters : Math.min(machine.listRegisters, 4),
  );
  scene.emit(
    StepKind.ListRegister,
    vcpu,
    vintidFor(scene, index),
    index,
    state,
    scene.priority(),
    0,
    flags(scene),
  );
}

/** HW=1: the physical interrupt is made active first, as a hypervisor's acknowledge would. */
function loadHardware(scene: Scene): void {
  const { random, machine } = scene;
  const vcpu = scene.vcpu();
  const physical = random.oneIn(4) ? scene.ppiBlock + random.below(4) : random.pick(scene.spis);
  const index = random.below(Math.min(machine.listRegisters, 4));
  scene.writeBits(vcpu, R.GICD_ISACTIVER, R.GICR_ISACTIVER0, physical, 1 << (physical & 31));
  if (random.oneIn(2)) {
    scene.emit(StepKind.Raise, vcpu, physical, 0, 0, 0, 0, 0);
  }
  scene.emit(
    StepKind.ListRegister,
    vcpu,
    192 + index,
    index,
    PENDING,
    scene.priority(),
    physical + 1,
    flags(scene) & 1,
  );
  if (random.oneIn(2)) {
    acknowledgeOn(scene, vcpu, 1);
    scene.emit(StepKind.Eoi, vcpu, 1, 0, 0, 0, 0, 0);
    if (scene.eoiMode[vcpu * 2 + 1]) scene.emit(StepKind.Deactivate, vcpu, 1, 0, 0, 0, 0, vcpu);
    scene.readBits(vcpu, R.GICD_ISPENDR, R.GICR_ISPENDR0, physical);
  }
  scene.readBits(vcpu, R.GICD_ISACTIVER, R.GICR_ISACTIVER0, physical);
}

function readHypervisor(scene: Scene): void {
  const { random, machine } = scene;
  const vcpu = scene.vcpu();
  const v3 = machine.gic === 3;
  const lr = random.below(Math.min(machine.listRegisters, random.oneIn(4) ? 64 : 4));
  switch (random.below(8)) {
    case 0:
    case 1:
      return scene.read(vcpu, v3 ? R.ICH_LR_EL2 : R.GICH_LR, lr, v3 ? 8 : 4);
    case 2:
      return scene.read(vcpu, v3 ? R.ICH_MISR_EL2 : R.GICH_MISR);
    case 3:
      return scene.read(vcpu, v3 ? R.ICH_EISR_EL2 : R.GICH_EISR, v3 ? 0 : lr >> 5);
    case 4:
      return scene.read(vcpu, v3 ? R.ICH_ELRSR_EL2 : R.GICH_ELRSR, v3 ? 0 : lr >> 5);
    case 5:
      if (!v3) return scene.read(vcpu, R.GICH_APR);
      return scene.read(
        vcpu,
        random.oneIn(2) ? R.ICH_AP0R_EL2 : R.ICH_AP1R_EL2,
        random.below(1 << (machine.preemptionBits - 5)),
      );
    case 6:
      return scene.read(vcpu, v3 ? R.ICH_VMCR_EL2 : R.GICH_VMCR);
    default:
      return scene.read(
        vcpu,
        random.oneIn(8) ? (v3 ? R.ICH_VTR_EL2 : R.GICH_VTR) : v3 ? R.ICH_HCR_EL2 : R.GICH_HCR,
      );
  }
}

function writeHcr(scene: Scene): void {
  const { random, machine } = scene;
  const vcpu = scene.vcpu();
  const v3 = machine.gic === 3;
  const register = v3 ? R.ICH_HCR_EL2 : R.GICH_HCR;
  let value = random.oneIn(8) ? 0 : 1;
  value |= random.next() & random.next() & 0xfe;
  // TC, TALL0, TALL1, TDIR.
  if (v3 && random.oneIn(8)) value |= random.next() & 0x5c00;
  if (random.oneIn(8)) value |= random.below(32) << 27;
  scene.write(vcpu, register, 0, value | 0);
  if (random.oneIn(2)) scene.read(vcpu, v3 ? R.ICH_MISR_EL2 : R.GICH_MISR);
}

/** PMR, binary points and controls from the hypervisor's side. */
function writeVmcr(scene: Scene): void {
  const { random, machine } = scene;
  const vcpu = scene.vcpu();
  const at = vcpu * 2 + 1;
  if (scene.depth[at] > 0 && !random.oneIn(12)) return;
  const v3 = machine.gic === 3;
  const eoiMode = random.below(2);
  scene.eoiMode[at] = eoiMode;
  const pmr = random.oneIn(4) ? scene.priority() & (v3 ? 0xff : 0xf8) : 0xf8;
  const groups = random.oneIn(8) ? random.below(4) : 3;
  const value =
    groups |
    (v3 ? 8 : random.below(4) << 2) |
    (random.oneIn(5) ? 0x10 : 0) |
    (eoiMode << 9) |
    (random.below(8) << 18) |
    (random.below(8) << 21) |
    (pmr << 24);
  scene.write(vcpu, v3 ? R.ICH_VMCR_EL2 : R.GICH_VMCR, 0, value | 0);
  if (random.oneIn(2)) {
    const registers = scene.cpuRegisters(1);
    scene.read(vcpu, random.pick([registers.pmr, registers.bpr0, registers.bpr1, registers.ctlr]));
  } else scene.read(vcpu, v3 ? R.ICH_VMCR_EL2 : R.GICH_VMCR);
}

/** Save and restore: what was read last is written back. */
function restore(scene: Scene): void {
  const { random, machine } = scene;
  const vcpu = scene.vcpu();
  const v3 = machine.gic === 3;
  const apr = v3 ? random.pick([R.ICH_AP0R_EL2, R.ICH_AP1R_EL2]) : R.GICH_APR;
  const choices: [number, number, number][] = [
    [v3 ? R.ICH_LR_EL2 : R.GICH_LR, random.below(Math.min(machine.listRegisters, 4)), v3 ? 8 : 4],
    [apr, v3 ? random.below(1 << (machine.preemptionBits - 5)) : 0, 4],
    [v3 ? R.ICH_VMCR_EL2 : R.GICH_VMCR, 0, 4],
    [v3 ? R.ICH_HCR_EL2 : R.GICH_HCR, 0, 4],
  ];
  const [register, index, size] = random.pick(choices);
  scene.read(vcpu, register, index, size);
  // Something else in between, as another vCPU's state would be.
  if (random.oneIn(2)) scene.write(vcpu, register, index, 0, size);
  if (random.oneIn(3)) scene.read(vcpu, register, index, size);
  if (random.oneIn(4)) acknowledgeOn(scene, vcpu, 1);
  scene.emit(StepKind.Restore, vcpu, register, index, size, 0, 0, 0);
  scene.read(vcpu, register, index, size);
}

const virtual = (
  name: string,
  weight: number,
  run: (scene: Scene, iface: number) => void,
  core?: true,
): Action => ({ name, weight, scope: 'virtual', core, run: (scene) => run(scene, 1) });

export const virtualActions: readonly Action[] = [
  virtual('load-list-register', 14, loadListRegister, true),
  virtual('load-hardware', 2, loadHardware),
  virtual('virtual-handle', 18, (scene) => handle(scene, 1, loadPending), true),
  virtual('virtual-end', 4, endOfInterrupt, true),
  virtual('virtual-deactivate', 4, deactivate, true),
  virtual('virtual-read-interface', 6, readInterface, true),
  virtual('virtual-write-interface', 3, writeInterface),
  virtual('virtual-special-eoi', 1, specialEoi),
  virtual('virtual-popless-eoi', 2, poplessEoi),
  virtual('virtual-drain', 2, drain),
  virtual('read-hypervisor', 12, readHypervisor, true),
  virtual('write-hcr', 3, writeHcr),
  virtual('write-vmcr', 2, writeVmcr),
  virtual('restore', 1, restore),
  ...virtualEpisodes,
];
