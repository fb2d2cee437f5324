import type { MpuTableEntry } from '../../models/contract/mpu-script';
import { holds, Verdict } from '../requirement';
import type { ScriptMoment } from './requirement';
import type { ScriptAccount } from './script-account';
import { changed, isSameTable } from './table';
import type { Update } from './updates';
import { isMisplaced, wasInvalid, withoutRegion } from './updates';

/** Nothing but this entry is otherwise than before; it may be gone. */
function changesOnly(
  entry: MpuTableEntry,
  before: readonly MpuTableEntry[],
  now: readonly MpuTableEntry[],
): boolean {
  const others = (table: readonly MpuTableEntry[]): MpuTableEntry[] =>
    table.filter(({ index }) => index !== entry.index);
  return isSameTable(others(before), others(now));
}

/**
 * Judges which region an update was taken to mean. Whether it was to succeed there is left to
 * others.
 */
export function byMatch(
  { step, shown }: ScriptMoment,
  update: Update,
  { tableBefore, found }: ScriptAccount,
): Verdict {
  if (step.step === 'map-pages' && isMisplaced(step)) return Verdict.NotConcerned;
  // What has a page only in part is another matter (MPU-X-030).
  if (!found || update.does === 'containing') return Verdict.NotConcerned;
  const isUnchanged = isSameTable(tableBefore, shown.table);
  if (found.entry) return holds(changesOnly(found.entry, tableBefore, shown.table));
  if (found.match === 'overlap') return holds(wasInvalid(shown) && isUnchanged);
  switch (update.does) {
    case 'unmap':
      return holds(wasInvalid(shown) && isUnchanged);
    case 'map':
      if (shown.result !== 'ok') return holds(shown.result === withoutRegion(step) && isUnchanged);
      return holds(changed(tableBefore, shown.table).length === 1);
    default:
      // Nothing is left of a copy; whether what is not mapped can be modified: MPU-X-029.
      return Verdict.NotConcerned;
  }
}
