import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'spendsgir-records-writer',
  title: 'SPENDSGIR records the PE that writes it as the source.',
  caughtBy: ['GIC-DIST-073', 'GIC-DIST-072'],
  override(gic) {
    overrideMethod(
      gic.softwareGenerated,
      'setSources',
      (original) => (vcpu, intid, sources) => original(vcpu, intid, sources === 0 ? 0 : 1 << vcpu),
    );
  },
});
