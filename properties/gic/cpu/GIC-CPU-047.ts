import { Outcome } from '../../../models/contract/observation';
import { Register, registers } from '../../../models/architecture/registers';
import { reading, writing } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

/** System registers of which every number exists; APRs and LRs depend on the implementation. */
const existing = registers.flatMap((entry, id) =>
  entry.frame === undefined && entry.count === 1 ? [id] : [],
);

export default requirement({
  id: 'GIC-CPU-047',
  title:
    'With the system-register interface ICC_SRE_EL1.SRE reads 1, ICH_VMCR_EL2.VFIQEn is 1, and the registers can be accessed',
  source: 'ICC_SRE_EL1, ICH_VMCR_EL2 (H)',
  applies: { gic: [3] },
  strength: 'between-barriers',
  on: [...reading(...existing), ...writing(...existing)],
  allOutcomes: true,
  check(m) {
    const { access } = registers[m.register];
    if (access === (m.isWrite ? 'RO' : 'WO')) return Verdict.NotConcerned;
    if (m.outcome === Outcome.Undefined || m.outcome === Outcome.Abort) return Verdict.Broken;
    if (m.isWrite || m.outcome !== Outcome.Value) return Verdict.NotConcerned;
    if (m.register === Register.ICC_SRE_EL1) return holds((m.low & 1) === 1);
    if (m.register === Register.ICH_VMCR_EL2) return holds(((m.low >>> 3) & 1) === 1);
    return Verdict.NotConcerned;
  },
});
