import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Capabilities } from '../../models/contract/implementation';
import type { Machine } from '../../models/contract/machine';
import { KIND, StepKind, STRIDE, SUBJECT } from '../../models/contract/encoded';
import { stepNames } from '../workload/names';
import { inputsOf, isMachineOf } from '../workload/machines';
import type { Requirement } from '../../properties/requirement';

/** Whether a requirement says anything about an implementation with these capabilities. */
export function appliesTo(requirement: Requirement, capabilities: Capabilities): boolean {
  const { applies } = requirement;
  return (
    applies.gic.some((gic) => capabilities.gic.includes(gic)) &&
    (!applies.listRegisterInterface || capabilities.listRegisterInterface) &&
    (!applies.groups || capabilities.groups) &&
    (!applies.lines || capabilities.lines) &&
    (!applies.power || capabilities.power) &&
    (!applies.lists || showsLists(applies.lists, capabilities)) &&
    (!applies.overflow || applies.overflow === capabilities.lists?.overflow)
  );
}

function showsLists(wanted: string, { lists }: Capabilities): boolean {
  return lists !== undefined && (wanted === 'any' || wanted === lists.kind);
}

/** Whether an implementation can run workloads of a machine. */
export function canRun(capabilities: Capabilities, machine: Machine): boolean {
  const [least, most] = capabilities.listRegisters[machine.gic];
  return (
    capabilities.gic.includes(machine.gic) &&
    machine.vcpus <= capabilities.vcpus &&
    machine.spis <= capabilities.spis &&
    machine.listRegisters >= least &&
    machine.listRegisters <= most &&
    isMachineOf(capabilities, machine) &&
    // What a guest sees on GICv2 is the virtual interface, of 5 bits (GIC-CPU-012).
    (capabilities.immediate || machine.gic === 3 || machine.priorityBits === 5)
  );
}

/** The first step of a workload that an implementation cannot do, and why; nothing if it can do all. */
export function cannotDo(
  capabilities: Capabilities,
  { machine, steps, length }: EncodedWorkload,
): string | undefined {
  const { without = [], power } = capabilities;
  const inputs = inputsOf(capabilities, machine);
  for (let n = 0; n < length; n++) {
    const kind = steps[n * STRIDE + KIND] as StepKind;
    const intid = steps[n * STRIDE + SUBJECT];
    const isDevice = kind >= StepKind.Raise && kind <= StepKind.Pulse;
    const isPower = kind === StepKind.CpuOff || kind === StepKind.CpuOn;
    if (without.includes(kind) || (isPower && !power)) return `step ${n}: no ${stepNames[kind]}`;
    if (isDevice && inputs && !inputs.includes(intid)) {
      return `step ${n}: the input of INTID ${intid} cannot be driven`;
    }
  }
  return undefined;
}
