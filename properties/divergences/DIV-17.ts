import { StepKind } from '../../models/contract/encoded';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-17',
  title: 'Value read from write-only registers and reserved space',
  rule: 'Not compared',
  handledBy: 'comparison',
  explains(a, b, account) {
    void account;
    void b;
    return a.kind === StepKind.RawRead && a.register < 0;
  },
});
