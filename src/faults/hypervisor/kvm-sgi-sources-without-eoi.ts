import { overrideMethod } from '../fault';
import { hypervisorFault } from '../hypervisor-fault';

export default hypervisorFault({
  id: 'kvm-sgi-sources-without-eoi',
  title: 'The end of an SGI is not noticed while requests of further sources are held back.',
  base: 'kvm',
  caughtBy: ['GIC-HCR-018'],
  override({ image, interrupts }) {
    overrideMethod(image, 'compute', (original) => (irq) => {
      original(irq);
      if (interrupts.hasSources(irq)) image.eoi = 0;
    });
  },
});
