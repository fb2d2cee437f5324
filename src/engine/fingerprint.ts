import type { Trace } from '../../models/contract/trace';
import type { Step, Workload } from '../../models/contract/workload';

/**
 * What a minimal workload is about, so that those of one cause are told from others: what differs
 * at its last step, and what happens from the first interrupt on. What only sets up comes before.
 */
export interface Fingerprint {
  gic: number;
  /** What differs: `lines`, or the step. */
  differing: string;
  /** The kinds of step and registers, each once, sorted. */
  steps: string[];
}

/** `GICR_ISPENDR0` and `GICD_ICPENDR5`: `PENDR`; `ICC_IAR1_EL1`: `IAR`. */
function family(register: string, isRead: boolean): string {
  const name = register.replace(/^[A-Z]+_/, '').replace(/_EL[12]$/, '');
  const bare = name.replace(/\d+$/, '').replace(/^A(IAR|HPPIR|EOIR|BPR)$/, '$1');
  return isRead ? bare.replace(/^I[SC](?=(ENABLE|PEND|ACTIVE)R)/, '') : bare;
}

function nameOf(step: Step): string {
  if (step.step === 'acknowledge') return 'read IAR';
  if (!('register' in step)) return step.step === 'raise' ? 'pulse' : step.step;
  return `${step.step} ${family(step.register, step.step === 'read')}`;
}

/** The step makes an interrupt pending or active. */
function isStimulus(step: Step): boolean {
  if (step.step === 'write') return /_IS(PEND|ACTIVE)R\d/.test(step.register);
  return ['raise', 'pulse', 'sgi', 'raw-write', 'raw-read'].includes(step.step);
}

export function fingerprint(workload: Workload, step: number, a: Trace, b: Trace): Fingerprint {
  const { steps, machine } = workload;
  const first = Math.max(0, steps.findIndex(isStimulus));
  const onlyLines =
    a.outcome[step] === b.outcome[step] &&
    a.low[step] === b.low[step] &&
    a.high[step] === b.high[step];
  return {
    gic: machine.gic,
    differing: onlyLines ? 'lines' : nameOf(steps[step]),
    steps: [...new Set(steps.slice(first, onlyLines ? step : step + 1).map(nameOf))].sort(),
  };
}

/** The same differs, and all that happens in the small one happens in the large one. */
export function includes(large: Fingerprint, small: Fingerprint): boolean {
  return (
    large.gic === small.gic &&
    large.differing === small.differing &&
    small.steps.every((step) => large.steps.includes(step))
  );
}
