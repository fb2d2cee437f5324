import { Register } from '../../models/architecture/registers';
import { divergence } from '../divergence';

/** GICD_CTLR: the two group enables, and DS, which tells the view. */
const GROUP_ENABLES = 3;
const DS = 1 << 6;

export default divergence({
  id: 'DIV-20',
  title: 'A view with both groups, or the Non-secure view with Group 1 only',
  rule: 'Compare with the group fixed',
  handledBy: 'comparison',
  differences: ['DIFF-27'],
  explains(a, b, { interrupts, machine }) {
    if (interrupts.bothGroups || a.register !== Register.GICD_CTLR) return false;
    // The enable of the group that all interrupts are in has to agree.
    const own = machine.gic === 3 ? 2 : 1;
    const open = (GROUP_ENABLES & ~own) | (machine.gic === 3 ? DS : 0);
    return ((a.low ^ b.low) & ~open) === 0 && a.outcome === b.outcome;
  },
});
