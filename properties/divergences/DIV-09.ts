import { divergence } from '../divergence';

export default divergence({
  id: 'DIV-09',
  title: 'Binary point or EOImode changed while interrupts are active',
  rule: 'Generated mostly when idle; what follows a change while active is not compared',
  handledBy: 'comparison',
  changesState: true,
  explains(a, b, account) {
    void b;
    const iface = account.interface(a.vcpu, a.interface);
    return iface.bprChangedWhileActive || iface.eoiModeChangedWhileActive;
  },
});
