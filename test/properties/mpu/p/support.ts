import type { MpuHypervisorImplementation } from '../../../../models/contract/mpu-implementation';
import type { MpuScript, MpuScriptStep, MpuShown } from '../../../../models/contract/mpu-script';
import { allMpuRequirements } from '../../../../properties/mpu';
import { MpuJudge, newMpuTally } from '../../../../src/engine/mpu/judge';
import type { Setup } from '../../../models/xen-mpu/design-2023/support';
import { layout2023, machine2023, mended } from '../../../models/xen-mpu/design-2023/support';

export interface Case extends Setup {
  of: MpuHypervisorImplementation;
  steps: readonly MpuScriptStep[];
}

export type Tampering = (last: MpuShown) => Partial<MpuShown>;

interface Judged {
  /** The first step that broke it. */
  broken: number | undefined;
  exercised: number;
}

function judged(
  id: string,
  { of, steps, machine, layout }: Case,
  present: readonly string[],
  tampering: Tampering,
): Judged {
  const ids = of.deviations.map((one) => one.id).filter((one) => !present.includes(one));
  const script: MpuScript = {
    format: 'lockstep-mpu-script-1',
    machine: { ...machine2023, ...machine },
    layout: { ...layout2023, ...layout },
    steps: [...steps],
  };
  const xen = (present.length > 0 ? of.repaired!(ids) : mended(of)).create(
    script.machine,
    script.layout,
  );
  const all = steps.map((step) => xen.execute(step));
  const last = all.at(-1)!;
  const shown = [...all.slice(0, -1), { ...last, ...tampering(last) }];
  const asked = allMpuRequirements().filter((one) => one.id === id);
  const tally = newMpuTally(asked);
  const [broken] = new MpuJudge(asked, tally).script(script, shown, '2023');
  return { broken: broken?.step, exercised: tally.exercised[0] };
}

/**
 * What a requirement says of a script that a design executes with these deviations and no others.
 * @returns 'held', 'not concerned', or 'broken in step N', N from the end: −1 is the last
 */
export function verdict(
  id: string,
  script: Case,
  present: readonly string[] = [],
  tampering: Tampering = () => ({}),
): string {
  const { broken, exercised } = judged(id, script, present, tampering);
  if (broken !== undefined) return `broken in step ${broken - script.steps.length}`;
  return exercised > 0 ? 'held' : 'not concerned';
}

/** How often a script that a design executes without deviations exercises a requirement. */
export function exercised(id: string, script: Case): number {
  return judged(id, script, [], () => ({})).exercised;
}
