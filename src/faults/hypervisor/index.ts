// Written by bin/write-indexes.js.
import kvmActiveFirst from './kvm-active-first';
import kvmEoicountFromHead from './kvm-eoicount-from-head';
import kvmEoicountSurvivesExit from './kvm-eoicount-survives-exit';
import kvmFlushKeepsLatch from './kvm-flush-keeps-latch';
import kvmFoldForgetsActiveLevel from './kvm-fold-forgets-active-level';
import kvmFoldLatchesLevel from './kvm-fold-latches-level';
import kvmFoldMissesLastRegister from './kvm-fold-misses-last-register';
import kvmHwPendingWhileActive from './kvm-hw-pending-while-active';
import kvmIgnoredFallKeepsLock from './kvm-ignored-fall-keeps-lock';
import kvmListIsNotSorted from './kvm-list-is-not-sorted';
import kvmListLockInsideIrqLock from './kvm-list-lock-inside-irq-lock';
import kvmLrenpieForgotten from './kvm-lrenpie-forgotten';
import kvmOldPendingBeforeActive from './kvm-old-pending-before-active';
import kvmOverflowArmsNothing from './kvm-overflow-arms-nothing';
import kvmParksRegistersAsSpurious from './kvm-parks-registers-as-spurious';
import kvmPendingAndActiveApart from './kvm-pending-and-active-apart';
import kvmQueueSorts from './kvm-queue-sorts';
import kvmQueuesOnSecondList from './kvm-queues-on-second-list';
import kvmRemovalKeepsOwner from './kvm-removal-keeps-owner';
import kvmSgiSourcesWithoutEoi from './kvm-sgi-sources-without-eoi';
import kvmSgiTakesRegisterPerSource from './kvm-sgi-takes-register-per-source';
import kvmSpilledActiveArmsNothing from './kvm-spilled-active-arms-nothing';
import kvmTdirForgotten from './kvm-tdir-forgotten';
import kvmUnusedRegistersKeep from './kvm-unused-registers-keep';
import xenActiveFlagKept from './xen-active-flag-kept';
import xenActiveIsEvicted from './xen-active-is-evicted';
import xenEnablingReleasesTwice from './xen-enabling-releases-twice';
import xenEvictedIsLost from './xen-evicted-is-lost';
import xenEvictedStaysVisible from './xen-evicted-stays-visible';
import xenLrMaskIsGlobal from './xen-lr-mask-is-global';
import xenLrMaskLeaks from './xen-lr-mask-leaks';
import xenLrMaskNotSwitched from './xen-lr-mask-not-switched';
import xenLrPendingIsNotSorted from './xen-lr-pending-is-not-sorted';
import xenMasksUnderVcpuLock from './xen-masks-under-vcpu-lock';
import xenNewFlushKeepsLatch from './xen-new-flush-keeps-latch';
import xenNewFoldKeepsRegister from './xen-new-fold-keeps-register';
import xenNewSpilledActiveArmsNothing from './xen-new-spilled-active-arms-nothing';
import xenNewcomerBeforeItsEquals from './xen-newcomer-before-its-equals';
import xenOneWaitingArmsNothing from './xen-one-waiting-arms-nothing';
import xenPhysicalIntidCountsSpis from './xen-physical-intid-counts-spis';
import xenPriorityUnderRankLock from './xen-priority-under-rank-lock';
import xenRegisterNumberKept from './xen-register-number-kept';
import xenSecondRegisterOnEnable from './xen-second-register-on-enable';
import xenUrgentOneWaits from './xen-urgent-one-waits';
import xenVictimSearchGoesTooFar from './xen-victim-search-goes-too-far';
import xenVirtualInterruptsMigrate from './xen-virtual-interrupts-migrate';
import xenWithdrawnKeepsWaiting from './xen-withdrawn-keeps-waiting';
import xenWritesRegistersOfOthers from './xen-writes-registers-of-others';
import type { HypervisorFault } from '../hypervisor-fault';

/** Seeded faults of models of hypervisors, by name. */
export const faults: readonly HypervisorFault[] = [
  kvmActiveFirst,
  kvmEoicountFromHead,
  kvmEoicountSurvivesExit,
  kvmFlushKeepsLatch,
  kvmFoldForgetsActiveLevel,
  kvmFoldLatchesLevel,
  kvmFoldMissesLastRegister,
  kvmHwPendingWhileActive,
  kvmIgnoredFallKeepsLock,
  kvmListIsNotSorted,
  kvmListLockInsideIrqLock,
  kvmLrenpieForgotten,
  kvmOldPendingBeforeActive,
  kvmOverflowArmsNothing,
  kvmParksRegistersAsSpurious,
  kvmPendingAndActiveApart,
  kvmQueueSorts,
  kvmQueuesOnSecondList,
  kvmRemovalKeepsOwner,
  kvmSgiSourcesWithoutEoi,
  kvmSgiTakesRegisterPerSource,
  kvmSpilledActiveArmsNothing,
  kvmTdirForgotten,
  kvmUnusedRegistersKeep,
  xenActiveFlagKept,
  xenActiveIsEvicted,
  xenEnablingReleasesTwice,
  xenEvictedIsLost,
  xenEvictedStaysVisible,
  xenLrMaskIsGlobal,
  xenLrMaskLeaks,
  xenLrMaskNotSwitched,
  xenLrPendingIsNotSorted,
  xenMasksUnderVcpuLock,
  xenNewFlushKeepsLatch,
  xenNewFoldKeepsRegister,
  xenNewSpilledActiveArmsNothing,
  xenNewcomerBeforeItsEquals,
  xenOneWaitingArmsNothing,
  xenPhysicalIntidCountsSpis,
  xenPriorityUnderRankLock,
  xenRegisterNumberKept,
  xenSecondRegisterOnEnable,
  xenUrgentOneWaits,
  xenVictimSearchGoesTooFar,
  xenVirtualInterruptsMigrate,
  xenWithdrawnKeepsWaiting,
  xenWritesRegistersOfOthers,
];
