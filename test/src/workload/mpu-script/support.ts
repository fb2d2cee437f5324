import type { MpuHypervisorImplementation } from '../../../../models/contract/mpu-implementation';
import type { MpuScript, MpuShown } from '../../../../models/contract/mpu-script';

/** A hypervisor that also has guests, as far as a generator looks at it. */
export const withGuests: Pick<MpuHypervisorImplementation, 'machines' | 'phases' | 'steps'> = {
  machines: { formats: [32, 64], vmsa: true },
  phases: ['assembly', 'early-fdt', 'reorganise'],
  steps: ['map', 'unmap', 'create-domain', 'switch', 'idle', 'guest-write', 'guest-read'],
};

export function run(implementation: MpuHypervisorImplementation, script: MpuScript): MpuShown[] {
  const hypervisor = implementation.create(script.machine, script.layout);
  return script.steps.map((step) => hypervisor.execute(step));
}
