// Written by bin/write-indexes.js.
import absentAffinityLosesPending from './absent-affinity-loses-pending';
import absentInterruptsAliasLastWord from './absent-interrupts-alias-last-word';
import absentTargetsAreKept from './absent-targets-are-kept';
import acknowledgeActivatesGroup0 from './acknowledge-activates-group-0';
import acknowledgeTakesAllSources from './acknowledge-takes-all-sources';
import activeLevelForwardedAgain from './active-level-forwarded-again';
import aiarOfEitherGroup from './aiar-of-either-group';
import aprBitOfSubPriority from './apr-bit-of-sub-priority';
import aprBitOfWrongGroup from './apr-bit-of-wrong-group';
import aprNumberIgnored from './apr-number-ignored';
import aprRestoreLosesUpperHalf from './apr-restore-loses-upper-half';
import assertedLineKeepsLatch from './asserted-line-keeps-latch';
import bprGoesBelowMinimum from './bpr-goes-below-minimum';
import bprWriteEndsActivePriorities from './bpr-write-ends-active-priorities';
import bpr1HidesCommonBinaryPoint from './bpr1-hides-common-binary-point';
import byteWriteReplacesWord from './byte-write-replaces-word';
import cbprDoesNotShareSplit from './cbpr-does-not-share-split';
import clearedInterruptStaysOnOffer from './cleared-interrupt-stays-on-offer';
import cpendsgirClearsAllSources from './cpendsgir-clears-all-sources';
import ctlrSwapsGroupEnables from './ctlr-swaps-group-enables';
import deactivationClearsLatch from './deactivation-clears-latch';
import deactivationConsumesPending from './deactivation-consumes-pending';
import dirActsInEoimode0 from './dir-acts-in-eoimode-0';
import dirEndsNeighbours from './dir-ends-neighbours';
import dirMissesListRegisters from './dir-misses-list-registers';
import disablingClearsActive from './disabling-clears-active';
import disablingClearsLatch from './disabling-clears-latch';
import disablingIsNotNoticed from './disabling-is-not-noticed';
import dropEndsAllPriorities from './drop-ends-all-priorities';
import dropWithoutActivePriority from './drop-without-active-priority';
import edgeFallsWithItsLine from './edge-falls-with-its-line';
import edgeLostWhileDisabled from './edge-lost-while-disabled';
import eisrCountsActive from './eisr-counts-active';
import elrsrOffersRegistersInEisr from './elrsr-offers-registers-in-eisr';
import elrsrWord1RepeatsWord0 from './elrsr-word-1-repeats-word-0';
import emptyTargetMeansPe0 from './empty-target-means-pe-0';
import enablingIsNotNoticed from './enabling-is-not-noticed';
import eoicountForgetsDir from './eoicount-forgets-dir';
import eoicountInEoimode1 from './eoicount-in-eoimode-1';
import eoicountSurvivesWrite from './eoicount-survives-write';
import eoicountTwiceWithoutDrop from './eoicount-twice-without-drop';
import eoimodeChangeWaitsForIdle from './eoimode-change-waits-for-idle';
import eoimodeIgnored from './eoimode-ignored';
import eoirInEoimode1DropsNothing from './eoir-in-eoimode-1-drops-nothing';
import eoirOf1022Drops from './eoir-of-1022-drops';
import fallingLineIsNotNoticed from './falling-line-is-not-noticed';
import gicvPmrKeepsEightBits from './gicv-pmr-keeps-eight-bits';
import group0SignalledAsIrq from './group-0-signalled-as-irq';
import groupDisableIsIgnored from './group-disable-is-ignored';
import hardwareInterruptEndsAtDrop from './hardware-interrupt-ends-at-drop';
import hardwareInterruptStaysActive from './hardware-interrupt-stays-active';
import hcrEnOffEmptiesListRegisters from './hcr-en-off-empties-list-registers';
import highEdgeTakenAgain from './high-edge-taken-again';
import highLevelNotTakenAgain from './high-level-not-taken-again';
import hppirActivatesListRegister from './hppir-activates-list-register';
import hppirConsidersMask from './hppir-considers-mask';
import hwDeactivationForgetsLine from './hw-deactivation-forgets-line';
import iarHandsOutUnsignalled from './iar-hands-out-unsignalled';
import iarIgnoresAckctl from './iar-ignores-ackctl';
import iarOfEitherGroup from './iar-of-either-group';
import iarWithoutCpuid from './iar-without-cpuid';
import icactiverDropsPriority from './icactiver-drops-priority';
import icfgrUsesLowerBit from './icfgr-uses-lower-bit';
import icpendrIgnoredWhileActive from './icpendr-ignored-while-active';
import icpendrTakesLineDown from './icpendr-takes-line-down';
import igrouprIsSticky from './igroupr-is-sticky';
import ipriorityrIsBigEndian from './ipriorityr-is-big-endian';
import isactiverDoesNotBlock from './isactiver-does-not-block';
import isenablerAssigns from './isenabler-assigns';
import ispendrIgnoredWhileActive from './ispendr-ignored-while-active';
import ispendrIgnoredWhilePending from './ispendr-ignored-while-pending';
import lastPriorityKeepsRunning from './last-priority-keeps-running';
import legacyPrivateRegistersWork from './legacy-private-registers-work';
import levelLineIsLatched from './level-line-is-latched';
import lowLevelTakenAgain from './low-level-taken-again';
import lowPriorityBitsAreKept from './low-priority-bits-are-kept';
import lpiWaitsForDir from './lpi-waits-for-dir';
import lrAcknowledgeKeepsPending from './lr-acknowledge-keeps-pending';
import lrDeactivationClearsPending from './lr-deactivation-clears-pending';
import lrEoiBitConsumed from './lr-eoi-bit-consumed';
import lrFirstRegisterWins from './lr-first-register-wins';
import lrHwIgnored from './lr-hw-ignored';
import lrPriorityKeepsLowBits from './lr-priority-keeps-low-bits';
import lrWrittenInactiveLosesFields from './lr-written-inactive-loses-fields';
import maintenanceForgetsGroups from './maintenance-forgets-groups';
import misrLrenpWithoutEnable from './misr-lrenp-without-enable';
import misrNpCountsActive from './misr-np-counts-active';
import misrUOnlyWhenEmpty from './misr-u-only-when-empty';
import misrVgrp0dLooksAtGroup1 from './misr-vgrp0d-looks-at-group-1';
import nestedAcknowledgeSetsNoBit from './nested-acknowledge-sets-no-bit';
import newPriorityIsNotNoticed from './new-priority-is-not-noticed';
import oneEnableServesBothGroups from './one-enable-serves-both-groups';
import oneOfNRunsEverywhere from './one-of-n-runs-everywhere';
import pendingBitShowsLatchOnly from './pending-bit-shows-latch-only';
import pendingSpiIsNotRetargeted from './pending-spi-is-not-retargeted';
import pidr2OfTheOtherVersion from './pidr2-of-the-other-version';
import pmrLetsItsOwnPriorityThrough from './pmr-lets-its-own-priority-through';
import powerOnKeepsActivePriorities from './power-on-keeps-active-priorities';
import preemptsAtEqualPriority from './preempts-at-equal-priority';
import priorityKeepsFourBits from './priority-keeps-four-bits';
import priorityOrderReversed from './priority-order-reversed';
import privatePendingIsShared from './private-pending-is-shared';
import privateTargetsShowPe0 from './private-targets-show-pe-0';
import redistributorDisableIsNotNoticed from './redistributor-disable-is-not-noticed';
import regroupingLosesPending from './regrouping-loses-pending';
import reprioritisingLosesPending from './reprioritising-loses-pending';
import reprioritisingMovesActivePriority from './reprioritising-moves-active-priority';
import restoredPrioritiesDoNotRun from './restored-priorities-do-not-run';
import retargetingDeactivates from './retargeting-deactivates';
import retargetingLosesPending from './retargeting-loses-pending';
import risenPpiBecomesLevel from './risen-ppi-becomes-level';
import routerHalfClearsOtherHalf from './router-half-clears-other-half';
import routerKeepsIrmWithout1OfN from './router-keeps-irm-without-1-of-n';
import routerUsesAffinity1 from './router-uses-affinity-1';
import rprIdleReadsZero from './rpr-idle-reads-zero';
import sgiEnablesAreFixedAtZero from './sgi-enables-are-fixed-at-zero';
import sgiLostWhileActive from './sgi-lost-while-active';
import sgiPendingWritableOnGicv2 from './sgi-pending-writable-on-gicv2';
import sgiQueuedForEachSource from './sgi-queued-for-each-source';
import sgiSourceIsHighest from './sgi-source-is-highest';
import sgiTriggerIsWritable from './sgi-trigger-is-writable';
import sgiTriggerReadsLevel from './sgi-trigger-reads-level';
import sgi0rIgnoresGroups from './sgi0r-ignores-groups';
import sgi1rOthersIncludesSender from './sgi1r-others-includes-sender';
import sgirEmptyListMeansAll from './sgir-empty-list-means-all';
import sgirOthersIncludesSender from './sgir-others-includes-sender';
import sharedSpiTakenByEachTarget from './shared-spi-taken-by-each-target';
import sleepingPeTakesSpis from './sleeping-pe-takes-spis';
import spendsgirRecordsWriter from './spendsgir-records-writer';
import spiPrioritiesHaveFewerBits from './spi-priorities-have-fewer-bits';
import stimuliAreCounted from './stimuli-are-counted';
import subPriorityIgnoredAmongPending from './sub-priority-ignored-among-pending';
import tall0TrapsBothGroups from './tall0-traps-both-groups';
import triggerStaysAsWired from './trigger-stays-as-wired';
import typerCountsLinesFromOne from './typer-counts-lines-from-one';
import typerCountsOnePe from './typer-counts-one-pe';
import typerInvertsNo1OfN from './typer-inverts-no-1-of-n';
import vmcrBinaryPointsSwapped from './vmcr-binary-points-swapped';
import vmcrHidesAckctl from './vmcr-hides-ackctl';
import vmcrVfiqenReadsZero from './vmcr-vfiqen-reads-zero';
import vmcrWriteLeavesPmr from './vmcr-write-leaves-pmr';
import vtrCountsListRegistersFromOne from './vtr-counts-list-registers-from-one';
import wfiIgnoresVirtualInterrupts from './wfi-ignores-virtual-interrupts';
import type { Fault } from '../fault';

/** Seeded faults, by name. */
export const faults: readonly Fault[] = [
  absentAffinityLosesPending,
  absentInterruptsAliasLastWord,
  absentTargetsAreKept,
  acknowledgeActivatesGroup0,
  acknowledgeTakesAllSources,
  activeLevelForwardedAgain,
  aiarOfEitherGroup,
  aprBitOfSubPriority,
  aprBitOfWrongGroup,
  aprNumberIgnored,
  aprRestoreLosesUpperHalf,
  assertedLineKeepsLatch,
  bprGoesBelowMinimum,
  bprWriteEndsActivePriorities,
  bpr1HidesCommonBinaryPoint,
  byteWriteReplacesWord,
  cbprDoesNotShareSplit,
  clearedInterruptStaysOnOffer,
  cpendsgirClearsAllSources,
  ctlrSwapsGroupEnables,
  deactivationClearsLatch,
  deactivationConsumesPending,
  dirActsInEoimode0,
  dirEndsNeighbours,
  dirMissesListRegisters,
  disablingClearsActive,
  disablingClearsLatch,
  disablingIsNotNoticed,
  dropEndsAllPriorities,
  dropWithoutActivePriority,
  edgeFallsWithItsLine,
  edgeLostWhileDisabled,
  eisrCountsActive,
  elrsrOffersRegistersInEisr,
  elrsrWord1RepeatsWord0,
  emptyTargetMeansPe0,
  enablingIsNotNoticed,
  eoicountForgetsDir,
  eoicountInEoimode1,
  eoicountSurvivesWrite,
  eoicountTwiceWithoutDrop,
  eoimodeChangeWaitsForIdle,
  eoimodeIgnored,
  eoirInEoimode1DropsNothing,
  eoirOf1022Drops,
  fallingLineIsNotNoticed,
  gicvPmrKeepsEightBits,
  group0SignalledAsIrq,
  groupDisableIsIgnored,
  hardwareInterruptEndsAtDrop,
  hardwareInterruptStaysActive,
  hcrEnOffEmptiesListRegisters,
  highEdgeTakenAgain,
  highLevelNotTakenAgain,
  hppirActivatesListRegister,
  hppirConsidersMask,
  hwDeactivationForgetsLine,
  iarHandsOutUnsignalled,
  iarIgnoresAckctl,
  iarOfEitherGroup,
  iarWithoutCpuid,
  icactiverDropsPriority,
  icfgrUsesLowerBit,
  icpendrIgnoredWhileActive,
  icpendrTakesLineDown,
  igrouprIsSticky,
  ipriorityrIsBigEndian,
  isactiverDoesNotBlock,
  isenablerAssigns,
  ispendrIgnoredWhileActive,
  ispendrIgnoredWhilePending,
  lastPriorityKeepsRunning,
  legacyPrivateRegistersWork,
  levelLineIsLatched,
  lowLevelTakenAgain,
  lowPriorityBitsAreKept,
  lpiWaitsForDir,
  lrAcknowledgeKeepsPending,
  lrDeactivationClearsPending,
  lrEoiBitConsumed,
  lrFirstRegisterWins,
  lrHwIgnored,
  lrPriorityKeepsLowBits,
  lrWrittenInactiveLosesFields,
  maintenanceForgetsGroups,
  misrLrenpWithoutEnable,
  misrNpCountsActive,
  misrUOnlyWhenEmpty,
  misrVgrp0dLooksAtGroup1,
  nestedAcknowledgeSetsNoBit,
  newPriorityIsNotNoticed,
  oneEnableServesBothGroups,
  oneOfNRunsEverywhere,
  pendingBitShowsLatchOnly,
  pendingSpiIsNotRetargeted,
  pidr2OfTheOtherVersion,
  pmrLetsItsOwnPriorityThrough,
  powerOnKeepsActivePriorities,
  preemptsAtEqualPriority,
  priorityKeepsFourBits,
  priorityOrderReversed,
  privatePendingIsShared,
  privateTargetsShowPe0,
  redistributorDisableIsNotNoticed,
  regroupingLosesPending,
  reprioritisingLosesPending,
  reprioritisingMovesActivePriority,
  restoredPrioritiesDoNotRun,
  retargetingDeactivates,
  retargetingLosesPending,
  risenPpiBecomesLevel,
  routerHalfClearsOtherHalf,
  routerKeepsIrmWithout1OfN,
  routerUsesAffinity1,
  rprIdleReadsZero,
  sgiEnablesAreFixedAtZero,
  sgiLostWhileActive,
  sgiPendingWritableOnGicv2,
  sgiQueuedForEachSource,
  sgiSourceIsHighest,
  sgiTriggerIsWritable,
  sgiTriggerReadsLevel,
  sgi0rIgnoresGroups,
  sgi1rOthersIncludesSender,
  sgirEmptyListMeansAll,
  sgirOthersIncludesSender,
  sharedSpiTakenByEachTarget,
  sleepingPeTakesSpis,
  spendsgirRecordsWriter,
  spiPrioritiesHaveFewerBits,
  stimuliAreCounted,
  subPriorityIgnoredAmongPending,
  tall0TrapsBothGroups,
  triggerStaysAsWired,
  typerCountsLinesFromOne,
  typerCountsOnePe,
  typerInvertsNo1OfN,
  vmcrBinaryPointsSwapped,
  vmcrHidesAckctl,
  vmcrVfiqenReadsZero,
  vmcrWriteLeavesPmr,
  vtrCountsListRegistersFromOne,
  wfiIgnoresVirtualInterrupts,
];
