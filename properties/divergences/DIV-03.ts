import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-03',
  title: 'Which PPIs and SPIs exist; absent ones are RAZ/WI',
  rule: 'The intersection is used',
  handledBy: 'machine',
});
