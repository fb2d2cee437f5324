import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'acknowledge-takes-all-sources',
  title: 'Acknowledging an SGI clears the sources that were not reported yet.',
  caughtBy: ['GIC-DIST-074', 'GIC-LC-015'],
  override(gic) {
    const { interrupts } = gic;
    overrideMethod(interrupts, 'takeSource', () => (target, intid, source) => {
      interrupts.sgiSources[target * 16 + intid] = 0;
      interrupts.sgiActiveSource[target * 16 + intid] = source;
    });
  },
});
