import { Register } from '../../../models/architecture/registers';
import { reading } from '../../events';
import { bitsAre, requirement, Verdict } from '../../requirement';

/** The upper bits of the fields of 16 interrupts. */
function upperBits(interrupts: number): number {
  let bits = interrupts & 0xffff;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  bits = (bits | (bits << 1)) & 0x55555555;
  return bits << 1;
}

export default requirement({
  id: 'GIC-DIST-060',
  title: 'The upper bit of an ICFGR field is 0 for a level and 1 for an edge interrupt',
  source: 'IHI 0048 4.3.13 GICD_ICFGR; IHI 0069 GICD_ICFGR<n> (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: reading(Register.GICD_ICFGR),
  check(m, account) {
    const i = account.interrupts;
    // Writing PPIs is IMPLEMENTATION DEFINED, and SGIs are a requirement of their own.
    if (m.word < i.vcpus) return Verdict.NotConcerned;
    const shift = (m.index & 1) << 4;
    const known = (i.implemented[m.word] & ~i.unknown[m.word]) >>> shift;
    return bitsAre(m.low, upperBits(~i.level[m.word] >>> shift), upperBits(known));
  },
});
