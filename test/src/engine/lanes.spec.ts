import { TargetDied } from '../../../src/errors';
import { firstDifference } from '../../../src/engine/compare';
import { Lanes } from '../../../src/engine/lanes';
import { Runner } from '../../../src/engine/runner';
import type { EncodedWorkload } from '../../../models/contract/encoded';
import { Generator } from '../../../src/workload/generator';
import { death, madeUp, settle, twin } from './remotes';

function workloadsOf(count: number, maxSteps = 40): EncodedWorkload[] {
  const generator = new Generator(3, { offers: [twin().capabilities], maxSteps, hostile: 0 });
  return Array.from({ length: count }, (_, index) => {
    const workload = generator.newWorkload();
    generator.generate(0, index, workload);
    return workload;
  });
}

describe('lanes', () => {
  it('run workloads side by side, one at a time on each', async () => {
    const { implementation, log } = madeUp();
    const given = workloadsOf(12);
    const lanes = new Lanes(implementation, 3);
    const model = new Runner(twin(), []);

    const shown = await Promise.all(given.map((workload) => lanes.run(workload)));
    await lanes.close();

    expect(log).toMatchObject({ opened: 3, closed: 3, runs: 12, most: 3, running: 0 });
    given.forEach((workload, n) => {
      const trace = shown[n];
      if (trace instanceof TargetDied) throw trace;
      expect(trace.length).toBe(workload.length);
      model.execute(workload);
      expect(firstDifference(trace, model.trace, 0, workload.machine.vcpus)).toBe(-1);
    });
  });

  it('take a copy: the workload may be overwritten meanwhile', async () => {
    const { implementation } = madeUp();
    const [first, second] = workloadsOf(2);
    const lanes = new Lanes(implementation, 1);
    const kept = { ...first, steps: first.steps.slice() };

    const running = lanes.run(first);
    first.steps.set(second.steps);
    first.length = 1;
    const shown = await running;
    await lanes.close();

    const model = new Runner(twin(), []);
    model.execute(kept);
    if (shown instanceof TargetDied) throw shown;
    expect(firstDifference(shown, model.trace, 0, kept.machine.vcpus)).toBe(-1);
  });

  it('give a death as a result, and go on', async () => {
    const { implementation } = madeUp(twin(), {
      mishap: (_, nth) => (nth === 1 ? death() : undefined),
    });
    const lanes = new Lanes(implementation, 1);

    const shown = await Promise.all(workloadsOf(3).map((workload) => lanes.run(workload)));
    await lanes.close();

    expect(shown.map((one) => one instanceof TargetDied)).toEqual([false, true, false]);
  });

  it('reject what is no death, and go on', async () => {
    const fault = new Error('a fault of ours');
    const { implementation } = madeUp(twin(), {
      mishap: (_, nth) => (nth === 0 ? fault : undefined),
    });
    const lanes = new Lanes(implementation, 1);
    const [first, second] = workloadsOf(2);

    const running = [lanes.run(first), lanes.run(second)];

    await expect(running[0]).rejects.toBe(fault);
    await expect(running[1]).resolves.toHaveProperty('length', second.length);
    await lanes.close();
  });

  it('run nothing more once they are closed', async () => {
    const { implementation, log } = madeUp();
    const lanes = new Lanes(implementation, 1);

    const running = workloadsOf(3).map((workload) => lanes.run(workload));
    const ends = Promise.allSettled(running);
    await settle(1);
    await lanes.close();

    expect((await ends).map(({ status }) => status)).toContain('rejected');
    expect(log).toMatchObject({ closed: 1, running: 0, late: 0 });
    expect(log.runs).toBeLessThan(3);
  });

  it('give work to the lane that has least to do', async () => {
    const waiting: (() => void)[] = [];
    const busy: number[] = [];
    const { implementation } = madeUp();
    let opened = 0;
    const lanes = new Lanes(
      {
        ...implementation,
        open: () => {
          const lane = opened++;
          return {
            run: async () => {
              busy.push(lane);
              if (lane === 0) await new Promise<void>((resolve) => waiting.push(resolve));
            },
            close: () => Promise.resolve(),
          };
        },
      },
      2,
    );
    const [workload] = workloadsOf(1);

    // The first lane is stuck: everything but its share goes to the other.
    const running: Promise<unknown>[] = [];
    for (let n = 0; n < 5; n++) {
      running.push(lanes.run(workload));
      await settle();
    }
    expect(busy).toEqual([0, 1, 1, 1, 1]);
    for (const go of waiting) go();
    await Promise.all(running);
    await lanes.close();
  });
});
