import { MpuRegister } from '../../models/contract/mpu-registers';
import type { MpuScriptStep } from '../../models/contract/mpu-script';
import { holds, Verdict } from '../requirement';
import type { ScriptMoment } from './requirement';
import type { ScriptAccount } from './script-account';
import { added, changed, lowestFree } from './table';

export function isAssembly(step: MpuScriptStep): boolean {
  return step.step === 'boot' && step.phase === 'assembly';
}

/**
 * Indices of regions that a step may write: those that it changes, and the next to be taken. What
 * booting moves may be where it belongs already.
 */
function meant({ step, shown }: ScriptMoment, { tableBefore, fixed }: ScriptAccount): Set<number> {
  const gone = added(shown.table, tableBefore);
  const moved = step.step === 'boot' ? fixed.all() : [];
  const regions = [...changed(tableBefore, shown.table), ...gone, ...moved];
  return new Set([...regions.map(({ index }) => index), lowestFree(tableBefore)]);
}

/**
 * Judges how a step selects regions of EL2.
 * @param mayBe what PRSELR may be set to
 */
export function selects(
  m: ScriptMoment,
  account: ScriptAccount,
  mayBe: (to: number) => boolean,
): Verdict {
  const regions = meant(m, account);
  const { el2Before, machine } = account;
  let selected = el2Before.selector;
  let isSettled = true;
  let isConcerned = false;
  for (const access of m.shown.accesses) {
    if (access.does === 'barrier' || access.does === 'isb') isSettled = true;
    if (access.does !== 'write') continue;
    if (access.register === MpuRegister.PRSELR_EL2) {
      const to = access.low & 0xff;
      if (to === selected || !mayBe(to)) return Verdict.Broken;
      selected = to;
      isSettled = false;
      isConcerned = true;
    } else if (
      access.register === MpuRegister.PRBAR_EL2 ||
      access.register === MpuRegister.PRLAR_EL2
    ) {
      // In PMSAv8-64 PRSELR selects the block of the direct registers, too.
      const isSelected = access.index < 0 || machine.format === 64;
      if (!isSettled && isSelected) return Verdict.Broken;
      const region = regionOf(machine.format, selected, access.index);
      if (!regions.has(region)) return Verdict.Broken;
      isConcerned = true;
    }
  }
  return isConcerned ? holds(true) : Verdict.NotConcerned;
}

/** MPU-A-011, MPU-A-012 */
function regionOf(format: 32 | 64, selected: number, direct: number): number {
  if (direct < 0) return selected;
  return format === 32 ? direct : (selected & 0xf0) + direct;
}
