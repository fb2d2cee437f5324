import type { Step } from '../../models/contract/workload';
import { StepKind } from '../../models/contract/encoded';

export const interfaceNames = ['cpu', 'virtual'] as const;
export const listRegisterStates = ['inactive', 'pending', 'active', 'pending-active'] as const;
export const sgiModes = ['list', 'others', 'self'] as const;

export const kindOf: Record<Step['step'], StepKind> = {
  read: StepKind.Read,
  write: StepKind.Write,
  restore: StepKind.Restore,
  'raw-read': StepKind.RawRead,
  'raw-write': StepKind.RawWrite,
  acknowledge: StepKind.Acknowledge,
  eoi: StepKind.Eoi,
  deactivate: StepKind.Deactivate,
  sgi: StepKind.Sgi,
  wfi: StepKind.Wfi,
  'cpu-off': StepKind.CpuOff,
  'cpu-on': StepKind.CpuOn,
  raise: StepKind.Raise,
  lower: StepKind.Lower,
  pulse: StepKind.Pulse,
  'list-register': StepKind.ListRegister,
  exit: StepKind.Exit,
  enter: StepKind.Enter,
  preempt: StepKind.Preempt,
  schedule: StepKind.Schedule,
  barrier: StepKind.Barrier,
};

/** Names of the step kinds, by number. */
export const stepNames = Object.keys(kindOf) as Step['step'][];
