import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'one-enable-serves-both-groups',
  title: 'Either group enable of GICD_CTLR enables both groups.',
  caughtBy: ['GIC-DIST-010', 'GIC-DIST-011', 'GIC-INV-006'],
  override(gic) {
    overrideMethod(
      gic.forwarding,
      'setEnabledGroups',
      (original) => (groups) => original(groups === 0 ? 0 : 3),
    );
  },
});
