import { Misr } from '../../../models/architecture';
import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'misr-vgrp0d-looks-at-group-1',
  title: 'MISR.VGrp0D is set while Group 1 is disabled.',
  caughtBy: ['GIC-HCR-006', 'GIC-HCR-002'],
  override(gic) {
    for (const virtual of gic.virtual) {
      overrideMethod(virtual, 'groupMaintenance', (original) => () => {
        const group1 = (virtual.priority.groups & 2) !== 0;
        const bit = group1 ? 0 : Misr.VGrp0D & virtual.control;
        return (original() & ~Misr.VGrp0D) | bit;
      });
    }
  },
});
