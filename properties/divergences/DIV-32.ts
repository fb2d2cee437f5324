import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-32',
  title: 'Active and pending software level interrupts kept as State 11 or held back until EOI',
  rule: 'Guest traces are compared only',
  handledBy: 'later',
  differences: ['DIFF-46'],
});
