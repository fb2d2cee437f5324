import { Register, registers } from '../../../models/architecture/registers';
import { reading } from '../../events';
import { bitsAre, holds, requirement, Verdict } from '../../requirement';

const overInterrupts = registers.flatMap((entry, id) =>
  entry.frame === 'GICD' && entry.interruptsPerRegister > 0 && entry.count > 4 ? [id] : [],
);

/** Two bits for each of 16 interrupts (GICD_ICFGR). */
function fields(interrupts: number): number {
  let mask = 0;
  for (let n = 0; n < 16; n++) if ((interrupts >>> n) & 1) mask |= 3 << (2 * n);
  return mask;
}

export default requirement({
  id: 'GIC-DIST-004',
  title: 'Fields of interrupts that are not implemented read as zero',
  source: 'IHI 0048 register map; IHI 0069 register maps (H)',
  applies: { gic: [2, 3] },
  strength: 'between-barriers',
  on: reading(...overInterrupts),
  check(m, account) {
    const per = registers[m.register].interruptsPerRegister;
    if ((m.size === 1 ? m.index : m.index * per) < 32) return Verdict.NotConcerned;
    if (m.word < 0) return holds(m.low === 0 && (m.size !== 8 || m.high === 0));
    const absent = ~account.interrupts.implemented[m.word];
    if (absent === 0) return Verdict.NotConcerned;
    if (per === 32) return bitsAre(m.low, 0, absent);
    if (m.register !== Register.GICD_ICFGR) return Verdict.NotConcerned;
    return bitsAre(m.low, 0, fields((m.index & 1 ? absent >>> 16 : absent) & 0xffff));
  },
});
