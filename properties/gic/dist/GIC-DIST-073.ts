import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { takesMarked } from '../../scenarios';

export default requirement({
  id: 'GIC-DIST-073',
  title: 'An SGI set pending through SPENDSGIR bit s is acknowledged with CPUID s',
  source: 'IHI 0048 4.4.4 GICC_IAR, 4.3.17 GICD_SPENDSGIR (H)',
  applies: { gic: [2] },
  strength: 'after-barrier',
  on: CPU_ACKNOWLEDGES,
  check(m, account) {
    const i = account.interrupts;
    if (m.instance >= 0 && m.acknowledged < 16 && i.has(Mark.SetBySpendsgir, m.instance)) {
      if ((i.unknown[m.vcpu] >>> m.acknowledged) & 1) return Verdict.NotConcerned;
      const sources = i.sources[m.vcpu * 16 + m.acknowledged];
      return (sources >>> m.source) & 1 ? Verdict.Held : Verdict.Broken;
    }
    return takesMarked(account, m, Mark.SetBySpendsgir);
  },
});
