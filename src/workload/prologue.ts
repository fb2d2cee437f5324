import { StepKind } from '../../models/contract/encoded';
import { Register as R } from '../../models/architecture/registers';
import type { Scene } from './scene';

/** Chooses who plays: vCPUs, interrupts, priorities. */
export function cast(scene: Scene): void {
  const { machine, random } = scene;
  scene.team.length = 0;
  const size = Math.min(machine.vcpus, 1 + random.below(3));
  const first = random.below(machine.vcpus);
  for (let n = 0; n < size; n++) scene.team.push((first + n) % machine.vcpus);
  const usual = machine.gic === 3 ? 'one' : 'zero';
  scene.groups =
    !scene.bothGroups || random.oneIn(2)
      ? usual
      : random.pick(['mixed', 'mixed', 'one', 'zero'] as const);
  scene.sgiBlock = random.below(4) * 4;
  scene.ppiBlock = 16 + random.below(4) * 4;
  const ppis = scene.drivenBlock(16, 31);
  if (ppis >= 0 && random.oneIn(2)) scene.ppiBlock = ppis;
  scene.spis.length = 0;
  const blocks = Math.floor((Math.min(32 + machine.spis, 1020) - 32) / 4);
  const chosen = random.oneIn(3) ? 2 : 1;
  for (let n = 0; n < chosen; n++) {
    // The first blocks are the ones that a hypervisor can map; the last ends the register file.
    let block = random.oneIn(8) ? blocks - 1 : random.below(Math.min(blocks, 16));
    const driven = scene.drivenBlock(32, 31 + machine.spis);
    if (driven >= 0 && random.oneIn(2)) block = driven / 4 - 8;
    for (let i = 0; i < 4; i++) scene.spis.push(32 + block * 4 + i);
  }
  scene.priorities.length = 0;
  const levels = 2 + random.below(6);
  for (let n = 0; n < levels; n++) {
    // Sub-priorities and unimplemented bits now and then; the lowest level sometimes.
    const value = random.below(32) << 3;
    scene.priorities.push(random.oneIn(4) ? value | random.below(8) : value);
  }
  if (random.oneIn(6)) scene.priorities.push(0xff);
}

function fourPriorities(scene: Scene): number {
  return (
    scene.priority() | (scene.priority() << 8) | (scene.priority() << 16) | (scene.priority() << 24)
  );
}

function blockBits(intid: number): number {
  return 0xf << (intid & 28);
}

/** Routes one SPI somewhere sensible; 1-of-N and several targets now and then. */
export function route(scene: Scene, vcpu: number, intid: number): void {
  const { machine, random } = scene;
  if (machine.gic === 2) {
    const mask = random.oneIn(5) ? random.next() & 0xff : 1 << random.pick(scene.team);
    scene.write(vcpu, R.GICD_ITARGETSR, intid, mask, 1);
    return;
  }
  // Without 1-of-N the bit must not stick (GIC-DIST-056).
  const any = random.oneIn(machine.oneOfN ? 5 : 12) ? 0x80000000 | 0 : 0;
  const target = random.oneIn(16) ? machine.vcpus : random.pick(scene.team);
  const high = random.oneIn(12) ? 1 : 0;
  if (random.oneIn(6)) {
    scene.write(vcpu, R.GICD_IROUTER, intid, any | target, 4, 0);
    scene.write(vcpu, R.GICD_IROUTER, intid, high, 4, 1);
  } else {
    scene.emit(StepKind.Write, vcpu, R.GICD_IROUTER, intid, 8, any | target, high, 0);
  }
}

function setUpSharedInterrupts(scene: Scene): void {
  const { machine, random, team } = scene;
  const vcpu = team[0];
  for (let n = 0; n < scene.spis.length; n += 4) {
    const intid = scene.spis[n];
    scene.write(vcpu, R.GICD_IPRIORITYR, intid >> 2, fourPriorities(scene));
    if (machine.gic === 2) {
      const target = 1 << random.pick(team);
      scene.write(vcpu, R.GICD_ITARGETSR, intid >> 2, Math.imul(target, 0x01010101));
      if (random.oneIn(2)) route(scene, vcpu, intid + random.below(4));
    } else {
      for (let i = 0; i < 4; i++) route(scene, vcpu, intid + i);
    }
    if (scene.bothGroups || machine.gic === 3) {
      scene.write(vcpu, R.GICD_IGROUPR, intid >> 5, scene.groupBits());
    }
    if (!random.oneIn(10)) scene.write(vcpu, R.GICD_ISENABLER, intid >> 5, blockBits(intid));
  }
}

function setUpPrivateInterrupts(scene: Scene, vcpu: number): void {
  const { machine } = scene;
  const priorities = machine.gic === 3 ? R.GICR_IPRIORITYR : R.GICD_IPRIORITYR;
  for (const block of [scene.sgiBlock, scene.ppiBlock]) {
    scene.write(vcpu, priorities, block >> 2, fourPriorities(scene), 4, vcpu);
  }
  const groups = scene.groupBits();
  scene.privateGroups[vcpu] = groups;
  const enables = blockBits(scene.sgiBlock) | blockBits(scene.ppiBlock);
  if (machine.gic === 3) {
    scene.write(vcpu, R.GICR_IGROUPR0, 0, groups, 4, vcpu);
    scene.write(vcpu, R.GICR_ISENABLER0, 0, enables, 4, vcpu);
  } else {
    if (groups !== 0 && scene.bothGroups) scene.write(vcpu, R.GICD_IGROUPR, 0, groups);
    scene.write(vcpu, R.GICD_ISENABLER, 0, enables);
  }
}

/** Opens a CPU interface: mask, binary points, modes, group enables. */
export function setUpInterface(scene: Scene, vcpu: number, iface: number): void {
  const { machine, random } = scene;
  const registers = scene.cpuRegisters(iface);
  scene.write(vcpu, registers.pmr, 0, random.oneIn(6) ? scene.priority() : 0xff);
  if (random.oneIn(3)) scene.write(vcpu, registers.bpr0, 0, random.below(8));
  if (random.oneIn(3)) scene.write(vcpu, registers.bpr1, 0, random.below(8));
  const eoiMode = random.oneIn(2) ? 1 : 0;
  const cbpr = random.oneIn(6) ? 1 : 0;
  scene.writeControl(vcpu, iface, eoiMode, cbpr, random.oneIn(3) ? 1 : 0, random.oneIn(2) ? 1 : 0);
  if (machine.gic === 3) {
    const enables =
      iface === 0 ? [R.ICC_IGRPEN0_EL1, R.ICC_IGRPEN1_EL1] : [R.ICV_IGRPEN0_EL1, R.ICV_IGRPEN1_EL1];
    for (const enable of enables) if (!random.oneIn(16)) scene.write(vcpu, enable, 0, 1);
  }
}

/** After CPU_ON everything of the CPU interface must be written again. */
export function reopenInterface(scene: Scene, vcpu: number, iface: number): void {
  const registers = scene.cpuRegisters(iface);
  scene.write(vcpu, registers.bpr0, 0, scene.random.below(8));
  scene.write(vcpu, registers.bpr1, 0, scene.random.below(8));
  setUpInterface(scene, vcpu, iface);
}

/** Configures the GIC for the cast. Mostly complete; what is left out comes later or never. */
export function prologue(scene: Scene, distributor: boolean, virtual: boolean): void {
  const { machine, team } = scene;
  if (distributor) {
    scene.write(team[0], R.GICD_CTLR, 0, machine.gic === 3 ? 0x13 : 3);
    setUpSharedInterrupts(scene);
    for (const vcpu of team) {
      setUpPrivateInterrupts(scene, vcpu);
      setUpInterface(scene, vcpu, 0);
    }
  }
  if (virtual) {
    for (const vcpu of team) {
      const hcr = machine.gic === 3 ? R.ICH_HCR_EL2 : R.GICH_HCR;
      scene.write(vcpu, hcr, 0, 1 | (scene.random.next() & scene.random.next() & 0xfe));
      setUpInterface(scene, vcpu, 1);
    }
  }
}
