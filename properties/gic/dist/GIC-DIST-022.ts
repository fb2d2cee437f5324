import { ENABLE_READS } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

const SGIS = 0xffff;

export default requirement({
  id: 'GIC-DIST-022',
  title: 'SGI enables are permanently set or programmable on GICv2, and programmable on GICv3',
  source: 'IHI 0048 4.3.5 GICD_ISENABLER0; IHI 0069 GICR_ISENABLER0 (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: ENABLE_READS,
  check(m, account) {
    const i = account.interrupts;
    if (m.word < 0 || m.word >= i.vcpus) return Verdict.NotConcerned;
    const known = SGIS & i.enableKnown[m.word] & ~i.unknown[m.word];
    // On GICv2 a bit that was cleared may stay set, but one that was set must be set (DIV-02).
    const concerned = account.machine.gic === 2 ? known & i.enabled[m.word] : known;
    return bitsAre(m.low, i.enabled[m.word], concerned);
  },
});
