import { Line, Outcome } from '../../../models/contract/observation';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'wfi-ignores-virtual-interrupts',
  title: 'A PE that waits for interrupts is not woken by a virtual one.',
  caughtBy: ['GIC-INV-014'],
  override(gic) {
    overrideMethod(gic, 'waitForInterrupt', () => (vcpu) => {
      gic.outcome = Outcome.Value;
      return (gic.lines(vcpu) & (Line.Irq | Line.Fiq)) !== 0;
    });
  },
});
