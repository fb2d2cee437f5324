import { Register } from '../../../models/architecture/registers';
import { ROUTE_ANY, ROUTE_NOWHERE } from '../../account/interrupt-state';
import { CPU_ACKNOWLEDGES, reading } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

const IRM = 0x80000000 | 0;

export default requirement({
  id: 'GIC-DIST-054',
  title: 'IROUTER names exactly the PE of its affinity fields, or with IRM any participating PE',
  source: 'IHI 0069 GICD_IROUTER<n> (H)',
  applies: { gic: [3] },
  strength: 'after-barrier',
  on: [...reading(Register.GICD_IROUTER), ...CPU_ACKNOWLEDGES],
  check(m, account) {
    const i = account.interrupts;
    const instance = m.isAcknowledge ? m.instance : m.index < 32 ? -1 : i.instance(m.index, 0);
    const word = instance >> 5;
    if (word < i.vcpus || (i.routeUnknown[word] >>> (instance & 31)) & 1) {
      return Verdict.NotConcerned;
    }
    const route = i.route[instance];
    if (route === ROUTE_NOWHERE) return Verdict.NotConcerned;
    if (m.isAcknowledge) {
      const participates = (i.routed[m.vcpu * i.words + word] >>> (instance & 31)) & 1;
      return holds(route === ROUTE_ANY ? participates !== 0 : route === m.vcpu);
    }
    const upper = m.size === 4 && m.aux === 1;
    // With IRM = 1 the affinity fields read UNKNOWN.
    if (route === ROUTE_ANY) return upper ? Verdict.NotConcerned : holds((m.low & IRM) !== 0);
    if (upper) return holds(m.low === account.routerHigh[instance]);
    if (m.low !== account.routerLow[instance]) return Verdict.Broken;
    return holds(m.size === 4 || m.high === account.routerHigh[instance]);
  },
});
