import type { MpuHypervisorImplementation } from '../../contract/mpu-implementation';
import type { DeviationId } from './deviations';
import { draftADeviations, pocDeviations, v2Deviations } from './deviations';
import { Xen2023, phases } from './hypervisor';
import type { Variant } from './variant';
import { poc2022, revision2023, v2of2023 } from './variant';

export type { MappingCosts, MappingNeed } from './comparison';
export { compareGuestMemory, regionsNeeded } from './comparison';
export { Xen2023 } from './hypervisor';
export type { Variant } from './variant';
export { poc2022, revision2023, v2of2023 } from './variant';

/** The steps that all of them know. */
const common = [
  'modify',
  'ioremap',
  'create-domain',
  'p2m-insert',
  'p2m-lookup',
  'switch',
  'idle',
  'guest-write',
  'guest-read',
];

/** How many the machines of scripts have at most. */
const MOST_CPUS = 3;

type Known = typeof pocDeviations;

function implementation(
  name: string,
  title: string,
  variant: Variant,
  deviations: Known = [],
): MpuHypervisorImplementation {
  const present = new Set<DeviationId>(deviations.map(({ id }) => id));
  const mapping = variant.plan === 'poc' ? [] : ['map', 'unmap'];
  const copying = variant.guestMemory === 'on-demand' ? ['copy-from-paddr'] : [];
  return {
    kind: 'hypervisor',
    design: '2023',
    id: `model:xen-mpu@${name}`,
    version: name,
    title,
    deviations,
    machines: { formats: [32, 64], vmsa: true, cpus: MOST_CPUS },
    phases,
    steps: [...mapping, ...common, ...copying],
    create: (machine, layout) => new Xen2023(machine, layout, variant, (id) => present.has(id)),
    repaired: (ids) =>
      implementation(
        name,
        title,
        variant,
        deviations.filter(({ id }) => !ids.includes(id)),
      ),
  };
}

/** `model:xen-mpu@poc-2022` */
export const xenMpuPoc2022 = implementation(
  'poc-2022',
  "Xen on an MPU, Arm's proof of concept of 2022: all regions made in C, the gaps closed after boot",
  poc2022,
  pocDeviations,
);

/** `model:xen-mpu@v2-2023` */
export const xenMpuV2of2023 = implementation(
  'v2-2023',
  'Xen on an MPU, the v2 series of January 2023: regions fixed in assembly, the gaps closed after boot',
  v2of2023,
  v2Deviations,
);

/** `model:xen-mpu@2023` */
export const xenMpu2023 = implementation(
  '2023',
  'Xen on an MPU, the design agreed on in February 2023: regions fixed in assembly, nothing moves',
  revision2023,
);

/** The same where nobody may have the regions of booting after it. */
export const xenMpu2023Reserving = implementation(
  '2023-reserving',
  'Xen on an MPU, the design of February 2023 with the boot-only regions left unused after boot',
  { ...revision2023, holes: 'reserved' },
);

/** `model:xen-mpu@on-demand` */
export const xenMpuOnDemand = implementation(
  'on-demand',
  'Xen on an MPU, the design of February 2023 with guest memory mapped when Xen accesses it',
  { ...revision2023, guestMemory: 'on-demand' },
);

/** `model:xen-mpu@draft-a` */
export const xenMpuDraftA = implementation(
  'draft-a',
  "Xen on an MPU, the design of February 2023 with Draft A's array of 32 EL1 regions in a vCPU",
  { ...revision2023, el1Room: 32 },
  draftADeviations,
);
