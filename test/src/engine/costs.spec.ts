import { Costs } from '../../../models/contract/costs';
import type { Workload } from '../../../models/contract/workload';
import { classOf, CostTable } from '../../../src/engine/costs';
import { encode } from '../../../src/workload/encode';

const machine: Workload['machine'] = {
  gic: 2,
  vcpus: 2,
  listRegisters: 4,
  priorityBits: 5,
  preemptionBits: 5,
  spis: 32,
  level: [],
  hardware: [],
  oneOfN: false,
};
const workload = (steps: Workload['steps'], flavour: Workload['flavour'] = 'legal') =>
  encode({ format: 'lockstep-workload-1', flavour, machine, steps });
const wfi = (vcpu: number) => ({ step: 'wfi' as const, vcpu });

describe('costs', () => {
  it('are told apart by the class of the workload', () => {
    expect(classOf(workload([wfi(0)], 'hostile'))).toBe('hostile');
    expect(classOf(workload([wfi(0), wfi(0)]))).toBe('one vCPU');
    expect(classOf(workload([wfi(0), wfi(1)]))).toBe('several vCPUs');
    expect(classOf(workload([wfi(0), { step: 'cpu-off', vcpu: 1 }]))).toBe('power');
    expect(classOf(workload([wfi(1), { step: 'raise', intid: 40 }]))).toBe('one vCPU');
  });

  it('add up what was spent between start and stop', () => {
    const table = new CostTable();
    const costs = new Costs();
    const one = workload([wfi(0), wfi(0)]);
    for (const exits of [3, 4]) {
      costs.exits += 100;
      table.start(costs);
      costs.exits += exits;
      costs.kicks += 1;
      table.stop(costs, 1, one, 'one vCPU');
    }
    table.start(costs);
    table.stop(costs, 0, one, 'hostile');
    const [first, second] = table.sorted();
    expect(first).toMatchObject({ implementation: 1, class: 'one vCPU', workloads: 2, steps: 4 });
    expect(first.costs).toMatchObject({ exits: 7, kicks: 2, lockOperations: 0 });
    expect(second).toMatchObject({ implementation: 0, class: 'hostile', workloads: 1 });
  });
});
