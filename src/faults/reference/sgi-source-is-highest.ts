import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'sgi-source-is-highest',
  title: 'Of several sources of an SGI the highest is reported, but the lowest is taken.',
  caughtBy: ['GIC-LC-015', 'GIC-DIST-074'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'identify', (original) => (instance) => {
      const intid = interrupts.intidOf(instance);
      if (gic.version === 3 || intid > 15) return original(instance);
      const sources = interrupts.sgiSources[(instance >> 5) * 16 + intid];
      return intid | ((31 - Math.clz32(sources | 1)) << 10);
    });
    overrideMethod(
      interrupts,
      'takeSource',
      (original) => (target, intid) =>
        original(target, intid, interrupts.firstSource(target, intid)),
    );
  },
});
