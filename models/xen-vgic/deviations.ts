import type { Deviation } from '../contract/implementation';
import { repairIds } from './mended/repairs';

export const deviations: readonly Deviation[] = Object.values(repairIds).map((id) => ({
  id,
  title: id,
  kind: 'known',
  requirements: [],
  evidence: '',
}));
