import { SPURIOUS } from '../../../models/contract/machine';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'eoir-of-1022-drops',
  title: 'Of the special INTIDs only 1023 is ignored in EOIR and DIR.',
  caughtBy: ['GIC-CPU-027', 'GIC-CPU-030'],
  override(gic) {
    for (const cpu of [...gic.cpus, ...gic.virtual.map((virtual) => virtual.cpu)]) {
      overrideMethod(cpu, 'isSpecial', () => (intid) => intid === SPURIOUS);
    }
  },
});
