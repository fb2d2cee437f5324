import type { MpuMachine } from '../../../models/contract/mpu';
import type { MpuCheckViolation, PlacedKind } from '../../../reports/schema/mpu-check';
import type { Board } from '../board';
import type { Context, Course } from '../contexts';

/** What is checked. */
export interface Subject {
  board: Board;
  machine: MpuMachine;
  /** `upstream`: Xen's region map as it is in 2026. `2023`: the earlier design, in any variant. */
  design: 'upstream' | '2023';
  /** Xen maps the memory of guests, and boot modules, as a whole, by mpu,…-section. */
  hasGuestSections: boolean;
  /** What the hypervisor does with the layout. */
  course: Course;
}

/** Sections of memory that a design does not map: the device tree has them for others. */
export function isUnknown({ design, hasGuestSections }: Subject, kind: PlacedKind): boolean {
  if (kind === 'device-section') return design !== '2023';
  return (kind === 'guest-section' || kind === 'boot-module-section') && !hasGuestSections;
}

/** Finds what breaks one requirement. */
export type Check = (subject: Subject) => MpuCheckViolation[];

/** Contexts with a table. */
export function tables({ course }: Subject): Context[] {
  return course.contexts.filter(({ missing }) => missing === undefined);
}

/** Contexts with a table, from the end of booting on. */
export function settled(subject: Subject): Context[] {
  return tables(subject).filter(({ name }) => name !== 'assembly');
}
