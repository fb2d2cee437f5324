import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'sgi0r-ignores-groups',
  title: 'ICC_SGI0R reaches PEs at which the SGI is in Group 1.',
  caughtBy: ['GIC-DIST-076'],
  override(gic) {
    overrideMethod(gic.softwareGenerated, 'inGroup0', () => (targets) => targets);
  },
});
