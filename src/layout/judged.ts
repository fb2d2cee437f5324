import type { MpuMachine } from '../../models/contract/mpu';
import type { MpuLayout } from '../../models/contract/mpu-layout';
import type { MpuScriptStep } from '../../models/contract/mpu-script';
import type { MpuRequirement } from '../../properties/mpu/requirement';
import type { MpuCheckViolation } from '../../reports/schema/mpu-check';
import { MpuJudge, newMpuTally } from '../engine/mpu/judge';
import type { Course } from './contexts';

function stepText(step: MpuScriptStep): string {
  const { step: kind, ...rest } = step;
  return [kind, ...Object.values(rest)].join(' ');
}

/**
 * Requirements that the whole course breaks, intermediate states of the registers included.
 * @param known requirements that are reported already, by what lies where
 */
export function judgedViolations(
  machine: MpuMachine,
  layout: MpuLayout,
  course: Course,
  design: 'upstream' | '2023',
  known: ReadonlySet<string>,
  requirements: readonly MpuRequirement[],
): MpuCheckViolation[] {
  const judge = new MpuJudge(requirements, newMpuTally(requirements));
  const { steps, shown } = course;
  const script = { format: 'lockstep-mpu-script-1', machine, layout, steps } as const;
  return judge
    .script(script, shown, design)
    .map(({ requirement, step }) => ({ ...requirements[requirement], step }))
    .filter(({ id }) => !known.has(id))
    .map(({ id, title, step }) => ({
      requirement: id,
      message: `broken at step ${step} (${stepText(steps[step])}): ${title}`,
      where: [],
    }));
}
