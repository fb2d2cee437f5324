import { Misr } from '../../../models/architecture';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'misr-lrenp-without-enable',
  title: 'MISR.LRENP is set by EOIcount alone, whatever LRENPIE is.',
  caughtBy: ['GIC-HCR-004', 'GIC-HCR-002'],
  override(gic) {
    for (const virtual of gic.virtual) {
      overrideMethod(virtual, 'readMisr', (original) => () => {
        return original() | (virtual.eoiCount !== 0 ? Misr.Lrenp : 0);
      });
    }
  },
});
