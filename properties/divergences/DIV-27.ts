import { StepKind } from '../../models/contract/encoded';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-27',
  title: 'Unsupported size or reserved offset: RAZ/WI or external abort',
  rule: 'Not compared',
  handledBy: 'comparison',
  differences: ['DIFF-29'],
  explains(a, b, account) {
    void account;
    void b;
    const raw = a.kind === StepKind.RawRead || a.kind === StepKind.RawWrite;
    return raw && a.register < 0;
  },
});
