import { Mark } from '../account/marks';
import { ACKNOWLEDGES } from '../events';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-30',
  title: 'A level line that glitches without being acknowledged',
  rule: 'Delivered or 1023, unless the drop happened before the last entry',
  handledBy: 'comparison',
  changesState: true,
  explains(a, b, account) {
    if (!ACKNOWLEDGES.includes(a.register) || a.interface !== 0 || account.settled) return false;
    return [a, b].some((m) => m.instance >= 0 && account.interrupts.has(Mark.LineFell, m.instance));
  },
});
