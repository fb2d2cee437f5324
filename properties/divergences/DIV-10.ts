import { Register } from '../../models/architecture/registers';
import { ROUTE_NOWHERE } from '../account/interrupt-state';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-10',
  title: 'GICD_IROUTER naming a PE that does not exist',
  rule: 'Held or sent elsewhere, read-back either; not lost once a valid route is written',
  handledBy: 'comparison',
  differences: ['DIFF-25'],
  changesState: true,
  explains(a, b, account) {
    void b;
    if (a.register !== Register.GICD_IROUTER || a.index < 32) return false;
    const instance = account.interrupts.instance(a.index, 0);
    return instance >= 0 && account.interrupts.route[instance] === ROUTE_NOWHERE;
  },
});
