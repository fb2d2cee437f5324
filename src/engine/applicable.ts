import type { Capabilities } from '../../models/contract/implementation';
import type { Machine } from '../../models/contract/machine';
import { isMachineOf } from '../workload/machines';
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
