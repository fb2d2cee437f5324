import { Outcome } from '../../../models/contract/observation';
import { Register, registers } from '../../../models/architecture/registers';
import { reading, writing } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

const TC = 1 << 10;
const TALL0 = 1 << 11;
const TALL1 = 1 << 12;
const TDIR = 1 << 14;

/** The bit of ICH_HCR_EL2 that traps a register, without TDIR. */
function trapOf(name: string): number {
  if (/^ICV_(PMR|RPR|CTLR|DIR)_/.test(name)) return TC;
  return /^ICV_(IAR0|EOIR0|HPPIR0|BPR0|AP0R#|IGRPEN0)_/.test(name) ? TALL0 : TALL1;
}

const virtual = registers.flatMap(({ name }, id) => (name.startsWith('ICV_') ? [id] : []));
const trappedBy = Int32Array.from(registers, ({ name }) => trapOf(name));

export default requirement({
  id: 'GIC-HCR-010',
  title: 'ICV accesses trap to EL2 as TC, TALL0, TALL1 and TDIR say, and only then',
  source: 'IHI 0069 ICH_HCR_EL2.{TC, TALL0, TALL1, TDIR}, ICH_VTR_EL2.TDS (H)',
  applies: { gic: [3], listRegisterInterface: true },
  strength: 'between-barriers',
  on: [...reading(...virtual), ...writing(...virtual)],
  allOutcomes: true,
  check(m, account) {
    const { hcr, hcrKnown } = account.listRegisters[m.vcpu];
    const trapped = m.outcome === Outcome.Trap;
    if (!hcrKnown || (!trapped && m.outcome !== Outcome.Value && m.outcome !== Outcome.None)) {
      return Verdict.NotConcerned;
    }
    if (!trapped && (hcr & (TC | TALL0 | TALL1 | TDIR)) === 0) return Verdict.NotConcerned;
    if ((hcr & trappedBy[m.register]) !== 0) return holds(trapped);
    if (m.register !== Register.ICV_DIR_EL1 || (hcr & TDIR) === 0) return holds(!trapped);
    const vtr = account.identification[Register.ICH_VTR_EL2];
    if (vtr < 0) return Verdict.NotConcerned;
    return holds(trapped === ((vtr >>> 19) % 2 === 1));
  },
});
