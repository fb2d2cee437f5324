import { StepKind } from '../../models/contract/encoded';
import { Outcome } from '../../models/contract/observation';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-17',
  title: 'Value read from write-only registers and reserved space',
  rule: 'Not compared',
  handledBy: 'comparison',
  explains(a, b, account) {
    void account;
    const both = a.outcome === Outcome.Value && b.outcome === Outcome.Value;
    return both && a.kind === StepKind.RawRead && a.register < 0;
  },
});
