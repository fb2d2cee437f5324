import type { Deviation } from '../contract/implementation';

/** What the new VGIC does otherwise than the requirements ask. */
export const deviations: readonly Deviation[] = 'DIFF-01 DIFF-07 DIFF-10 DIFF-12 DIFF-13 DIFF-14 DIFF-30 DIFF-36 DIFF-47 DIFF-48 DIFF-52 DIFF-54 DIFF-55 K-D1 K-D3 N-COUNT N-CTLR N-DIR N-EDGE N-HELD N-ICFGR N-IGROUPR N-LINE N-OFF N-RANGE N-SORT N-TARGET N-UP'.split(' ').map((id) => ({ id, title: '', kind: 'known', requirements: [], evidence: '' }));
