import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'sgir-others-includes-sender',
  title: 'GICD_SGIR sends to the writer too when it should send to all others.',
  caughtBy: ['GIC-DIST-070'],
  override(gic) {
    overrideMethod(
      gic.softwareGenerated,
      'sgirTargets',
      (original) => (vcpu, value) =>
        ((value >>> 24) & 3) === 1 ? gic.routing.everyone : original(vcpu, value),
    );
  },
});
