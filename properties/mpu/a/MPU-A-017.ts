import { MpuAccess } from '../../../models/contract/mpu-encoded';
import { isByWxn, onStages, permits } from '../probe';
import { onProcessor } from '../requirement';

export default onProcessor({
  id: 'MPU-A-017',
  title: 'With SCTLR.WXN = 1 nothing is executed from a region that the same level may write',
  source: 'DDI 0568, DDI 0600 SCTLR.WXN (H)',
  formats: [32, 64],
  check: (m, account) =>
    onStages(
      m,
      account,
      (view) =>
        view.finds === 'region' &&
        m.access === MpuAccess.Execute &&
        isByWxn(view, view.matching[0]) &&
        permits(view, m.access, view.matching[0], false),
    ),
});
