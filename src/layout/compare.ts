import type { MpuLayout } from '../../models/contract/mpu-layout';
import type { MappingCosts } from '../../models/xen-mpu';
import { compareGuestMemory, regionsNeeded } from '../../models/xen-mpu';
import type { MpuComparison, MpuComparisonTotal } from '../../reports/schema/mpu-comparison';
import { layoutOf } from './board';
import type { Given } from './input';
import { filesOf, takeIn } from './input';

function totalOf(rows: readonly MappingCosts[], one: 'section' | 'onDemand'): MpuComparisonTotal {
  const costs = rows.map((row) => row[one]);
  const regions = costs.map((cost) => cost.regions);
  return {
    least: Math.min(...regions),
    most: Math.max(...regions),
    operations: costs.reduce((sum, { mapped, unmapped }) => sum + mapped + unmapped, 0),
  };
}

/** What the board does not say although a guest memory section cannot do without. */
function lacking({ guestSections, bootModuleSections, bootModules, domains }: MpuLayout): string[] {
  const lacks: string[] = [];
  if (guestSections.length === 0 && domains.length > 0) lacks.push('mpu,guest-memory-section');
  if (bootModuleSections.length === 0 && bootModules.length > 0) {
    lacks.push('mpu,boot-module-section');
  }
  return lacks.map((name) => `/chosen has no ${name}, without which there is no section to map`);
}

/**
 * Compares, for a board, a guest memory section with mapping guest memory on demand, in the design of
 * February 2023.
 * @throws InputError if a file is wrong
 */
export function compareBoard(given: Given): MpuComparison {
  const { board, machine, remarks } = takeIn(given);
  const layout = layoutOf(board);
  const needs = {
    section: regionsNeeded(machine, layout, 'section'),
    onDemand: regionsNeeded(machine, layout, 'on-demand'),
  };
  const { section, onDemand } = needs;
  const comparison: MpuComparison = {
    format: 'lockstep-mpu-comparison-1',
    files: filesOf(given),
    machine,
    scenarios: compareGuestMemory(machine, layout),
    needs,
    remarks: [...remarks, ...lacking(layout)],
  };
  if (!('regions' in section && 'regions' in onDemand)) return comparison;
  const regions = Math.max(section.regions, onDemand.regions);
  const rows = compareGuestMemory({ ...machine, el2Regions: regions }, layout);
  const enough = { section: totalOf(rows, 'section'), onDemand: totalOf(rows, 'onDemand') };
  return { ...comparison, enough: { regions, ...enough } };
}
