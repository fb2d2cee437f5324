import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-01',
  title: 'Number of list registers, priority bits, preemption bits, INTID bits',
  rule: 'Make both machines alike; compare nothing that depends on them otherwise',
  handledBy: 'machine',
});
