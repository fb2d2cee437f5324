import { onStages, turnsOn } from '../probe';
import { GRANULE, isInverted } from '../registers';
import { onProcessor } from '../requirement';

export default onProcessor({
  id: 'MPU-A-001',
  title:
    'A region is what its registers say from BASE<<6 to (LIMIT<<6)|0x3f, both included, and nowhere else',
  source: 'DDI 0568, DDI 0600 PRBAR, PRLAR (H); AP and XN as in the register formats',
  formats: [32, 64],
  check(m, account) {
    const isNear = (edge: number): boolean =>
      edge - GRANULE <= m.address && m.address < edge + GRANULE;
    return onStages(m, account, (view) =>
      view.mpu
        .enabled()
        .some(
          (region) =>
            !isInverted(region) &&
            (isNear(region.base) || isNear(region.limit + 1)) &&
            ((view.finds === 'region' && view.matching[0] === region) || turnsOn(view, m, region)),
        ),
    );
  },
});
