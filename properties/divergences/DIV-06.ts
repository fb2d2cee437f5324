import { CONFIGURATION_READS } from '../events';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-06',
  title: 'Writability of ICFGR1, and the low bit of each ICFGR field',
  rule: 'They are not compared',
  handledBy: 'comparison',
  differences: ['DIFF-28'],
  explains(a, b, account) {
    void account;
    if (!CONFIGURATION_READS.includes(a.register)) return false;
    return a.index === 1 || ((a.low ^ b.low) & 0xaaaaaaaa) === 0;
  },
});
