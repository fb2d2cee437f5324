// Written by bin/write-indexes.js.
import backgroundAtStage2 from './background-at-stage-2';
import backgroundIsNeverThere from './background-is-never-there';
import deviceGivesWay from './device-gives-way';
import deviceShareabilityAsWritten from './device-shareability-as-written';
import directRegistersEndAt15 from './direct-registers-end-at-15';
import disabledRegionsMatch from './disabled-regions-match';
import el0HasRightsOfEl1 from './el0-has-rights-of-el1';
import el0SeesBackground from './el0-sees-background';
import limitBelowBaseSwaps from './limit-below-base-swaps';
import limitBelowBaseWraps from './limit-below-base-wraps';
import limitIsExclusive from './limit-is-exclusive';
import lowestRegionWins from './lowest-region-wins';
import mairUpperHalfIgnored from './mair-upper-half-ignored';
import mpuirInLowByte from './mpuir-in-low-byte';
import mpuirIsHighestRegion from './mpuir-is-highest-region';
import msaIgnored from './msa-ignored';
import overlapIsBackground from './overlap-is-background';
import prenrDisablesTheRest from './prenr-disables-the-rest';
import prenrReaches16 from './prenr-reaches-16';
import readOnlyIsForOthers from './read-only-is-for-others';
import regionsArePages from './regions-are-pages';
import regionsCountWithMpuOff from './regions-count-with-mpu-off';
import sctlrIsLate from './sctlr-is-late';
import selectorBlockIgnored from './selector-block-ignored';
import stage2ComesFirst from './stage-2-comes-first';
import stage2SparesEl0 from './stage-2-spares-el0';
import stage2WithoutVm from './stage-2-without-vm';
import stage2XnSwapped from './stage-2-xn-swapped';
import vmidElsewhere from './vmid-elsewhere';
import wxnIgnored from './wxn-ignored';
import type { MpuFault } from '../mpu-fault';

/** Seeded faults of the MPU, by name. */
export const faults: readonly MpuFault[] = [
  backgroundAtStage2,
  backgroundIsNeverThere,
  deviceGivesWay,
  deviceShareabilityAsWritten,
  directRegistersEndAt15,
  disabledRegionsMatch,
  el0HasRightsOfEl1,
  el0SeesBackground,
  limitBelowBaseSwaps,
  limitBelowBaseWraps,
  limitIsExclusive,
  lowestRegionWins,
  mairUpperHalfIgnored,
  mpuirInLowByte,
  mpuirIsHighestRegion,
  msaIgnored,
  overlapIsBackground,
  prenrDisablesTheRest,
  prenrReaches16,
  readOnlyIsForOthers,
  regionsArePages,
  regionsCountWithMpuOff,
  sctlrIsLate,
  selectorBlockIgnored,
  stage2ComesFirst,
  stage2SparesEl0,
  stage2WithoutVm,
  stage2XnSwapped,
  vmidElsewhere,
  wxnIgnored,
];
