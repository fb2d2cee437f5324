import { StepKind } from '../../models/contract/encoded';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-19',
  title: 'Extra spurious acknowledges, maintenance interrupts and wake-ups',
  rule: 'Counts are not compared; a WFI may wake without need',
  handledBy: 'comparison',
  differences: ['DIFF-43'],
  explains(a, b, account) {
    if (a.kind !== StepKind.Wfi) return false;
    // A missed wake-up is no freedom.
    return [0, 1].every((iface) => {
      const e = account.evaluate(b.vcpu, iface);
      return e.uncertain || (!e.signal0 && !e.signal1);
    });
  },
});
