import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-22',
  title: 'EnableLPIs clearable or sticky',
  rule: 'Never cleared',
  handledBy: 'later',
  differences: ['DIFF-42'],
});
