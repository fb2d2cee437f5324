import { Register } from '../../models/architecture/registers';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-36',
  title: 'What GICD_ITARGETSR of SPIs reads before it is written',
  rule: 'IMPLEMENTATION DEFINED at reset (IHI 0048 4.3.12): not compared until written',
  handledBy: 'comparison',
  explains(a, b, { interrupts }) {
    if (a.register !== Register.GICD_ITARGETSR || a.word < interrupts.vcpus) return false;
    if (a.outcome !== b.outcome) return false;
    const first = (a.size === 1 ? a.index : a.index * 4) & 31;
    for (let n = 0; n < a.size; n++) {
      const isOpen = ((interrupts.routeUnknown[a.word] >>> (first + n)) & 1) !== 0;
      if (!isOpen && (((a.low ^ b.low) >>> (8 * n)) & 0xff) !== 0) return false;
    }
    return true;
  },
});
