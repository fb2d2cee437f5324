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
): 'ok' {
  if (!variant.compacts) {
    if (variant.holes === 'reused') table.retired.clear();
    return 'ok';
  }
  table.retired.clear();
  if (has('PMPU-07')) moveSwitching(table);
  else {
    setMpu(hardware, false);
    compact(hardware, table);
    setMpu(hardware, true);
  }
  return 'ok';
}

const isSwitching = ({ role }: Slot): boolean => role === 'switching';

/** Everything behind the first regions. The hardware sees each region at one place only. */
function compact(hardware: Hardware, table: RegionTable): void {
  const first = table.firstFree;
  const old = table.indexes().filter((index) => index >= first);
  const slots = old.map((index) => table.at(index)!);
  const arranged = [...slots.filter((slot) => !isSwitching(slot)), ...slots.filter(isSwitching)];
  const moved = new Set(arranged.filter((slot, n) => table.at(first + n) !== slot));
  old.forEach((index, n) => {
    if (moved.has(slots[n])) disableRegion(hardware, index, slots[n].region);
  });
  table.arrange(arranged, first);
  arranged.forEach((slot, n) => {
    if (moved.has(slot)) writeRegion(hardware, first + n, slot.region);
  });
}

/** The switching regions alone, to behind the fixed ones. */
function moveSwitching(table: RegionTable): void {
  const old = table.indexes('switching');
  const slots = old.map((index) => table.at(index)!);
  for (const index of old) table.drop(index);
  let next = Math.max(-1, ...table.indexes('fixed')) + 1;
  for (const slot of slots) {
    while (next < table.max && !table.isFree(next)) next++;
    table.put(next < table.max ? next : table.up()!, slot);
  }
}
