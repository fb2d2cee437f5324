import { holdsAtStake, Verdict } from '../../requirement';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-063',
  title:
    'A domain with an MPU at EL1 is made only with static memory and direct map, one with an MMU ' +
    'only where EL1 can have VMSA; others are. What the property says else is in no layout',
  source: 'digest 2.7: domU property v8r_el1_msa',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'create-domain' || shown.result === 'skipped') return Verdict.NotConcerned;
    const { layout, machine } = account;
    const { el1, memory, directMap } = layout.domains[step.domain];
    const isAllowed =
      el1 === 'mpu' ? memory.length > 0 && directMap : machine.format === 64 && machine.vmsa;
    return holdsAtStake(isAllowed === (shown.result === 'ok'), !isAllowed);
  },
});
