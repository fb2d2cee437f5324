import { Register } from '../../models/architecture/registers';
import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-18',
  title: 'IIDR, implementer, PIDR fields other than ArchRev',
  rule: 'Not compared',
  handledBy: 'comparison',
  explains(a, b, account) {
    void account;
    if (a.register === Register.GICD_IIDR || a.register === Register.GICR_IIDR) return true;
    const pidr = [Register.GICD_ICPIDR2, Register.GICD_PIDR2, Register.GICR_PIDR2] as number[];
    return pidr.includes(a.register) && ((a.low ^ b.low) & 0xf0) === 0;
  },
});
