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
