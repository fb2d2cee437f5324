import { MpuLevel, MpuStatus } from '../contract/mpu-encoded';
import { WRITE_BACK, attributes, combine } from './attributes';
import { attributeOf, shOf } from './fields';
import type { Mpu } from './mpu';
import { NONE, Sctlr } from './mpu';
import type { MpuSystem } from './system';

/**
 * What `translate` returns where an access faults: below zero.
 * @param status `MpuStatus`
 */
export function faultOf(stage: 1 | 2, status: number): number {
  return -(stage | (status << 8));
}

/** The stage of what is below zero. */
export function stageOf(fault: number): 1 | 2 {
  return (-fault & 0xff) as 1 | 2;
}

/** The status code of what is below zero: `MpuStatus`. */
export function statusOf(fault: number): number {
  return -fault >> 8;
}

/** No region, or several: a translation fault. One that forbids it: a permission fault. */
function deniedBy(region: number, stage: 1 | 2): number {
  return faultOf(stage, region < 0 ? MpuStatus.Translation : MpuStatus.Permission);
}

/** HCR_EL2 bits that concern the MPU. */
export const Hcr = {
  /** Accesses of EL1 and EL0 are checked in the EL2 MPU too. */
  VM: 1,
  /** The same, and the EL1 MPU behaves as if it were off, with Write-Back memory. */
  DC: 1 << 12,
} as const;

/** VTCR_EL2.MSA: EL1 has VMSA (MPU-A-020). */
export const VTCR_MSA = 1 << 31;

function regionAttributes(mpu: Mpu, region: number): number {
  const memory = mpu.memoryType(attributeOf(mpu.readLarLow(region)));
  return attributes(memory, shOf(mpu.format, mpu.readBarLow(region)));
}

/** The default map; whatever the level (MPU-A-016). */
function inDefaultMap(system: MpuSystem, address: number, needed: number): number {
  const found = system.choices.defaultMap(address);
  return ((found >> 10) & needed) !== 0 ? found & 0x3ff : faultOf(1, MpuStatus.Permission);
}

/** A level's own MPU. `owner`: EL1 in the EL1 MPU, EL2 in that of EL2. */
function stage1(
  system: MpuSystem,
  mpu: Mpu,
  address: number,
  owner: boolean,
  needed: number,
): number {
  if ((mpu.sctlr & Sctlr.M) === 0) return inDefaultMap(system, address, needed);
  const region = mpu.match(address);
  if (region < 0) {
    const background = region === NONE && owner && (mpu.sctlr & Sctlr.BR) !== 0;
    return background ? inDefaultMap(system, address, needed) : deniedBy(region, 1);
  }
  let rights = owner ? mpu.rights[region] : mpu.rights[region] >> 3;
  if ((mpu.sctlr & Sctlr.WXN) !== 0 && (rights & 2) !== 0) rights &= ~4;
  return (rights & needed) !== 0 ? regionAttributes(mpu, region) : deniedBy(region, 1);
}

/** Stage 1 of an access of EL1 or EL0. */
function guestStage1(system: MpuSystem, address: number, level: number, needed: number): number {
  // Translation tables are not modelled: with VMSA they allow everything, address unchanged.
  if ((system.vtcr & VTCR_MSA) !== 0) return WRITE_BACK;
  if ((system.hcr & Hcr.DC) === 0) {
    return stage1(system, system.el1, address, level === MpuLevel.El1, needed);
  }
  const found = inDefaultMap(system, address, needed);
  return found < 0 ? found : WRITE_BACK;
}

/**
 * Does the MPU allow an access, and to what memory? EL1 and EL0 are checked in the EL1 MPU, then in
 * the EL2 MPU (MPU-A-019), whether or not SCTLR_EL2.M is set, and without background region
 * (MPU-A-006) and WXN of EL2.
 * @param address byte address below 2^48
 * @param level `MpuLevel`
 * @param access `MpuAccess`
 * @returns attributes as in `attributes`, or what `faultOf` says
 */
export function translate(
  system: MpuSystem,
  address: number,
  level: number,
  access: number,
): number {
  const needed = 1 << access;
  if (level === MpuLevel.El2) return stage1(system, system.el2, address, true, needed);
  const first = guestStage1(system, address, level, needed);
  if (first < 0 || (system.hcr & (Hcr.VM | Hcr.DC)) === 0) return first;
  const region = system.el2.match(address);
  if (region < 0 || ((system.el2.rights[region] >> 3) & needed) === 0) {
    return deniedBy(region, 2);
  }
  return combine(first, regionAttributes(system.el2, region));
}
