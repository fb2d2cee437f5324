import { IDLE } from '../../../models/architecture';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'eoicount-twice-without-drop',
  title: 'An EOIR that drops no priority is counted in EOIcount twice.',
  caughtBy: ['GIC-HCR-008'],
  override(gic) {
    for (const virtual of gic.virtual) {
      const { cpu } = virtual;
      overrideMethod(cpu, 'endOfInterrupt', (original) => (value, intid, group) => {
        if (cpu.priority.running === IDLE && !cpu.isSpecial(intid)) {
          virtual.countMiss();
          virtual.countMiss();
        }
        original(value, intid, group);
      });
    }
  },
});
