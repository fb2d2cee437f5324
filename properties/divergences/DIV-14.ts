import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-14',
  title: 'ITARGETSR read-back where only one target bit is supported',
  rule: 'A known deviation, never explained away',
  handledBy: 'later',
});
