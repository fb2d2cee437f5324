import { MpuAccess } from '../../../models/contract/mpu-encoded';
import { holds, Verdict } from '../../requirement';
import { granulesOf } from '../boot-regions';
import { permits } from '../probe';
import type { RegionView } from '../registers';
import { isInverted } from '../registers';
import { onHypervisor } from '../requirement';
import type { Span } from '../script-account';
import { isEmpty } from '../script-account';

function reaches({ base, limit }: RegionView, { start, end }: Span): boolean {
  return base < end && start <= limit;
}

export default onHypervisor({
  id: 'MPU-X-041',
  title:
    'Once init memory is free, no region of the assembly is executable but text, no region ' +
    'reaches into the memory that was freed, BSS is covered, and a region that has nothing left ' +
    'is disabled',
  source: 'digest 2.5: free_init_memory',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'boot' || step.phase !== 'free-init-memory' || shown.result !== 'ok') {
      return Verdict.NotConcerned;
    }
    const { el2, sections, fixed } = account;
    const view = { stage: 1, mpu: el2, owner: true } as const;
    const regions = el2.enabled();
    const isOfBoot = ({ index }: RegionView): boolean =>
      fixed.all().some((one) => one.index === index && one.name !== 'text');
    const isExecutable = regions.some(
      (region) => isOfBoot(region) && permits(view, MpuAccess.Execute, region),
    );
    // A granule that BSS begins in stays, if it has nothing in it, too.
    const kept = granulesOf(sections.bss).base;
    const initData = { ...sections.initData, end: Math.min(sections.initData.end, kept) };
    const isFree = [sections.initText, initData].every(
      (span) => isEmpty(span) || !regions.some((region) => reaches(region, span)),
    );
    const { base, limit } = granulesOf(sections.bss);
    const isCovered =
      isEmpty(sections.bss) ||
      regions.filter((region) => region.base <= base && limit <= region.limit).length === 1;
    return holds(!isExecutable && isFree && isCovered && !regions.some(isInverted));
  },
});
