import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-21',
  title: 'Writability of GICD_IGROUPR on GICv2 without grouping',
  rule: 'Not compared',
  handledBy: 'machine',
});
