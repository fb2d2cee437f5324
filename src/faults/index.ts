import type { Implementation } from '../../models/contract/implementation';
import type { MpuProcessorImplementation } from '../../models/contract/mpu-implementation';
import { ArchitectureGic, architecture } from '../../models/architecture';
import type { Fault } from './fault';
import { faults as ofHypervisors } from './hypervisor';
import type { HypervisorFault } from './hypervisor-fault';
import { faultyHypervisor } from './hypervisor-fault';
import { faults as ofMpus } from './mpu';
import type { MpuFault } from './mpu-fault';
import { faultyMpu } from './mpu-fault';
import { faults } from './reference';

/** Every fault of the reference: one file each. */
export function allFaults(): readonly Fault[] {
  return faults;
}

/** Every fault of a model of a hypervisor: one file each. */
export function hypervisorFaults(): readonly HypervisorFault[] {
  return ofHypervisors;
}

/** Every fault of the MPU: one file each. */
export function mpuFaults(): readonly MpuFault[] {
  return ofMpus;
}

/** The reference with a fault, as an implementation. */
export function faulty(fault: Fault): Implementation {
  return {
    ...architecture,
    id: `fault:${fault.id}`,
    title: `Reference with a fault: ${fault.title}`,
    create(machine) {
      const gic = new ArchitectureGic(machine);
      fault.override(gic);
      return gic;
    },
  };
}

/** Everything with a fault that `--impl` can name. */
export function faultImplementations(): readonly Implementation[] {
  return [...allFaults().map(faulty), ...hypervisorFaults().map(faultyHypervisor)];
}

/** Every MPU with a fault that `--impl` can name. */
export function mpuFaultImplementations(): readonly MpuProcessorImplementation[] {
  return mpuFaults().map(faultyMpu);
}
