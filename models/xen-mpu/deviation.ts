import type { Deviation } from '../contract/implementation';

/** A deviation whose id is one of a family: `XMPU-04`. */
export type Known<Id extends string> = Deviation & { id: Id };

/** @param requirements ids with spaces between them; none if empty */
export function deviation<Id extends string>(
  id: Id,
  kind: 'known' | 'bug',
  title: string,
  requirements: string,
  evidence: string,
): Known<Id> {
  return { id, kind, title, requirements: requirements.split(' ').filter(Boolean), evidence };
}
