import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'sgi1r-others-includes-sender',
  title: 'ICC_SGI0R and ICC_SGI1R with IRM set send to the writer too.',
  caughtBy: ['GIC-DIST-075'],
  override(gic) {
    overrideMethod(
      gic.softwareGenerated,
      'sgiRTargets',
      (original) => (vcpu, low, high) =>
        (high & (1 << 8)) !== 0 ? gic.routing.everyone : original(vcpu, low, high),
    );
  },
});
