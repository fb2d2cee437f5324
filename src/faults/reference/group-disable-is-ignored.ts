import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'group-disable-is-ignored',
  title: 'Clearing a group enable of GICD_CTLR does not stop forwarding.',
  caughtBy: ['GIC-INV-006'],
  override(gic) {
    const { forwarding, distributor } = gic;
    let written = 0;
    overrideMethod(forwarding, 'reset', (original) => () => {
      written = 0;
      original();
    });
    overrideMethod(forwarding, 'setEnabledGroups', (original) => (groups) => {
      written = groups;
      original(groups | forwarding.enabledGroups);
    });
    overrideMethod(distributor, 'readCtlr', (original) => () => (original() & ~3) | written);
  },
});
