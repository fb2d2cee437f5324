import { Misr } from '../../../models/architecture';
import { fault, overrideMethod } from '../fault';

/** What raises the maintenance interrupt: the VGrp bits are left out. */
const CAUSES = Misr.Eoi | Misr.U | Misr.Lrenp | Misr.Np;

export default fault({
  id: 'maintenance-forgets-groups',
  title: 'MISR.VGrp0E, VGrp0D, VGrp1E and VGrp1D raise no maintenance interrupt.',
  caughtBy: ['GIC-HCR-002'],
  override(gic) {
    for (const virtual of gic.virtual) {
      overrideMethod(virtual, 'maintenance', (original) => () => {
        return original() && (virtual.readMisr() & CAUSES) !== 0;
      });
    }
  },
});
