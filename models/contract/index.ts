// Names are listed one by one: `export *` costs a slow look-up at every use in the hot loops.
export type { Machine } from './machine';
export {
  FIRST_LPI,
  FIRST_SPECIAL_INTID,
  interruptWords,
  machineProblem,
  machineSchema,
  MAX_VCPUS,
  SPURIOUS,
} from './machine';
export { Line, lineNames, Outcome, outcomeNames } from './observation';
export type { Step, Workload } from './workload';
export { stepSchema, workloadSchema } from './workload';
export type { EncodedWorkload } from './encoded';
export {
  AUX,
  HIGH,
  INDEX,
  KIND,
  LOW,
  SIZE,
  STEP_KINDS,
  StepKind,
  STRIDE,
  SUBJECT,
  VCPU,
} from './encoded';
export { Trace } from './trace';
export type { Capabilities, Deviation, Implementation, System } from './implementation';
