import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'sgir-empty-list-means-all',
  title: 'GICD_SGIR with an empty target list sends to every PE.',
  caughtBy: ['GIC-DIST-071', 'GIC-DIST-070'],
  override(gic) {
    overrideMethod(
      gic.softwareGenerated,
      'sgirTargets',
      (original) => (vcpu, value) => original(vcpu, value) || gic.routing.everyone,
    );
  },
});
