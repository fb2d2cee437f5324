import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'legacy-private-registers-work',
  title: 'GICv3 has the registers of INTID 0 to 31 in the distributor too.',
  caughtBy: ['GIC-DIST-008'],
  override(gic) {
    overrideMethod(
      gic.distributor,
      'wordOf',
      (original) => (vcpu, n) => (n === 0 ? vcpu : original(vcpu, n)),
    );
  },
});
