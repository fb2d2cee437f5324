import { MpuRegister } from '../../contract/mpu-registers';
import type { Region } from '../../pmsav8';
import type { Hardware } from '../hardware';
import { writeBar, writeLar } from '../upstream/access';

/** Regions that PRENR_EL2 has a bit for (MPU-A-013). */
const PRENR_BITS = 32;

/** `access_protection_region`: the block of a region is selected first, in PMSAv8-64. */
function select(hardware: Hardware, index: number): number {
  if (hardware.system.machine.format === 32 && index < 32) return index;
  const block = hardware.system.machine.format === 64 ? index & 0xf0 : index;
  hardware.write(MpuRegister.PRSELR_EL2, block);
  hardware.isb();
  // PRBAR0 is PRBAR itself.
  return block === index ? -1 : index & 0xf;
}

/** PRBAR, then PRLAR, so that a region that was disabled is enabled when its base is right. */
export function writeRegion(hardware: Hardware, index: number, region: Region): void {
  const direct = select(hardware, index);
  writeBar(hardware, region, direct);
  writeLar(hardware, region, direct);
  hardware.barrier();
}

/** PRBAR alone: what a region allows, with the range as it is. */
export function writePermissions(hardware: Hardware, index: number, region: Region): void {
  writeBar(hardware, region, select(hardware, index));
  hardware.barrier();
}

/** Through PRENR where it has a bit for the region, otherwise through PRLAR.EN (MPU-P-062). */
export function disableRegion(hardware: Hardware, index: number, region: Region): void {
  if (index < PRENR_BITS) {
    const enabled = hardware.read(MpuRegister.PRENR_EL2);
    hardware.write(MpuRegister.PRENR_EL2, enabled & ~(1 << index));
  } else writeLar(hardware, { ...region, enabled: false }, select(hardware, index));
  hardware.barrier();
}
