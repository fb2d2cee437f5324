import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'sgi-queued-for-each-source',
  title: 'GICv3 delivers an SGI that two PEs sent once for each of them.',
  caughtBy: ['GIC-LC-016'],
  override(gic) {
    const { interrupts } = gic;
    const again = new Uint8Array(gic.vcpus * 16);
    const last = new Uint8Array(gic.vcpus * 16);
    overrideMethod(interrupts, 'reset', (original) => () => {
      again.fill(0);
      last.fill(0);
      original();
    });
    overrideMethod(interrupts, 'generateSgi', (original) => (source, target, intid) => {
      const at = target * 16 + intid;
      const other = last[at] !== source && (interrupts.latch[target] >>> intid) & 1;
      if (gic.version === 3 && other) again[at] = 1;
      last[at] = source;
      original(source, target, intid);
    });
    overrideMethod(interrupts, 'acknowledge', (original) => (instance) => {
      const identity = original(instance);
      const intid = instance & 31;
      if (instance >= 32 * gic.vcpus || intid > 15) return identity;
      const at = (instance >> 5) * 16 + intid;
      if (again[at]) interrupts.latch[instance >> 5] |= 1 << intid;
      again[at] = 0;
      return identity;
    });
  },
});
