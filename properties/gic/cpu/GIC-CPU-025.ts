import { ACKNOWLEDGES } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-CPU-025',
  title:
    'IAR holds the INTID in [9:0] and, for SGIs only, the source CPUID in [12:10]; all else is 0',
  source: 'GICC_IAR, GICC_AIAR, GICV_IAR, GICV_AIAR (H)',
  applies: { gic: [2] },
  strength: 'after-barrier',
  on: ACKNOWLEDGES,
  check(m, account) {
    if (m.acknowledged > 15) return holds((m.low & ~0x3ff) === 0);
    if ((m.low & ~0x1fff) !== 0) return Verdict.Broken;
    if (m.interface === 1) {
      const lrs = account.listRegisters[m.vcpu];
      const n = m.listRegister;
      if (n < 0 || lrs.unknown[n]) return Verdict.NotConcerned;
      return holds(m.source === lrs.source[n]);
    }
    if (m.source >= account.machine.vcpus) return Verdict.Broken;
    const i = account.interrupts;
    if ((i.unknown[m.vcpu] >>> m.acknowledged) & 1) return Verdict.NotConcerned;
    return holds(((i.sources[m.vcpu * 16 + m.acknowledged] >>> m.source) & 1) !== 0);
  },
});
