import { holdsAtStake, Verdict } from '../../requirement';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-060',
  title:
    'Stage 2 is set up; in PMSAv8-64 where ID_AA64MMFR0_EL1.MSA is 0xF and MSA_frac 1 or 2, and ' +
    'nowhere else',
  source: 'digest 2.7: arm64/mpu/p2m.c, setup_virt_paging; PMSAv8-32 has nothing to look at',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ step, shown }, { machine }) {
    if (step.step !== 'boot' || step.phase !== 'virtual-paging' || shown.result === 'skipped') {
      return Verdict.NotConcerned;
    }
    const { format, msa = 0xf, msaFrac = 1 } = machine;
    const hasPmsa = format === 32 || (msa === 0xf && (msaFrac === 1 || msaFrac === 2));
    // Where there is PMSA nothing shows that it was looked for.
    return holdsAtStake((shown.result === 'ok') === hasPmsa, format === 32 || !hasPmsa);
  },
});
