import type { MpuHypervisorImplementation } from '../../contract/mpu-implementation';
import { deviations } from './deviations';
import { UpstreamXen, phases, steps } from './hypervisor';

export { deviations } from './deviations';
export { UpstreamXen } from './hypervisor';

/** Xen as of 2026 without the deviations of these ids. */
function withMended(mended: readonly string[]): MpuHypervisorImplementation {
  const left = deviations.filter(({ id }) => !mended.includes(id));
  const present = new Set(left.map(({ id }) => id));
  return {
    kind: 'hypervisor',
    design: 'upstream',
    id: 'model:xen-mpu@2026',
    version: '2026',
    title: "Xen's MPU region map, upstream as of August 2026 (c447b7308b)",
    deviations: left,
    machines: { formats: [32, 64], vmsa: true, anyMsa: true },
    phases,
    steps,
    create: (machine, layout) => new UpstreamXen(machine, layout, (id) => present.has(id)),
    repaired: (ids) => withMended([...mended, ...ids]),
  };
}

/** `model:xen-mpu@2026` */
export const xenMpu2026 = withMended([]);
