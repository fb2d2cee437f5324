import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-20',
  title: 'A view with both groups, or the Non-secure view with Group 1 only',
  rule: 'Compare with the group fixed',
  handledBy: 'machine',
});
