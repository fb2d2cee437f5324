import { MpuRegister } from '../../contract/mpu-registers';
import type { Region } from '../../pmsav8/fields';
import { prbarHigh, prbarLow, prlarHigh, prlarLow } from '../../pmsav8/fields';
import type { Hardware } from '../hardware';

/** Writes PRBAR of a region. @param direct number of the direct register, or −1 */
export function writeBar(hardware: Hardware, region: Region, direct: number): void {
  const { format } = hardware.system.machine;
  const [low, high] = [prbarLow(format, region), prbarHigh(format, region)];
  hardware.write(MpuRegister.PRBAR_EL2, low, high, direct);
}

/** Writes PRLAR of a region. @param direct number of the direct register, or −1 */
export function writeLar(hardware: Hardware, region: Region, direct: number): void {
  const { format } = hardware.system.machine;
  const [low, high] = [prlarLow(format, region), prlarHigh(format, region)];
  hardware.write(MpuRegister.PRLAR_EL2, low, high, direct);
}

function select(hardware: Hardware, region: number): void {
  hardware.write(MpuRegister.PRSELR_EL2, region);
  hardware.isb();
}

/**
 * `prepare_selector`: PMSAv8-64 selects a block of 16 and needs no more within it (MPU-X-050);
 * PMSAv8-32 selects from 32 on (MPU-X-051).
 * @returns the number of the direct register for a region, or −1
 */
function prepare(hardware: Hardware, index: number): number {
  const selected = hardware.read(MpuRegister.PRSELR_EL2);
  if (hardware.system.machine.format === 32) {
    if (index <= 31) return index;
    if (selected !== index) select(hardware, index);
    return -1;
  }
  if (selected !== (index & 0xf0)) select(hardware, index & 0xf0);
  // PRBAR0 is PRBAR itself.
  return (index & 0xf) === 0 ? -1 : index & 0xf;
}

/** `write_protection_region`: PRBAR, then PRLAR. */
export function writeRegion(hardware: Hardware, index: number, region: Region): void {
  const direct = prepare(hardware, index);
  writeBar(hardware, region, direct);
  writeLar(hardware, region, direct);
}

/** The same in the other order: what is disabled is so before its base moves. */
export function writeLimitFirst(hardware: Hardware, index: number, region: Region): void {
  const direct = prepare(hardware, index);
  writeLar(hardware, region, direct);
  writeBar(hardware, region, direct);
}
