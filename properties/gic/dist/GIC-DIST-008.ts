import { Register, registers } from '../../../models/architecture/registers';
import type { Account } from '../../account/account';
import type { Moment } from '../../account/moment';
import { reading } from '../../events';
import { bitsAre, holds, requirement, Verdict } from '../../requirement';

const distributor = registers.flatMap((entry, id) =>
  entry.frame === 'GICD' && entry.interruptsPerRegister > 1 ? [id] : [],
);

/** The redistributor's bits were not changed by writes to the distributor's. */
function untouched(m: Moment, account: Account): Verdict {
  if (!account.legacyWritten) return Verdict.NotConcerned;
  const i = account.interrupts;
  const known = ~i.unknown[m.word];
  switch (m.register) {
    case Register.GICR_ISENABLER0:
    case Register.GICR_ICENABLER0:
      return bitsAre(m.low, i.enabled[m.word], known & i.enableKnown[m.word]);
    case Register.GICR_ISACTIVER0:
    case Register.GICR_ICACTIVER0:
      return bitsAre(m.low, i.active[m.word], known);
    default:
      return bitsAre(m.low, i.pending(m.word), known);
  }
}

export default requirement({
  id: 'GIC-DIST-008',
  title:
    'With affinity routing the GICD bits of INTID 0-31, ITARGETSR and the SGI registers are RES0',
  source: 'IHI 0069 GICD_CTLR.ARE (H)',
  applies: { gic: [3] },
  strength: 'after-barrier',
  on: [
    ...reading(...distributor),
    ...reading(Register.GICR_ISENABLER0, Register.GICR_ICENABLER0),
    ...reading(Register.GICR_ISPENDR0, Register.GICR_ICPENDR0),
    ...reading(Register.GICR_ISACTIVER0, Register.GICR_ICACTIVER0),
  ],
  check(m, account) {
    const { frame, interruptsPerRegister } = registers[m.register];
    if (frame === 'GICR') return untouched(m, account);
    if (m.register !== Register.GICD_ITARGETSR) {
      const first = m.size === 1 ? m.index : m.index * interruptsPerRegister;
      if (first >= 32) return Verdict.NotConcerned;
    }
    return holds(m.low === 0);
  },
});
