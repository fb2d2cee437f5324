import { MpuLevel } from '../contract/mpu-encoded';
import { WRITE_BACK, attributes, combine } from './attributes';
import { attributeOf, shOf } from './fields';
import type { Mpu } from './mpu';
import { NONE, Sctlr } from './mpu';
import type { MpuSystem } from './system';

/** What `translate` returns where the access faults. */
export const STAGE_1_FAULT = -1;
export const STAGE_2_FAULT = -2;

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
  return ((found >> 10) & needed) !== 0 ? found & 0x3ff : STAGE_1_FAULT;
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
    return background ? inDefaultMap(system, address, needed) : STAGE_1_FAULT;
  }
  let rights = owner ? mpu.rights[region] : mpu.rights[region] >> 3;
  if ((mpu.sctlr & Sctlr.WXN) !== 0 && (rights & 2) !== 0) rights &= ~4;
  return (rights & needed) !== 0 ? regionAttributes(mpu, region) : STAGE_1_FAULT;
}

/** Stage 1 of an access of EL1 or EL0. */
function guestStage1(system: MpuSystem, address: number, level: number, needed: number): number {
  // Translation tables are not modelled: with VMSA they allow everything, address unchanged.
  if ((system.vtcr & VTCR_MSA) !== 0) return WRITE_BACK;
  if ((system.hcr & Hcr.DC) === 0) {
    return stage1(system, system.el1, address, level === MpuLevel.El1, needed);
  }
  return inDefaultMap(system, address, needed) < 0 ? STAGE_1_FAULT : WRITE_BACK;
}

/**
 * Does the MPU allow an access, and to what memory? EL1 and EL0 are checked in the EL1 MPU, then in
 * the EL2 MPU (MPU-A-019), whether or not SCTLR_EL2.M is set, and without background region
 * (MPU-A-006) and WXN of EL2.
 * @param address byte address below 2^48
 * @param level `MpuLevel`
 * @param access `MpuAccess`
 * @returns attributes as in `attributes`, or STAGE_1_FAULT or STAGE_2_FAULT
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
  if (region < 0 || ((system.el2.rights[region] >> 3) & needed) === 0) return STAGE_2_FAULT;
  return combine(first, regionAttributes(system.el2, region));
}
