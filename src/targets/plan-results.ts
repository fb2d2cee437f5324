import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Trace } from '../../models/contract/trace';
import { INDEX, KIND, StepKind, STRIDE, SUBJECT } from '../../models/contract/encoded';
import { MAX_VCPUS } from '../../models/contract/machine';
import { Outcome } from '../../models/contract/observation';
import { registers } from '../../models/architecture/registers';
import { deactivateRegister } from '../engine/execute';
import type { Batch, Results } from './mailbox';
import { NOBODY, Operation, SHOW_LINES, SHOW_PHYSICAL, SKIPPED } from './mailbox';

/** Exception classes (ESR_ELx.EC). */
const UNKNOWN = 0;
const SYSTEM_REGISTER_TRAPPED = 0x18;

/** What kind of operation a step became. */
export const Shown = {
  Nothing: 0,
  Skipped: 1,
  Read: 2,
  Write: 3,
  Eoi: 4,
  Value: 5,
  Deactivate: 6,
  Restore: 7,
} as const;

const isPending = Uint8Array.from(registers, ({ name }) =>
  /^GIC[DR]_I[SC]PENDR[0#]$/.test(name) ? 1 : 0,
);
/** What became of a workload: which operations are which step's. */
export interface Planned {
  workload: EncodedWorkload;
  batch: Batch;
  /** By step: what kind of operation it became. */
  shown: Uint8Array;
  /** By step: the operation that shows its result; those from `firstOf` on belong to it. */
  operationOf: Int32Array;
  firstOf: Int32Array;
  /** PPIs, as bits, that are not shown as pending: see `Surroundings`. */
  wiredToItself: number;
}

/** Writes what the operations showed into a trace; lines are those that a vCPU showed last. */
export function readTrace(planned: Planned, results: Results, trace: Trace): void {
  const { workload, shown, operationOf, batch } = planned;
  trace.reserve(workload.length);
  trace.lists.clear();
  for (let n = 0, at = 0; n < workload.length; n++, at += STRIDE) {
    const operation = operationOf[n];
    trace.keepLines(n);
    readLines(planned, results, trace, n);
    trace.low[n] = trace.high[n] = 0;
    trace.outcome[n] = Outcome.None;
    if (shown[n] === Shown.Nothing) continue;
    const status = results.status(operation);
    if (shown[n] === Shown.Skipped || status === SKIPPED) {
      trace.outcome[n] = Outcome.Skipped;
      continue;
    }
    const failed = status !== 0 && status !== NOBODY;
    if (failed) trace.outcome[n] = outcomeOf(status);
    else if (shown[n] === Shown.Read || shown[n] === Shown.Value) trace.outcome[n] = Outcome.Value;
    switch (shown[n]) {
      case Shown.Read:
        if (failed) break;
        trace.low[n] = results.low(operation) & ~wiredIn(planned, at);
        trace.high[n] = results.high(operation);
        break;
      case Shown.Restore:
        trace.low[n] = results.low(operation);
        trace.high[n] = results.high(operation);
        break;
      case Shown.Value:
        trace.low[n] = results.low(operation);
        break;
      case Shown.Eoi:
        trace.low[n] = results.low(operation);
        trace.high[n] = results.id(operation);
        break;
      case Shown.Deactivate:
        trace.low[n] = results.low(operation);
        trace.high[n] = deactivateRegister(workload.machine.gic, workload.steps[at + SUBJECT]);
        break;
      default:
        trace.low[n] = batch.words[operation * 4 + 2];
        trace.high[n] = batch.words[operation * 4 + 3];
    }
  }
}

/** The bits of a value read that the GIC's own wires drive. */
function wiredIn({ workload, wiredToItself }: Planned, at: number): number {
  const { steps } = workload;
  if (wiredToItself === 0 || steps[at + KIND] !== StepKind.Read || steps[at + INDEX] !== 0)
    return 0;
  return isPending[steps[at + SUBJECT]] !== 0 ? wiredToItself : 0;
}

function readLines(planned: Planned, results: Results, trace: Trace, step: number): void {
  const { firstOf } = planned;
  const { words } = planned.batch;
  for (let o = firstOf[step]; o < firstOf[step + 1]; o++) {
    const cpu = (words[o * 4] >>> 8) & 0xff;
    if (((words[o * 4] >>> 16) & (SHOW_LINES | SHOW_PHYSICAL)) !== 0) {
      trace.lines[step * MAX_VCPUS + cpu] = results.lines(o);
    } else if ((words[o * 4] & 0x3f) === Operation.CpuOff) {
      trace.lines[step * MAX_VCPUS + cpu] = 0;
    }
  }
}

function outcomeOf(syndrome: number): Outcome {
  const exceptionClass = syndrome >>> 26;
  if (exceptionClass === UNKNOWN) return Outcome.Undefined;
  return exceptionClass === SYSTEM_REGISTER_TRAPPED ? Outcome.Trap : Outcome.Abort;
}
