import { aligned, widthsOf } from '../columns';
import type {
  MpuComparison,
  MpuComparisonCost,
  MpuComparisonNeed,
  MpuComparisonTotal,
} from '../../schema/mpu-comparison';

const SECTION = 'a guest memory section';
const ON_DEMAND = 'mapping on demand';

const title = (text: string): string => text[0].toUpperCase() + text.slice(1);

/** `in use`, `enabled`, `disabled` and how it ended if not well. */
function cells({ regions, mapped, unmapped, result }: MpuComparisonCost): string[] {
  const ended = result === 'ok' ? '' : result;
  return result === 'skipped'
    ? ['', '', '', ended]
    : [...[regions, mapped, unmapped].map(String), ended];
}

function sum(costs: readonly MpuComparisonCost[]): string[] {
  const of = (key: 'mapped' | 'unmapped'): string =>
    String(costs.reduce((all, cost) => all + cost[key], 0));
  return ['', of('mapped'), of('unmapped'), ''];
}

function table({ scenarios }: MpuComparison): string[] {
  const head = ['in use', 'enabled', 'disabled', ''];
  const sections = scenarios.map(({ section }) => section);
  const demands = scenarios.map(({ onDemand }) => onDemand);
  const rows = [
    ['', ...head, ...head],
    ...scenarios.map(({ scenario }, n) => [scenario, ...cells(sections[n]), ...cells(demands[n])]),
    ['all of it', ...sum(sections), ...sum(demands)],
  ];
  const widths = widthsOf(rows);
  // Over the numbers of each of the two.
  const first = widths[0] + 2;
  const second = widths.slice(0, 5).reduce((all, width) => all + width + 2, 0);
  const over = `${' '.repeat(first)}guest memory section`.padEnd(second) + ON_DEMAND;
  return [over, ...rows.map((row) => aligned(row, widths, (column) => column % 4 !== 0))];
}

function needLine(name: string, need: MpuComparisonNeed): string {
  if ('regions' in need) return `${name} needs ${need.regions} regions of EL2`;
  return `${name} goes wrong with any number of regions: ${need.scenario}: ${need.result}`;
}

const range = ({ least, most }: MpuComparisonTotal): string =>
  least === most ? `${most}` : `${least} to ${most}`;

const operations = (n: number): string => `${n} map operation${n === 1 ? '' : 's'}`;

function price(one: MpuComparisonTotal, other: MpuComparisonTotal): string {
  const more = one.operations - other.operations;
  const words =
    more === 0
      ? 'as many map operations'
      : `${operations(Math.abs(more))} ${more < 0 ? 'fewer' : 'more'}`;
  return `it costs ${words} (${one.operations} instead of ${other.operations})`;
}

/** Which of the two uses fewer regions, and what that costs in map operations. */
function verdict({ machine, needs, enough }: MpuComparison): string {
  const { section, onDemand } = needs;
  if (!enough || !('regions' in section) || !('regions' in onDemand)) {
    if ('regions' in section) return `only ${SECTION} goes well`;
    return 'regions' in onDemand ? `only ${ON_DEMAND} goes well` : 'neither of them goes well';
  }
  const ways = [
    { name: SECTION, needs: section.regions, total: enough.section },
    { name: ON_DEMAND, needs: onDemand.regions, total: enough.onDemand },
  ];
  const [one, other] = ways.sort(
    (a, b) => a.needs - b.needs || a.total.most - b.total.most || a.total.least - b.total.least,
  );
  const given = machine.el2Regions < enough.regions ? `with ${enough.regions} regions, ` : '';
  const paid = price(one.total, other.total);
  if (one.needs < other.needs) {
    return `${given}${one.name} needs fewer regions, ${one.needs} instead of ${other.needs}; ${paid}`;
  }
  if (range(one.total) === range(other.total)) {
    return `${given}both need and use as many regions; ${one.name}: ${paid}`;
  }
  return (
    `${given}${one.name} uses fewer regions, ${range(one.total)} instead of ${range(other.total)}, ` +
    `though both need ${one.needs}; ${paid}`
  );
}

/** A comparison for a terminal. */
export function renderComparison(comparison: MpuComparison): string {
  const { files, machine, needs, remarks } = comparison;
  const { format, el1Regions, el2Regions } = machine;
  return [
    `${files.join(', ')}: PMSAv8-${format}, ${el1Regions} EL1 and ${el2Regions} EL2 regions, design of 2023`,
    '"in use": regions of EL2 after it; "enabled", "disabled": map operations',
    '"boot": kernels and device trees of the domains are read, too',
    '',
    ...table(comparison),
    '',
    needLine(title(SECTION), needs.section),
    needLine(title(ON_DEMAND), needs.onDemand),
    ...remarks.map((remark) => `note: ${remark}`),
    title(verdict(comparison)),
    '',
  ].join('\n');
}
