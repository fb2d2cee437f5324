import type { MpuMachine } from '../../models/contract/mpu';
import type { MpuLayout } from '../../models/contract/mpu-layout';
import type { Course } from './contexts';
import { courseOf } from './contexts';
import type { Design } from './designs';

/**
 * What a failure comes from: deviations of the design with which the first step that failed would not
 * have, were they mended.
 * @returns a line about each
 */
export function causesOf(
  { name, implementation }: Design,
  machine: MpuMachine,
  layout: MpuLayout,
  { failures }: Course,
): string[] {
  const { repaired, deviations } = implementation;
  if (failures.length === 0 || !repaired) return [];
  const failed = JSON.stringify(failures[0].step);
  return deviations
    .filter(({ id }) => {
      const mended = courseOf(repaired([id]), machine, layout);
      return !mended.failures.some(({ step }) => JSON.stringify(step) === failed);
    })
    .map(
      ({ id, title }) => `it comes from ${id}: ${title}; --design ${name}+${id} goes on without`,
    );
}

/** Most regions that MPUIR_EL2 can tell of. */
const MOST_REGIONS = 255;

/**
 * How many regions of EL2 would do, where some of what failed would not have with more of them.
 * @returns a line, or none
 */
export function regionsThatDo(
  { implementation }: Design,
  machine: MpuMachine,
  layout: MpuLayout,
  { failures }: Course,
): string[] {
  if (failures.length === 0) return [];
  const failuresWith = (el2Regions: number): string =>
    JSON.stringify(courseOf(implementation, { ...machine, el2Regions }, layout).failures);
  const least = failuresWith(MOST_REGIONS);
  if (least === JSON.stringify(failures)) return [];
  let regions = machine.el2Regions + 1;
  while (failuresWith(regions) !== least) regions++;
  return [`with ${regions} regions at EL2 none would be lacking; there are ${machine.el2Regions}`];
}
