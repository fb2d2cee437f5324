// Written by bin/write-indexes.js.
import gicDIST001 from './GIC-DIST-001';
import gicDIST002 from './GIC-DIST-002';
import gicDIST004 from './GIC-DIST-004';
import gicDIST005 from './GIC-DIST-005';
import gicDIST006 from './GIC-DIST-006';
import gicDIST007 from './GIC-DIST-007';
import gicDIST008 from './GIC-DIST-008';
import gicDIST010 from './GIC-DIST-010';
import gicDIST011 from './GIC-DIST-011';
import gicDIST012 from './GIC-DIST-012';
import gicDIST014 from './GIC-DIST-014';
import gicDIST015 from './GIC-DIST-015';
import gicDIST016 from './GIC-DIST-016';
import gicDIST020 from './GIC-DIST-020';
import gicDIST021 from './GIC-DIST-021';
import gicDIST022 from './GIC-DIST-022';
import gicDIST023 from './GIC-DIST-023';
import gicDIST030 from './GIC-DIST-030';
import gicDIST031 from './GIC-DIST-031';
import gicDIST032 from './GIC-DIST-032';
import gicDIST033 from './GIC-DIST-033';
import gicDIST034 from './GIC-DIST-034';
import gicDIST035 from './GIC-DIST-035';
import gicDIST036 from './GIC-DIST-036';
import gicDIST040 from './GIC-DIST-040';
import gicDIST041 from './GIC-DIST-041';
import gicDIST042 from './GIC-DIST-042';
import gicDIST043 from './GIC-DIST-043';
import gicDIST050 from './GIC-DIST-050';
import gicDIST051 from './GIC-DIST-051';
import gicDIST052 from './GIC-DIST-052';
import gicDIST053 from './GIC-DIST-053';
import gicDIST054 from './GIC-DIST-054';
import gicDIST055 from './GIC-DIST-055';
import gicDIST056 from './GIC-DIST-056';
import gicDIST057 from './GIC-DIST-057';
import gicDIST060 from './GIC-DIST-060';
import gicDIST061 from './GIC-DIST-061';
import gicDIST062 from './GIC-DIST-062';
import gicDIST063 from './GIC-DIST-063';
import gicDIST070 from './GIC-DIST-070';
import gicDIST071 from './GIC-DIST-071';
import gicDIST072 from './GIC-DIST-072';
import gicDIST073 from './GIC-DIST-073';
import gicDIST074 from './GIC-DIST-074';
import gicDIST075 from './GIC-DIST-075';
import gicDIST076 from './GIC-DIST-076';
import type { Requirement } from '../../requirement';

/** Requirements GIC-DIST with a checker, in the order of the digest. */
export const requirements: readonly Requirement[] = [
  gicDIST001,
  gicDIST002,
  gicDIST004,
  gicDIST005,
  gicDIST006,
  gicDIST007,
  gicDIST008,
  gicDIST010,
  gicDIST011,
  gicDIST012,
  gicDIST014,
  gicDIST015,
  gicDIST016,
  gicDIST020,
  gicDIST021,
  gicDIST022,
  gicDIST023,
  gicDIST030,
  gicDIST031,
  gicDIST032,
  gicDIST033,
  gicDIST034,
  gicDIST035,
  gicDIST036,
  gicDIST040,
  gicDIST041,
  gicDIST042,
  gicDIST043,
  gicDIST050,
  gicDIST051,
  gicDIST052,
  gicDIST053,
  gicDIST054,
  gicDIST055,
  gicDIST056,
  gicDIST057,
  gicDIST060,
  gicDIST061,
  gicDIST062,
  gicDIST063,
  gicDIST070,
  gicDIST071,
  gicDIST072,
  gicDIST073,
  gicDIST074,
  gicDIST075,
  gicDIST076,
];
