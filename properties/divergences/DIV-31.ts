import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-31',
  title: 'An edge concurrent with an acknowledge: merged, or pending anew',
  rule: 'Either, when the schedule makes them concurrent',
  handledBy: 'later',
  differences: ['DIFF-33'],
});
