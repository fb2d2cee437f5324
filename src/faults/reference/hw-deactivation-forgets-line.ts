import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'hw-deactivation-forgets-line',
  title: 'A virtual deactivation with HW=1 takes the physical line for low until it rises again.',
  caughtBy: ['GIC-LR-023', 'GIC-LC-003'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'deactivatePhysical', (original) => (pe, intid) => {
      original(pe, intid);
      const instance = interrupts.instanceOf(pe, intid);
      if (instance >= 0) interrupts.lower(instance);
    });
  },
});
