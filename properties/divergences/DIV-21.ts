import { GROUP_READS } from '../events';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-21',
  title: 'Writability of GICD_IGROUPR on GICv2 without grouping',
  rule: 'Not compared',
  handledBy: 'comparison',
  differences: ['DIFF-53'],
  explains(a, b, { interrupts }) {
    return !interrupts.bothGroups && GROUP_READS.includes(a.register) && a.outcome === b.outcome;
  },
});
