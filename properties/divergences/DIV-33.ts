import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-33',
  title: 'Active interrupts kept in list registers or spilled',
  rule: 'Guest traces are compared only',
  handledBy: 'later',
});
