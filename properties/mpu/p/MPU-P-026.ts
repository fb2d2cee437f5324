import { holds, Verdict } from '../../requirement';
import type { Words } from '../registers';
import { onHypervisor } from '../requirement';

const INVALID_VMID = 0;

export default onHypervisor({
  id: 'MPU-P-026',
  title:
    'Every domain has a VMID of its own, which is not the invalid one, and VSCTLR_EL2 has it ' +
    'while the domain runs',
  source: 'digest 3.2, 2.7: p2m_init',
  formats: [32, 64],
  designs: ['upstream', '2023'],
  on: 'step',
  check({ step, shown }, account) {
    if (shown.result !== 'ok') return Verdict.NotConcerned;
    const { machine, arrangement } = account;
    const vmidOf = ({ low, high }: Words): number =>
      machine.format === 64 ? high >>> 16 : (low >>> 16) & 0xff;
    if (step.step === 'create-domain') {
      const vmid = vmidOf(shown);
      const others = [...arrangement.vsctlr.values()].map(vmidOf);
      return holds(vmid !== INVALID_VMID && !others.includes(vmid));
    }
    if (step.step !== 'switch') return Verdict.NotConcerned;
    const wanted = arrangement.vsctlr.get(step.domain);
    if (!wanted) return Verdict.NotConcerned;
    return holds(vmidOf(wanted) === vmidOf({ low: account.vsctlrLow, high: account.vsctlrHigh }));
  },
});
