import { Outcome } from '../../../models/contract/observation';
import { Register } from '../../../models/architecture/registers';
import { reading, writing } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-DIST-002',
  title: '64-bit registers accept 64-bit accesses and aligned 32-bit accesses of a half',
  source: 'IHI 0069 GICD_IROUTER<n>, GICR_TYPER (C)',
  applies: { gic: [3] },
  strength: 'after-barrier',
  on: [...reading(Register.GICD_IROUTER, Register.GICR_TYPER), ...writing(Register.GICD_IROUTER)],
  allOutcomes: true,
  check(m, account) {
    if (m.size !== 4 && m.size !== 8) return Verdict.NotConcerned;
    const router = m.register === Register.GICD_IROUTER;
    if (router && m.word < 0) return Verdict.NotConcerned;
    if (m.outcome !== (m.isWrite ? Outcome.None : Outcome.Value)) return Verdict.Broken;
    if (!router || m.isWrite) return Verdict.Held;
    const i = account.interrupts;
    const instance = i.instance(m.index, 0);
    // Affinity fields are exact only if both halves are known to name one PE that exists.
    if (instance < 0 || account.routerHalves[instance] !== 3 || i.route[instance] < 0) {
      return Verdict.NotConcerned;
    }
    const low = account.routerLow[instance];
    const high = account.routerHigh[instance];
    if (m.size === 4) {
      return holds(m.aux === 1 ? (m.low & 0xff) === high : (m.low & 0x80ffffff) === low);
    }
    return holds((m.low & 0x80ffffff) === low && (m.high & 0xff) === high);
  },
});
