import type { Step } from '../../models/contract/workload';
import { Exactness } from '../../src/engine/exact';
import { AsTwin } from '../../src/engine/as-twin';
import { Generator } from '../../src/workload/generator';
import { encode } from '../../src/workload/encode';
import { workload } from '../src/support';
import { describeTarget, show } from './support';

const seed = 20261122;
const open = { state: true, migrates: true };

/** Half of them come before the migration. */
const lost: [string, 2 | 3, Step[], number][] = [
  [
    'BPR1 while CBPR is set',
    3,
    [
      { step: 'write', vcpu: 0, register: 'ICC_BPR1_EL1', value: '0x6' },
      { step: 'write', vcpu: 0, register: 'ICC_CTLR_EL1', value: '0x1' },
      { step: 'write', vcpu: 0, register: 'ICC_CTLR_EL1', value: '0x0' },
      { step: 'read', vcpu: 0, register: 'ICC_BPR1_EL1' },
    ],
    3,
  ],
];

for (const id of ['kvm:6.1', 'kvm:7.2']) {
  describeTarget(id, (target) => {
    it.each([2, 3] as const)(
      'goes on as its twin does when saved and restored, GICv%i',
      async (gic) => {
        const { workloads, equal, differing, deaths } = await new Exactness({
          ...{ target, seed, gic: [gic], runs: 20, steps: 120, hostile: 0, lanes: 1, open },
        }).run();

        expect({ seed, differing, deaths }).toEqual({ seed, differing: [], deaths: [] });
        expect([workloads, equal]).toEqual([20, 20]);
      },
    );

    it.each(lost)('loses %s (GICv%i)', async (_, gic, steps, value) => {
      const offers = [{ ...target.capabilities, gic: [gic] }];
      const [machine] = new Generator(seed, { offers, maxSteps: 10, hostile: 0 }).machines.flat();
      const given = encode(workload(machine, steps));
      const remote = target.open!(open);

      try {
        const trace = await show(remote, given);
        expect(trace.low[steps.length - 1]).toBe(value);
        expect(new AsTwin(target, open).unlike(given, trace)).toBeUndefined();
      } finally {
        await remote.close();
      }
    });
  });
}
