import { Mark } from '../account/marks';
import { ACKNOWLEDGES } from '../events';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-08',
  title: 'Priority write on a pending (old or new value) or active interrupt',
  rule: 'Either until the next activation, never a third value',
  handledBy: 'comparison',
  differences: ['DIFF-21'],
  changesState: true,
  explains(a, b, account) {
    if (!ACKNOWLEDGES.includes(a.register) || a.interface !== 0) return false;
    const mark = Mark.ReprioritisedWhilePending;
    return [a, b].some((m) => m.instance >= 0 && account.interrupts.has(mark, m.instance));
  },
});
