import { MpuAccess } from '../../../models/contract/mpu-encoded';
import { holds, Verdict } from '../../requirement';
import { permits } from '../probe';
import type { RegionView } from '../registers';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-003',
  title: 'No region of the assembly is both writable and executable',
  source: 'digest 2.2: REGION_TEXT_PRBAR of asm/arm64/mpu/sysregs.h and asm/arm32/mpu/sysregs.h',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'boot' || step.phase !== 'assembly' || shown.result !== 'ok')
      return Verdict.NotConcerned;
    const view = { stage: 1, mpu: account.el2, owner: true } as const;
    const isBoth = (region: RegionView): boolean =>
      permits(view, MpuAccess.Write, region) && permits(view, MpuAccess.Execute, region);
    return holds(!account.el2.enabled().some(isBoth));
  },
});
