import { hasMpuRegister, MPU_REGISTERS, MpuRegister } from '../../../models/contract/mpu-registers';
import type { Region } from '../../../models/pmsav8/fields';
import { Sctlr } from '../../../models/pmsav8/mpu';
import { Hcr, VTCR_MSA } from '../../../models/pmsav8/translate';
import { nearEdge, place } from './place';
import type { Half, MpuScene } from './scene';

/** Something a program may do next. */
export interface MpuAction {
  name: string;
  weight: number;
  run(scene: MpuScene): void;
}

const MEMORY_TYPES = [0x00, 0x04, 0x08, 0x0c, 0x44, 0xff, 0xff, 0xbb, 0x77, 0x33, 0x4f, 0xf4, 0xb4];
/** AP; more often one that leaves something to EL0 and to stage 2. */
const PERMISSIONS = [0, 1, 1, 1, 2, 3, 3];
const SHAREABILITIES = [0, 2, 3];
/** Where something changes: blocks of 16 of PRSELR, the end of PRENR and of direct registers. */
const REGION_NUMBERS = [0, 1, 2, 14, 15, 16, 17, 30, 31, 32, 33, 47, 48, 63, 254];

function anyHalf(scene: MpuScene): Half | undefined {
  const halves = [scene.el1, scene.el2].filter(({ count }) => count > 0);
  return halves.length > 0 ? scene.random.pick(halves) : undefined;
}

function regionNumber({ random }: MpuScene, { count, regions }: Half): number {
  if (regions.size > 0 && random.oneIn(3)) return random.pick([...regions.keys()]);
  if (random.oneIn(4)) return count - 1;
  const number = random.oneIn(2) ? random.pick(REGION_NUMBERS) : random.below(Math.min(count, 8));
  return number < count ? number : random.below(count);
}

function anyRegion(scene: MpuScene, enabled: boolean): Region {
  const { random, machine } = scene;
  const { base, limit } = place(scene);
  return {
    base,
    limit,
    ap: random.pick(PERMISSIONS),
    xn: random.oneIn(2) ? 0 : random.below(machine.format === 64 ? 4 : 2),
    sh: random.pick(SHAREABILITIES),
    attribute: random.below(8),
    enabled,
  };
}

/** Writes both registers of a region, in either order. */
export function programRegion(scene: MpuScene, half: Half): void {
  const number = regionNumber(scene, half);
  const region = anyRegion(scene, !scene.random.oneIn(8));
  // As careful software does (MPU-A-024).
  const before = half.regions.get(number);
  if (before?.enabled && scene.random.oneIn(2)) {
    scene.writeLimit(half, number, { ...before, enabled: false });
  }
  if (scene.random.oneIn(4)) {
    scene.writeLimit(half, number, region);
    scene.writeBase(half, number, region);
  } else {
    scene.writeBase(half, number, region);
    scene.writeLimit(half, number, region);
  }
}

function memoryTypes({ random }: MpuScene): number {
  let word = 0;
  for (let byte = 0; byte < 4; byte++) word = (word << 8) | random.pick(MEMORY_TYPES);
  return word;
}

export function writeMair(scene: MpuScene, { offset }: Half): void {
  scene.write(MpuRegister.MAIR_EL1 + offset, memoryTypes(scene), memoryTypes(scene));
}

export function writeSctlr(scene: MpuScene, { offset }: Half): void {
  const { random } = scene;
  const value =
    (random.oneIn(6) ? 0 : Sctlr.M) |
    (random.oneIn(3) ? Sctlr.BR : 0) |
    (random.oneIn(4) ? Sctlr.WXN : 0);
  scene.write(MpuRegister.SCTLR_EL1 + offset, value);
}

export function writeHcr(scene: MpuScene): void {
  const { random } = scene;
  scene.write(
    MpuRegister.HCR_EL2,
    (random.oneIn(3) ? 0 : Hcr.VM) | (random.oneIn(10) ? Hcr.DC : 0),
  );
}

/** Probes one address or several, each at all levels and accesses or at one. */
function probes(scene: MpuScene, addresses: number): void {
  const { random } = scene;
  for (let n = 0; n < addresses; n++) {
    const address = nearEdge(scene);
    if (random.oneIn(2)) {
      scene.probe(random.below(3), random.below(3), address);
      continue;
    }
    for (let all = 0; all < 9; all++) scene.probe(Math.floor(all / 3), all % 3, address);
  }
}

/** Changes EN of some regions through PRENR. */
function writePrenr(scene: MpuScene): void {
  const half = anyHalf(scene);
  if (!half || !hasMpuRegister(scene.machine.format, MpuRegister.PRENR_EL1 + half.offset)) return;
  let bits = 0;
  for (const [number, region] of half.regions) {
    if (number >= 32) continue;
    const enabled = scene.random.oneIn(4) ? !region.enabled : region.enabled;
    half.regions.set(number, { ...region, enabled });
    if (enabled) bits |= 1 << number;
  }
  // Regions never written keep base 0 and limit 63: enabling one shows there.
  if (scene.random.oneIn(8)) bits |= 1 << scene.random.below(Math.min(32, half.count));
  scene.write(MpuRegister.PRENR_EL1 + half.offset, bits);
}

/** New base and limit for an enabled region, and a look at what is there in between (MPU-A-024). */
function moveEnabled(scene: MpuScene): void {
  const half = anyHalf(scene);
  const enabled = [...(half?.regions ?? [])].filter(([, region]) => region.enabled);
  if (!half || enabled.length === 0) return;
  const [number, before] = scene.random.pick(enabled);
  const after = { ...before, ...place(scene) };
  const baseFirst = scene.random.oneIn(2);
  if (baseFirst) scene.writeBase(half, number, after);
  else scene.writeLimit(half, number, after);
  probes(scene, 2);
  if (baseFirst) scene.writeLimit(half, number, after);
  else scene.writeBase(half, number, after);
  probes(scene, 1);
}

function readBack(scene: MpuScene): void {
  const half = anyHalf(scene);
  if (half && scene.random.oneIn(2)) {
    const number = regionNumber(scene, half);
    const register = scene.random.oneIn(2) ? MpuRegister.PRBAR_EL1 : MpuRegister.PRLAR_EL1;
    const index = scene.reach(half, number);
    return scene.read(register + half.offset, index);
  }
  const readable = [
    MpuRegister.MPUIR_EL1,
    MpuRegister.PRSELR_EL1,
    MpuRegister.PRENR_EL1,
    MpuRegister.PRENR_EL1,
    MpuRegister.SCTLR_EL1,
    MpuRegister.MAIR_EL1,
  ];
  const register = scene.random.pick(readable) + (scene.random.oneIn(2) ? MPU_REGISTERS : 0);
  if (hasMpuRegister(scene.machine.format, register)) scene.read(register);
}

function writeOthers(scene: MpuScene): void {
  const { random, machine } = scene;
  if (machine.vmsa && random.oneIn(2)) {
    return scene.write(MpuRegister.VTCR_EL2, random.oneIn(2) ? VTCR_MSA : 0);
  }
  const vmid = random.below(256) << 16;
  if (machine.format === 32) scene.write(MpuRegister.VSCTLR_EL2, vmid);
  else scene.write(MpuRegister.VSCTLR_EL2, 0, vmid);
  scene.read(MpuRegister.VSCTLR_EL2);
}

export const mpuActions: readonly MpuAction[] = [
  {
    name: 'program-region',
    weight: 8,
    run: (scene) => {
      const half = anyHalf(scene);
      if (half) programRegion(scene, half);
    },
  },
  { name: 'probe', weight: 8, run: (scene) => probes(scene, 2) },
  { name: 'move-enabled', weight: 3, run: moveEnabled },
  { name: 'prenr', weight: 2, run: writePrenr },
  { name: 'read-back', weight: 2, run: readBack },
  {
    name: 'sctlr',
    weight: 2,
    run: (scene) => writeSctlr(scene, scene.random.oneIn(2) ? scene.el1 : scene.el2),
  },
  { name: 'hcr', weight: 1, run: writeHcr },
  {
    name: 'mair',
    weight: 1,
    run: (scene) => writeMair(scene, scene.random.oneIn(2) ? scene.el1 : scene.el2),
  },
  { name: 'others', weight: 1, run: writeOthers },
];
