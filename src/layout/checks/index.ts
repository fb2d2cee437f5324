import type { MpuCheckViolation } from '../../../reports/schema/mpu-check';
import { alignment } from './alignment';
import type { Check, Subject } from './check';
import { deviceSections } from './device-sections';
import { devicesReachable } from './devices-reachable';
import { domains } from './domains';
import { failures } from './failures';
import { fixedIndexes } from './fixed-indexes';
import { guestMemory } from './guest-memory';
import { guestSections } from './guest-sections';
import { heap } from './heap';
import { initGone } from './init-gone';
import { moduleSections } from './module-sections';
import { placedOverlap } from './placed-overlap';
import { regionOverlap } from './region-overlap';
import { regionsSuffice } from './regions-suffice';
import { sectionRounding } from './section-rounding';
import { sectionsPresent } from './sections-present';
import { steady } from './steady';
import { writableExecutable } from './writable-executable';
import { xenCovered } from './xen-covered';

export type { Subject } from './check';

const all: readonly Check[] = [
  // What the linker and the device tree say.
  placedOverlap,
  alignment,
  sectionRounding,
  sectionsPresent,
  guestSections,
  moduleSections,
  deviceSections,
  heap,
  domains,
  // What the hypervisor makes of it.
  failures,
  regionsSuffice,
  regionOverlap,
  xenCovered,
  initGone,
  devicesReachable,
  guestMemory,
  writableExecutable,
  fixedIndexes,
  steady,
];

/** Everything that is wrong with a layout. */
export function checkAll(subject: Subject): MpuCheckViolation[] {
  return all.flatMap((check) => check(subject));
}
