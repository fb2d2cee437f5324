import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-13',
  title: "ITARGETSR of 0: holding the interrupt is the architecture's answer",
  rule: 'Ignoring the write or choosing a PE is a known deviation, never explained away',
  handledBy: 'later',
});
