import type { EncodedWorkload } from '../../models/contract/encoded';
import { KIND, StepKind, STRIDE, SUBJECT } from '../../models/contract/encoded';
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
