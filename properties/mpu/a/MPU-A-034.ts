import { holds, Verdict } from '../../requirement';
import { MSA } from '../registers';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-A-034',
  title:
    'While a vCPU runs, VTCR_EL2.MSA selects the memory system of its domain, where EL1 can have both',
  source: 'DDI 0600 VTCR_EL2.MSA; TTBR and TCR are not part of the machines that are tested',
  formats: [64],
  designs: ['upstream', '2023'],
  on: 'step',
  check(_m, { machine, running, layout, vtcr }) {
    const domain = running && layout.domains[running.domain];
    if (!machine.vmsa || !domain) return Verdict.NotConcerned;
    return holds(((vtcr & MSA) !== 0) === (domain.el1 === 'mmu'));
  },
});
