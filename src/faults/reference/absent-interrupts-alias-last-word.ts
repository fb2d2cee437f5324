import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'absent-interrupts-alias-last-word',
  title: 'Registers of interrupts beyond the implemented ones show the last that are.',
  caughtBy: ['GIC-DIST-004'],
  override(gic) {
    overrideMethod(
      gic.distributor,
      'wordOf',
      (original) => (vcpu, n) =>
        n === 0 ? original(vcpu, n) : Math.min(gic.vcpus + n - 1, gic.interrupts.words - 1),
    );
  },
});
