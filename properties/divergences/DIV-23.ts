import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-23',
  title: 'Caching of LPI configuration bytes',
  rule: 'Either value before SYNC',
  handledBy: 'later',
});
