import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'cpendsgir-clears-all-sources',
  title: 'CPENDSGIR withdraws an SGI of all sources whichever is named.',
  caughtBy: ['GIC-DIST-072'],
  override(gic) {
    overrideMethod(
      gic.softwareGenerated,
      'clearSources',
      (original) => (vcpu, intid, sources) => original(vcpu, intid, sources === 0 ? 0 : 0xff),
    );
  },
});
