import { Exactness } from '../../src/engine/exact';
import { describeTarget } from './support';

const ids = ['xen:4.17', 'xen:4.20', 'kvm:6.1', 'kvm:6.12', 'kvm:6.18', 'kvm:6.19', 'kvm:7.2'];
/** Seconds of workloads, beside those that a target takes to boot. */
const SECONDS = 1;

/** Always the same workloads: `lockstep exact` is for fresh ones. */
const seed = 20261121;

const free = ['free:xen:4.20', 'free:kvm:7.2'];

for (const id of ids) {
  describeTarget(id, (target) => {
    const { state } = target.capabilities;
    const title = state ? 'shows and keeps what its twin does' : 'shows what its twin shows';
    it.each([2, 3] as const)(`${title}, GICv%i`, async (gic) => {
      const { workloads, equal, steps, differing, deaths } = await new Exactness({
        ...{ target, seed, gic: [gic], seconds: SECONDS, runs: 30 },
        ...{ steps: 120, hostile: 0, lanes: 1, open: { state } },
      }).run();

      expect({ seed, differing, deaths }).toEqual({ seed, differing: [], deaths: [] });
      expect(equal).toBe(workloads);
      expect(steps).toBe(workloads * 120);
      expect(workloads).toBeGreaterThan(0);
    });
  });
}

for (const id of free) {
  describeTarget(id, (target) => {
    it.each([2, 3] as const)('shows what its twin allows, GICv%i', async (gic) => {
      const { workloads, equal, allowed, differing, deaths } = await new Exactness({
        ...{ target, seed, gic: [gic], seconds: SECONDS, runs: 30 },
        ...{ steps: 120, hostile: 0, lanes: 1 },
      }).run();

      expect({ seed, differing, deaths }).toEqual({ seed, differing: [], deaths: [] });
      expect(equal + allowed).toBe(workloads);
      expect(workloads).toBeGreaterThan(0);
    });
  });
}
