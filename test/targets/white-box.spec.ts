import type { InterruptState } from '../../models/contract/interrupt-state';
import { describeTarget, show, workloadsFor } from './support';

/** Enough workloads that every field is something else than at reset somewhere. */
const COUNT = 12;

for (const id of ['kvm:6.1', 'kvm:7.2']) {
  describeTarget(id, (target) => {
    it.each([2, 3] as const)('shows what it keeps, if asked to, GICv%i', async (gic) => {
      const workloads = workloadsFor(target, { seed: 77, count: COUNT, steps: 200, gic });
      const remote = target.open!({ state: true });
      const kept: InterruptState[] = [];

      try {
        for (const workload of workloads) {
          const { state } = await show(remote, workload);
          const { vcpus, spis } = workload.machine;
          expect(state).toMatchObject({ gic });
          expect(state!.interrupts).toHaveLength(vcpus * 32 + spis);
          kept.push(...state!.interrupts);
        }
      } finally {
        await remote.close();
      }

      const fields = [
        'pendingLatch',
        'lineLevel',
        'active',
        'enabled',
        'level',
        'priority',
      ] as const;
      for (const field of fields) {
        const values = new Set(kept.map((one) => one[field]));
        expect([field, values.size > 1]).toEqual([field, true]);
      }
      expect(new Set(kept.map(({ vcpu }) => vcpu))).toEqual(new Set([-1, 0, 1]));
    });
  });
}
