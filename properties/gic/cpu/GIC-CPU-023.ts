import { visibleGroups } from '../../active-priorities';
import { ACKNOWLEDGES } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { acknowledgeVerdict } from '../../scenarios';

export default requirement({
  id: 'GIC-CPU-023',
  title:
    'IAR returns 1022 for a Group 1 interrupt with AckCtl 0; AIAR returns 1023 for one of Group 0; 1020 and 1021 are never returned',
  source: 'GICC_IAR, GICC_AIAR, GICV_IAR, GICV_AIAR (H)',
  applies: { gic: [2], groups: true },
  strength: 'after-barrier',
  on: ACKNOWLEDGES,
  check(m, account) {
    if (m.acknowledged === 1020 || m.acknowledged === 1021) return Verdict.Broken;
    const e = account.evaluate(m.vcpu, m.interface);
    // Concerned if what is returned must, or on a tie may, be special.
    const best = (e.best0 ? 1 : 0) | (e.best1 ? 2 : 0);
    const signalled = (e.signal0 ? 1 : 0) | (e.signal1 ? 2 : 0);
    const visible = visibleGroups(account, m);
    if (best !== 0 && signalled === best && (best & ~visible) === 0) return Verdict.NotConcerned;
    return acknowledgeVerdict(account, m);
  },
});
