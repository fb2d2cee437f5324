import { divergence } from '../divergence';
import { ACKNOWLEDGES, ACTIVE_READS, HPPIR_READS, RPR_READS } from '../events';

export default divergence({
  id: 'DIV-09',
  title: 'Binary point or EOImode changed while interrupts are active',
  rule: 'Generated mostly when idle; what follows a change while active is not compared',
  handledBy: 'comparison',
  changesState: true,
  explains(a, b, account) {
    void b;
    const decides = [ACKNOWLEDGES, HPPIR_READS, RPR_READS, ACTIVE_READS].some((reads) =>
      reads.includes(a.register),
    );
    if (!decides) return false;
    const iface = account.interface(a.vcpu, a.interface);
    return iface.bprChangedWhileActive || iface.eoiModeChangedWhileActive;
  },
});
