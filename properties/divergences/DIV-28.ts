import { Register } from '../../models/architecture/registers';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-28',
  title: 'GICR_WAKER implemented or RAZ/WI',
  rule: 'Not compared',
  handledBy: 'comparison',
  changesState: true,
  explains(a, b, account) {
    void account;
    void b;
    return a.register === Register.GICR_WAKER;
  },
});
