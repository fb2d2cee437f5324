import type { MpuResult } from '../../contract/mpu-script';
import type { Hardware } from '../hardware';
import { disableRegion, writeRegion } from './access';
import { setMpu } from './assembly';
import type { Has } from './deviations';
import type { RegionTable, Slot } from './table';
import type { Variant } from './variant';

/**
 * The end of booting (MPU-P-002, MPU-P-007): closes the gaps, the fixed regions in front and the
 * switching ones behind them, both in the order that they have; or leaves all where it is.
 */
export function reorganise(
  hardware: Hardware,
  table: RegionTable,
  variant: Variant,
  has: Has,
): MpuResult {
  if (!variant.compacts) {
    if (variant.holes === 'reused') table.retired.clear();
    return 'ok';
  }
  table.retired.clear();
  const first = table.firstFree;
  const old = table.indexes().filter((index) => index >= first);
  const slots = old.map((index) => table.at(index)!);
  const isSwitching = ({ role }: Slot): boolean => role === 'switching';
  const arranged = [...slots.filter((slot) => !isSwitching(slot)), ...slots.filter(isSwitching)];
  const moved = arranged.filter((slot, n) => table.at(first + n) !== slot);
  // With the MPU on, what moves is disabled before its new place is used.
  const isOn = has('PMPU-07');
  if (!isOn) setMpu(hardware, false);
  for (const index of old) {
    const slot = table.at(index)!;
    if (moved.includes(slot)) disableRegion(hardware, index, slot.region);
  }
  table.arrange(arranged, first);
  for (const index of table.indexes()) {
    const slot = table.at(index)!;
    if (moved.includes(slot)) writeRegion(hardware, index, slot.region);
  }
  if (!isOn) setMpu(hardware, true);
  return 'ok';
}
