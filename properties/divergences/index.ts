// Written by bin/write-indexes.js.
import DIV01 from './DIV-01';
import DIV02 from './DIV-02';
import DIV03 from './DIV-03';
import DIV04 from './DIV-04';
import DIV05 from './DIV-05';
import DIV06 from './DIV-06';
import DIV07 from './DIV-07';
import DIV08 from './DIV-08';
import DIV09 from './DIV-09';
import DIV10 from './DIV-10';
import DIV11 from './DIV-11';
import DIV12 from './DIV-12';
import DIV13 from './DIV-13';
import DIV14 from './DIV-14';
import DIV15 from './DIV-15';
import DIV16 from './DIV-16';
import DIV17 from './DIV-17';
import DIV18 from './DIV-18';
import DIV19 from './DIV-19';
import DIV20 from './DIV-20';
import DIV21 from './DIV-21';
import DIV22 from './DIV-22';
import DIV23 from './DIV-23';
import DIV24 from './DIV-24';
import DIV25 from './DIV-25';
import DIV26 from './DIV-26';
import DIV27 from './DIV-27';
import DIV28 from './DIV-28';
import DIV29 from './DIV-29';
import DIV30 from './DIV-30';
import DIV31 from './DIV-31';
import DIV32 from './DIV-32';
import DIV33 from './DIV-33';
import DIV34 from './DIV-34';
import DIV35 from './DIV-35';
import type { Divergence } from '../divergence';

/** Allowed divergences, in the order of the digest. */
export const divergences: readonly Divergence[] = [
  DIV01,
  DIV02,
  DIV03,
  DIV04,
  DIV05,
  DIV06,
  DIV07,
  DIV08,
  DIV09,
  DIV10,
  DIV11,
  DIV12,
  DIV13,
  DIV14,
  DIV15,
  DIV16,
  DIV17,
  DIV18,
  DIV19,
  DIV20,
  DIV21,
  DIV22,
  DIV23,
  DIV24,
  DIV25,
  DIV26,
  DIV27,
  DIV28,
  DIV29,
  DIV30,
  DIV31,
  DIV32,
  DIV33,
  DIV34,
  DIV35,
];
