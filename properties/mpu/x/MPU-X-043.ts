import { holdsAtStake, Verdict } from '../../requirement';
import { fdtSpan, pageUp } from '../updates';
import { onHypervisor } from '../requirement';

/** sizeof(struct fdt_header) */
const FDT_HEADER = 40;

export default onHypervisor({
  id: 'MPU-X-043',
  title:
    'When a device tree that is longer than the pages of its header is mapped, exactly one ' +
    'region has it, all of it and to read only',
  source: 'digest 2.5: early_fdt_map',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'boot' || step.phase !== 'early-fdt' || shown.result !== 'ok') {
      return Verdict.NotConcerned;
    }
    const { el2, layout } = account;
    const { start, end } = fdtSpan(layout);
    const near = el2.enabled().filter(({ base, limit }) => base < end && start <= limit);
    if (near.length !== 1) return Verdict.Broken;
    const [{ base, limit, ap }] = near;
    const isMapped = base <= start && end - 1 <= limit && (ap & 2) !== 0;
    // What the pages of the header have all of is mapped once.
    const isLonger = pageUp(Number(layout.fdt.start) + FDT_HEADER) < end;
    return holdsAtStake(isMapped, isLonger);
  },
});
