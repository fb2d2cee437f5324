import { onStages, turnsOn } from '../probe';
import { isInverted } from '../registers';
import { onProcessor } from '../requirement';

export default onProcessor({
  id: 'MPU-A-003',
  title: 'A region whose limit is below its base matches nothing, whether or not it is enabled',
  source: 'DDI 0568, DDI 0600 PRBAR, PRLAR (H)',
  formats: [32, 64],
  check: (m, account) =>
    onStages(m, account, (view) =>
      view.mpu.enabled().some((region) => isInverted(region) && turnsOn(view, m, region)),
    ),
});
