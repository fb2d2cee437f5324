import type { Machine } from './machine';

/**
 * The kinds of step in the flat form that runs. `acknowledge` and a read of an acknowledge register
 * are the same thing; `sgi` is a register write whose value depends on the GIC version.
 */
export const StepKind = {
  Read: 0,
  Write: 1,
  Restore: 2,
  RawRead: 3,
  RawWrite: 4,
  Acknowledge: 5,
  Eoi: 6,
  Deactivate: 7,
  Sgi: 8,
  Wfi: 9,
  CpuOff: 10,
  CpuOn: 11,
  Raise: 12,
  Lower: 13,
  Pulse: 14,
  ListRegister: 15,
  Exit: 16,
  Enter: 17,
  Preempt: 18,
  Schedule: 19,
  Barrier: 20,
} as const;
export type StepKind = (typeof StepKind)[keyof typeof StepKind];

/** Number of step kinds. */
export const STEP_KINDS = 21;

/**
 * Words of one encoded step. What each word means by kind:
 *
 * | kind | SUBJECT | INDEX | SIZE | LOW, HIGH | AUX |
 * |---|---|---|---|---|---|
 * | Read, Write, Restore, Acknowledge | register id | register number; for bytes the byte's number counted from register 0 | bytes accessed | value written | GICR: whose redistributor; else 1 for the high half of a 64-bit register |
 * | RawRead, RawWrite | frame (0 GICD, 1 GICR, 2 GICC) | offset | bytes | value | |
 * | Eoi | 0 cpu, 1 virtual | | | | |
 * | Deactivate | 0 cpu, 1 virtual | nth | 1 if early | | whose interrupts |
 * | Sgi | INTID | 0 list, 1 others, 2 self | group | list of targets as bits | |
 * | CpuOn, Schedule | target vCPU, physical CPU | | | | |
 * | Raise, Lower, Pulse | INTID (VCPU: whose PPI) | | | | |
 * | ListRegister | INTID | list register | state 0–3 | LOW: priority; HIGH: physical INTID + 1 or 0 | bits 0 group, 1 eoi, 4:2 source |
 */
export const STRIDE = 8;
export const KIND = 0;
export const VCPU = 1;
export const SUBJECT = 2;
export const INDEX = 3;
export const SIZE = 4;
export const LOW = 5;
export const HIGH = 6;
export const AUX = 7;

/** A workload in the flat form that runs: `length` steps of STRIDE words. */
export interface EncodedWorkload {
  machine: Machine;
  flavour: 'legal' | 'hostile';
  steps: Int32Array;
  length: number;
}
