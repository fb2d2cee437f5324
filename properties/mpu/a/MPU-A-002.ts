import { onStages, turnsOn } from '../probe';
import { covers } from '../registers';
import { onProcessor } from '../requirement';

export default onProcessor({
  id: 'MPU-A-002',
  title: 'A region with EN = 0 matches nothing',
  source: 'DDI 0568, DDI 0600 PRLAR.EN (H)',
  formats: [32, 64],
  check: (m, account) =>
    onStages(m, account, (view) =>
      view.mpu.disabled().some((region) => covers(region, m.address) && turnsOn(view, m, region)),
    ),
});
