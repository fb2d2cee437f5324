import { holds, Verdict } from '../../requirement';
import { isSpan, p2mSpans } from '../arrangement';
import { memoryOf } from '../table';
import { onHypervisor } from '../requirement';

/** AP */
const RW_EL2 = 0;
const RW_ALL = 1;
/** XN[0]: EL1 and EL0 may not execute. */
const GUEST_XN = 1;

export default onHypervisor({
  id: 'MPU-P-023',
  title:
    'A domain may read, write and execute its memory, and read and write its devices as device ' +
    'memory; what Xen emulates for it is for EL2 alone',
  source: 'digest 3.2: p2m_set_permission',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check({ step, shown }, account) {
    const domain =
      step.step === 'switch' && shown.result === 'ok' && account.layout.domains[step.domain];
    if (!domain) return Verdict.NotConcerned;
    const { el2 } = account;
    const regions = p2mSpans(domain).map(
      ([type, span]) => [type, el2.enabled().filter((region) => isSpan(region, span))] as const,
    );
    // What is not there, or twice, is another matter (MPU-P-020).
    const found = regions.filter(([, { length }]) => length === 1);
    if (found.length === 0) return Verdict.NotConcerned;
    return holds(
      found.every(([type, [{ ap, xn, attribute }]]) => {
        const isDevice = memoryOf(el2.memoryType(attribute)) === 'device';
        if (type === 'memory') return ap === RW_ALL && (xn & GUEST_XN) === 0 && !isDevice;
        if (type === 'device') return ap === RW_ALL && (xn & GUEST_XN) !== 0 && isDevice;
        return ap === RW_EL2 && isDevice;
      }),
    );
  },
});
