import { MpuOutcome } from '../../../models/contract/mpu-encoded';
import { holds, Verdict } from '../../requirement';
import { isProbe, viewOf } from '../probe';
import { onProcessor } from '../requirement';

const NON_CACHEABLE = 0x44;
const OUTER = 2;
const RESERVED = 1;

const isDevice = (type: number): boolean => (type & 0xf0) === 0;

/** The wider of shareabilities. */
function widest(shareabilities: readonly number[]): number {
  return [OUTER, 3].find((sh) => shareabilities.includes(sh)) ?? 0;
}

export default onProcessor({
  id: 'MPU-A-023',
  title:
    'Device memory in either stage is Device, the more restrictive of two; it and Non-cacheable memory ' +
    'are outer shareable, other memory as SH says, the wider of two stages',
  source: 'DDI 0568, DDI 0600: combination of attributes (C)',
  formats: [32, 64],
  check(m, account) {
    if (!isProbe(m, account) || m.outcome !== MpuOutcome.Allowed) return Verdict.NotConcerned;
    const { stage1, stage2 } = viewOf(account, m);
    const stages = stage2 ? [stage1, stage2] : [stage1];
    if (stages.some(({ finds }) => finds !== 'region')) return Verdict.NotConcerned;
    const types = stages.map(({ mpu, matching }) => mpu.memoryType(matching[0].attribute));
    const shareabilities = stages.map(({ matching }) => matching[0].sh);
    if (shareabilities.includes(RESERVED)) return Verdict.NotConcerned;
    const [shownType, shownSh] = [m.shownLow & 0xff, m.shownLow >>> 8];
    const devices = types.filter(isDevice);
    if (devices.length > 0) {
      return holds(shownType === Math.min(...devices) && shownSh === OUTER);
    }
    if (types.includes(NON_CACHEABLE)) {
      return holds(shownType === NON_CACHEABLE && shownSh === OUTER);
    }
    // Inner and outer cacheability may make Non-cacheable memory of two stages that are not.
    return holds(shownSh === (shownType === NON_CACHEABLE ? OUTER : widest(shareabilities)));
  },
});
