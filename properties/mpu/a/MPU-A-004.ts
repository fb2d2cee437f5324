import { onStages, permits } from '../probe';
import { onProcessor } from '../requirement';

export default onProcessor({
  id: 'MPU-A-004',
  title: 'An access that matches two or more enabled regions of an MPU faults there',
  source: 'DDI 0568, DDI 0600: no priority between regions (H)',
  formats: [32, 64],
  check: (m, account) =>
    onStages(
      m,
      account,
      (view) =>
        view.finds === 'several' && view.matching.some((region) => permits(view, m.access, region)),
    ),
});
