import { Register } from '../../../models/architecture/registers';
import { reading } from '../../events';
import { holds, requirement } from '../../requirement';

const LPIS = 1 << 17;

export default requirement({
  id: 'GIC-DIST-015',
  title:
    'GICD_TYPER gives ITLinesNumber, enough IDbits for every INTID, and No1N as it is implemented',
  source: 'IHI 0069 GICD_TYPER (H)',
  applies: { gic: [3] },
  strength: 'between-barriers',
  on: reading(Register.GICD_TYPER),
  check(m, account) {
    const i = account.interrupts;
    const lines = m.low & 31;
    const idBits = ((m.low >>> 19) & 31) + 1;
    const no1N = (m.low >>> 25) & 1;
    // LPIs start at INTID 8192.
    const enough = m.low & LPIS ? idBits >= 14 : 1 << Math.min(idBits, 24) >= 32 * (lines + 1);
    return holds(
      lines === i.words - i.vcpus && enough && no1N === (account.machine.oneOfN ? 0 : 1),
    );
  },
});
