import type { Deviation } from '../contract/implementation';

/** Digest of hypervisor VGICs, table (d), with how it was found: on the real binary or by reading. */
export const MEASURED = 'digest (d), measured on Xen 4.17 and 4.20';
export const READ = 'digest (d), from the source';
export const NO_LPIS = 'There are no LPIs in workloads.';

/** @param requirements ids that broke when this alone was left, with a blank in between */
export function deviation(
  id: string,
  kind: 'known' | 'bug',
  title: string,
  requirements: string,
  evidence: string,
): Deviation {
  return { id, kind, title, requirements: requirements.split(' '), evidence };
}

/** @param reason why no workload shows it */
export function notShown(
  id: string,
  kind: 'known' | 'bug',
  title: string,
  reason: string,
): Deviation {
  return { id, kind, title, requirements: [], evidence: READ, notShown: reason };
}
