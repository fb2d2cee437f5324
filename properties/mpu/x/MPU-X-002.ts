import { holds, Verdict } from '../../requirement';
import { bootRegions } from '../boot-regions';
import type { RegionView } from '../registers';
import { onHypervisor } from '../requirement';
import type { Span } from '../script-account';
import { isEmpty } from '../script-account';
import { overlapping } from '../table';

function has({ base, limit }: RegionView, { start, end }: Span): boolean {
  return base <= start && end - 1 <= limit;
}

export default onHypervisor({
  id: 'MPU-X-002',
  title:
    'The regions of the assembly are text, rodata, data, init text, init data with BSS, and the ' +
    'early UART, in this order and without gaps in the numbers; they are disjoint, and every ' +
    'section is in exactly one of them',
  source: 'digest 2.2: arm64/mpu/head.S, arm32/mpu/head.S: enable_boot_cpu_mm',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'boot' || step.phase !== 'assembly' || shown.result !== 'ok')
      return Verdict.NotConcerned;
    const { el2, layout, sections } = account;
    const regions = el2.enabled();
    const expected = bootRegions(layout);
    const isOrdered =
      regions.length === expected.length &&
      expected.every(({ span }, n) => regions[n].index === n && has(regions[n], span));
    const areWhole = Object.values(sections).every(
      (span) => isEmpty(span) || regions.filter((region) => has(region, span)).length === 1,
    );
    return holds(isOrdered && areWhole && overlapping(el2).length === 0);
  },
});
