import { holdsAtStake, Verdict } from '../../requirement';
import { mayChangeEl1 } from '../el1-switch';
import { MSA } from '../registers';
import { onHypervisor } from '../requirement';
import { ScriptAccount } from '../script-account';

export default onHypervisor({
  id: 'MPU-A-034',
  title:
    'While a vCPU runs, VTCR_EL2.MSA selects the memory system of its domain, where EL1 can have ' +
    'both; with VMSA, TCR_EL1, TTBR0_EL1 and TTBR1_EL1 have what it wrote to them',
  source: 'DDI 0600 VTCR_EL2.MSA',
  formats: [64],
  designs: ['upstream', '2023'],
  on: 'step',
  check(m, account) {
    const { machine, running, layout, vtcr, others, guests } = account;
    const domain = running && layout.domains[running.domain];
    if (!machine.vmsa || !domain) return Verdict.NotConcerned;
    const isVmsa = domain.el1 === 'mmu';
    if (((vtcr & MSA) !== 0) !== isVmsa) return Verdict.Broken;
    const written = guests.get(ScriptAccount.key(running))?.translation ?? [];
    const isKept =
      !isVmsa ||
      [...written].every(([register, { low, high }]) => {
        const now = others.get(register);
        return now?.low === low && now.high === high;
      });
    return holdsAtStake(isKept, mayChangeEl1(m, account));
  },
});
