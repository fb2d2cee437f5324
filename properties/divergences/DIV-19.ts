import { StepKind } from '../../models/contract/encoded';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-19',
  title: 'Extra spurious acknowledges, maintenance interrupts and wake-ups',
  rule: 'Counts are not compared; a WFI may wake without need',
  handledBy: 'comparison',
  explains(a, b, account) {
    void account;
    return a.kind === StepKind.Wfi && b.kind === StepKind.Wfi;
  },
});
