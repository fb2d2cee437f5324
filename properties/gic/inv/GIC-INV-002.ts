import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-INV-002',
  title:
    'No duplication: each activation has a stimulus of its own (edge), or line or latch since the last deactivation (level)',
  source: 'derived from GIC-LC-021; IHI 0048 3.2.2, IHI 0069 interrupt state machine',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: CPU_ACKNOWLEDGES,
  check(m, account) {
    const i = account.interrupts;
    const n = m.instance;
    if (n < 0 || (i.unknown[n >> 5] >>> (n & 31)) & 1) return Verdict.NotConcerned;
    if ((i.level[n >> 5] >>> (n & 31)) & 1) return holds(i.has(Mark.PendingSinceInactive, n));
    if (i.machine.gic === 2 && m.acknowledged < 16) {
      return holds(((i.sources[m.vcpu * 16 + m.acknowledged] >>> m.source) & 1) !== 0);
    }
    return holds(i.credit[n] > 0);
  },
});
