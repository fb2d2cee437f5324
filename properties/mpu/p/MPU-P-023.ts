import { holds, Verdict } from '../../requirement';
import { isSpan } from '../arrangement';
import { memoryOf } from '../table';
import { onHypervisor } from '../requirement';

/** AP */
const RW_EL2 = 0;
const RW_ALL = 1;
const RO_ALL = 3;
/** AP[0]: EL1 and EL0 may access it, too. */
const FOR_GUESTS = 1;
/** XN[0]: EL1 and EL0 may not execute. */
const GUEST_XN = 1;

export default onHypervisor({
  id: 'MPU-P-023',
  title:
    'A domain may read, write and execute its memory, or read and execute it, and read and write ' +
    'its devices as device memory; what Xen emulates for it is for EL2 alone, and so is what has ' +
    'the invalid type',
  source: 'digest 3.2: p2m_set_permission',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'switch' || shown.result !== 'ok') return Verdict.NotConcerned;
    const { el2, arrangement, layout } = account;
    const regions = arrangement
      .p2m(layout, step.domain)
      .map(
        ([type, span]) => [type, el2.enabled().filter((region) => isSpan(region, span))] as const,
      );
    // What is not there, or twice, is another matter (MPU-P-020).
    const found = regions.filter(([, { length }]) => length === 1);
    if (found.length === 0) return Verdict.NotConcerned;
    return holds(
      found.every(([type, [{ ap, xn, attribute }]]) => {
        const isDevice = memoryOf(el2.memoryType(attribute)) === 'device';
        const mayExecute = (xn & GUEST_XN) === 0;
        switch (type) {
          case 'ram_rw':
            return ap === RW_ALL && mayExecute && !isDevice;
          case 'ram_ro':
            return ap === RO_ALL && mayExecute && !isDevice;
          case 'mmio_direct_dev':
            return ap === RW_ALL && !mayExecute && isDevice;
          case 'dev_rw':
            return ap === RW_EL2 && isDevice;
          case 'invalid':
            return (ap & FOR_GUESTS) === 0;
        }
      }),
    );
  },
});
