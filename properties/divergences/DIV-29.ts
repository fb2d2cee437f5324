import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-29',
  title: 'SEIS and error reporting (STATUSR)',
  rule: 'Not compared',
  handledBy: 'generator',
});
