import type {
  MpuHypervisorImplementation,
  MpuMachines,
} from '../../../models/contract/mpu-implementation';

/** What scripts may be made of. */
export interface MpuScriptOffer {
  machines: MpuMachines;
  /** In order. */
  phases: readonly string[];
  steps: readonly string[];
}

/** What all of these hypervisors offer. */
export function commonOffer(
  implementations: readonly Pick<MpuHypervisorImplementation, 'machines' | 'phases' | 'steps'>[],
): MpuScriptOffer {
  const [first] = implementations;
  const allHave = (has: (one: MpuScriptOffer) => boolean): boolean => implementations.every(has);
  const regions = first.machines.regions?.filter((counts) =>
    allHave(
      ({ machines }) =>
        machines.regions?.some((one) => JSON.stringify(one) === JSON.stringify(counts)) ?? true,
    ),
  );
  const cpus = Math.min(...implementations.map(({ machines }) => machines.cpus ?? 1));
  return {
    machines: {
      formats: first.machines.formats.filter((format) =>
        allHave(({ machines }) => machines.formats.includes(format)),
      ),
      ...(regions ? { regions } : {}),
      vmsa: allHave(({ machines }) => machines.vmsa),
      ...(cpus > 1 ? { cpus } : {}),
      ...(allHave(({ machines }) => machines.anyMsa === true) ? { anyMsa: true } : {}),
    },
    phases: first.phases.filter((phase) => allHave(({ phases }) => phases.includes(phase))),
    steps: first.steps.filter((step) => allHave(({ steps }) => steps.includes(step))),
  };
}
