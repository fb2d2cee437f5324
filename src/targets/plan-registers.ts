import type { EncodedWorkload } from '../../models/contract/encoded';
import { INDEX, KIND, StepKind, STRIDE, SUBJECT, VCPU } from '../../models/contract/encoded';
import { MAX_VCPUS } from '../../models/contract/machine';
import { registers } from '../../models/architecture/registers';

/** Registers by id: those of the hypervisor, and those of the interface behind list registers. */
export const isHypervisorRegister = Uint8Array.from(registers, ({ side }) =>
  side === 'hypervisor' ? 1 : 0,
);
export const isVirtual = Uint8Array.from(registers, ({ side }) => (side === 'virtual' ? 1 : 0));

/** Whether anything happens to list registers or the interface behind them. */
export function usesVirtual({ steps, length }: EncodedWorkload): boolean {
  for (let at = 0; at < length * STRIDE; at += STRIDE) {
    const kind = steps[at + KIND] as StepKind;
    if (kind === StepKind.ListRegister) return true;
    if (kind === StepKind.Eoi || kind === StepKind.Deactivate) {
      if (steps[at + SUBJECT] === 1) return true;
    } else if (kind <= StepKind.Acknowledge && kind !== StepKind.RawRead) {
      if (kind === StepKind.RawWrite) continue;
      const register = steps[at + SUBJECT];
      if (isVirtual[register] !== 0 || isHypervisorRegister[register] !== 0) return true;
    }
  }
  return false;
}

/** A read of anything but an acknowledge register moves no lines; they need not be looked at. */
export function isMereRead(steps: Int32Array, number: number): boolean {
  return number > 0 && steps[number * STRIDE + KIND] === StepKind.Read;
}

/** What a step that reads or restores a register of the hypervisor remembers its value by. */
export function slotKey(steps: Int32Array, at: number): number {
  return (steps[at + SUBJECT] * 64 + steps[at + INDEX]) * MAX_VCPUS + steps[at + VCPU];
}
