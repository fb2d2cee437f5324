import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'private-targets-show-pe-0',
  title: 'ITARGETSR0 to 7 show PE 0 to every PE.',
  caughtBy: ['GIC-DIST-050'],
  override(gic) {
    overrideMethod(
      gic.distributor,
      'readTargetsByte',
      (original) => (vcpu, intid) => original(intid < 32 ? 0 : vcpu, intid),
    );
  },
});
