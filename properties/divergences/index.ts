// Written by bin/write-indexes.js.
import div01 from './DIV-01';
import div02 from './DIV-02';
import div03 from './DIV-03';
import div04 from './DIV-04';
import div05 from './DIV-05';
import div06 from './DIV-06';
import div07 from './DIV-07';
import div08 from './DIV-08';
import div09 from './DIV-09';
import div10 from './DIV-10';
import div11 from './DIV-11';
import div12 from './DIV-12';
import div13 from './DIV-13';
import div14 from './DIV-14';
import div15 from './DIV-15';
import div16 from './DIV-16';
import div17 from './DIV-17';
import div18 from './DIV-18';
import div19 from './DIV-19';
import div20 from './DIV-20';
import div21 from './DIV-21';
import div22 from './DIV-22';
import div23 from './DIV-23';
import div24 from './DIV-24';
import div25 from './DIV-25';
import div26 from './DIV-26';
import div27 from './DIV-27';
import div28 from './DIV-28';
import div29 from './DIV-29';
import div30 from './DIV-30';
import div31 from './DIV-31';
import div32 from './DIV-32';
import div33 from './DIV-33';
import div34 from './DIV-34';
import div35 from './DIV-35';
import div36 from './DIV-36';
import type { Divergence } from '../divergence';

/** Allowed divergences, in the order of the digest. */
export const divergences: readonly Divergence[] = [
  div01,
  div02,
  div03,
  div04,
  div05,
  div06,
  div07,
  div08,
  div09,
  div10,
  div11,
  div12,
  div13,
  div14,
  div15,
  div16,
  div17,
  div18,
  div19,
  div20,
  div21,
  div22,
  div23,
  div24,
  div25,
  div26,
  div27,
  div28,
  div29,
  div30,
  div31,
  div32,
  div33,
  div34,
  div35,
  div36,
];
