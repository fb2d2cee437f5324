// Written by bin/write-indexes.js.
import gicdist001 from './GIC-DIST-001';
import gicdist002 from './GIC-DIST-002';
import gicdist004 from './GIC-DIST-004';
import gicdist005 from './GIC-DIST-005';
import gicdist006 from './GIC-DIST-006';
import gicdist007 from './GIC-DIST-007';
import gicdist008 from './GIC-DIST-008';
import gicdist010 from './GIC-DIST-010';
import gicdist011 from './GIC-DIST-011';
import gicdist012 from './GIC-DIST-012';
import gicdist014 from './GIC-DIST-014';
import gicdist015 from './GIC-DIST-015';
import gicdist016 from './GIC-DIST-016';
import gicdist020 from './GIC-DIST-020';
import gicdist021 from './GIC-DIST-021';
import gicdist022 from './GIC-DIST-022';
import gicdist023 from './GIC-DIST-023';
import gicdist030 from './GIC-DIST-030';
import gicdist031 from './GIC-DIST-031';
import gicdist032 from './GIC-DIST-032';
import gicdist033 from './GIC-DIST-033';
import gicdist034 from './GIC-DIST-034';
import gicdist035 from './GIC-DIST-035';
import gicdist036 from './GIC-DIST-036';
import gicdist040 from './GIC-DIST-040';
import gicdist041 from './GIC-DIST-041';
import gicdist042 from './GIC-DIST-042';
import gicdist043 from './GIC-DIST-043';
import gicdist050 from './GIC-DIST-050';
import gicdist051 from './GIC-DIST-051';
import gicdist052 from './GIC-DIST-052';
import gicdist053 from './GIC-DIST-053';
import gicdist054 from './GIC-DIST-054';
import gicdist055 from './GIC-DIST-055';
import gicdist056 from './GIC-DIST-056';
import gicdist057 from './GIC-DIST-057';
import gicdist060 from './GIC-DIST-060';
import gicdist061 from './GIC-DIST-061';
import gicdist062 from './GIC-DIST-062';
import gicdist063 from './GIC-DIST-063';
import gicdist070 from './GIC-DIST-070';
import gicdist071 from './GIC-DIST-071';
import gicdist072 from './GIC-DIST-072';
import gicdist073 from './GIC-DIST-073';
import gicdist074 from './GIC-DIST-074';
import gicdist075 from './GIC-DIST-075';
import gicdist076 from './GIC-DIST-076';
import type { Requirement } from '../../requirement';

/** Requirements GIC-DIST with a checker, in the order of the digest. */
export const requirements: readonly Requirement[] = [
  gicdist001,
  gicdist002,
  gicdist004,
  gicdist005,
  gicdist006,
  gicdist007,
  gicdist008,
  gicdist010,
  gicdist011,
  gicdist012,
  gicdist014,
  gicdist015,
  gicdist016,
  gicdist020,
  gicdist021,
  gicdist022,
  gicdist023,
  gicdist030,
  gicdist031,
  gicdist032,
  gicdist033,
  gicdist034,
  gicdist035,
  gicdist036,
  gicdist040,
  gicdist041,
  gicdist042,
  gicdist043,
  gicdist050,
  gicdist051,
  gicdist052,
  gicdist053,
  gicdist054,
  gicdist055,
  gicdist056,
  gicdist057,
  gicdist060,
  gicdist061,
  gicdist062,
  gicdist063,
  gicdist070,
  gicdist071,
  gicdist072,
  gicdist073,
  gicdist074,
  gicdist075,
  gicdist076,
];
