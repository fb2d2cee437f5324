import { Register } from '../../models/architecture/registers';
import { divergence } from '../divergence';

/** GICD_CTLR: the two group enables. */
const GROUP_ENABLES = 3;

export default divergence({
  id: 'DIV-20',
  title: 'A view with both groups, or the Non-secure view with Group 1 only',
  rule: 'Compare with the group fixed',
  handledBy: 'comparison',
  explains(a, b, { interrupts, machine }) {
    if (interrupts.bothGroups || a.register !== Register.GICD_CTLR) return false;
    // The enable of the group that all interrupts are in has to agree.
    const own = machine.gic === 3 ? 2 : 1;
    return ((a.low ^ b.low) & ~(GROUP_ENABLES & ~own)) === 0 && a.outcome === b.outcome;
  },
});
