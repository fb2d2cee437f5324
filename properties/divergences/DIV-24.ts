import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-24',
  title: 'First KiB of pending tables, ITS table formats, GITS_TYPER limits',
  rule: 'Not compared',
  handledBy: 'later',
  differences: ['DIFF-41'],
});
