import { Register } from '../../models/architecture/registers';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-16',
  title: 'Whether an EOIR that drops no priority counts in EOIcount',
  rule: 'EOIcount is not compared after one',
  handledBy: 'comparison',
  changesState: true,
  explains(a, b, account) {
    void b;
    const hcr = a.register === Register.GICH_HCR || a.register === Register.ICH_HCR_EL2;
    const misr = a.register === Register.GICH_MISR || a.register === Register.ICH_MISR_EL2;
    return (hcr || misr) && account.listRegisters[a.vcpu].eoiCountUnknown;
  },
});
