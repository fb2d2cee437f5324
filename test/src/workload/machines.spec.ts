import { fc, test } from '@fast-check/jest';
import type { Capabilities } from '../../../models/contract/implementation';
import type { Machine } from '../../../models/contract/machine';
import { machineProblem } from '../../../models/contract/machine';
import { architecture } from '../../../models/architecture';
import { canRun } from '../../../src/engine/applicable';
import {
  campaignMachines,
  inputsOf,
  intersect,
  MACHINES_PER_CAMPAIGN,
} from '../../../src/workload/machines';

const everything = architecture.capabilities;
const seeds = fc.integer({ min: 0, max: 0x7fffffff });

describe('intersect', () => {
  it('takes what all offer', () => {
    const small: Capabilities = {
      ...everything,
      gic: [3],
      vcpus: 2,
      listRegisterInterface: false,
      listRegisters: { 2: [1, 64], 3: [2, 8] },
      spis: 64,
      power: false,
    };
    const few: Capabilities = {
      ...everything,
      listRegisters: { 2: [4, 16], 3: [4, 16] },
      groups: false,
      lines: false,
      immediate: false,
    };

    const both = intersect([everything, small, few]);

    expect(both).toEqual({
      gic: [3],
      vcpus: 2,
      listRegisterInterface: false,
      listRegisters: { 2: [4, 16], 3: [4, 8] },
      spis: 64,
      groups: false,
      lines: false,
      power: false,
      immediate: false,
    });
    expect(intersect([few, everything, small])).toEqual(both);
  });

  it('leaves a single one as it is', () => {
    expect(intersect([everything])).toEqual(everything);
  });
});

describe('campaignMachines', () => {
  test.prop([seeds], { numRuns: 5 })('gives the same machines for the same seed', (seed) => {
    const machines = campaignMachines(seed, everything);

    expect(machines).toHaveLength(MACHINES_PER_CAMPAIGN);
    expect(campaignMachines(seed, everything)).toEqual(machines);
    expect(campaignMachines(seed ^ 1, everything)).not.toEqual(machines);
  });

  test.prop([seeds], { numRuns: 10 })('gives machines that make sense', (seed) => {
    for (const machine of campaignMachines(seed, everything)) {
      expect(machineProblem(machine)).toBeUndefined();
      expect(canRun(everything, machine)).toBe(true);
    }
  });

  test.prop([seeds], { numRuns: 5 })('has every interesting number of list registers', (seed) => {
    const machines = campaignMachines(seed, everything);
    const counts = (gic: 2 | 3): number[] =>
      [...new Set(machines.filter((m) => m.gic === gic).map((m) => m.listRegisters))].sort(
        (a, b) => a - b,
      );

    expect(counts(2)).toEqual([1, 2, 3, 4, 8, 16, 31, 32, 33, 64]);
    expect(counts(3)).toEqual([1, 2, 3, 4, 8, 15, 16]);
  });

  test.prop([seeds, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 31 })], {
    numRuns: 10,
  })('stays within what is offered', (seed, vcpus, words) => {
    const offered: Capabilities = {
      ...everything,
      gic: [2],
      vcpus,
      spis: Math.min(words * 32, 988),
      listRegisters: { 2: [2, 8], 3: [1, 16] },
    };

    for (const machine of campaignMachines(seed, offered)) {
      expect(machineProblem(machine)).toBeUndefined();
      expect(canRun(offered, machine)).toBe(true);
    }
  });
});

describe('SPIs with a physical source', () => {
  const offered: Capabilities = { ...everything, inputs: [], hardware: [39] };
  const of = (machine: Machine, changes: Partial<Machine>): Machine => ({ ...machine, ...changes });

  test.prop([seeds], { numRuns: 10 })('are those that are offered, and level-sensitive', (seed) => {
    const machines = campaignMachines(seed, offered);

    for (const machine of machines) {
      expect(machineProblem(machine)).toBeUndefined();
      expect(canRun(offered, machine)).toBe(true);
      expect([[], [39]]).toContainEqual(machine.hardware);
      expect(inputsOf(offered, machine)).toEqual(machine.hardware);
    }
    expect(new Set(machines.map(({ hardware }) => hardware.length))).toEqual(new Set([0, 1]));
  });

  it('cannot be others, nor edge-triggered', () => {
    const [machine] = campaignMachines(1, offered);
    const wired = of(machine, { level: [39, 40], hardware: [39] });

    expect(canRun(offered, wired)).toBe(true);
    expect(canRun(offered, of(wired, { hardware: [39, 40] }))).toBe(false);
    expect(canRun(offered, of(wired, { level: [40] }))).toBe(false);
  });

  it('are what all offer', () => {
    expect(intersect([offered, everything]).hardware).toEqual([39]);
    expect(intersect([offered, { ...everything, hardware: [] }]).hardware).toEqual([]);
  });

  it('can be driven on top of other inputs, where a machine has them', () => {
    const [machine] = campaignMachines(1, offered);
    const wired = of(machine, { level: [39], hardware: [39] });
    const more = { ...offered, inputs: [27, 39] };

    expect(inputsOf(everything, wired)).toBeUndefined();
    expect(inputsOf({ ...more, inputs: [27] }, wired)).toEqual([27, 39]);
    expect(inputsOf({ ...more, inputs: [27] }, of(wired, { hardware: [] }))).toEqual([27]);
    expect(inputsOf(more, wired)).toEqual([27, 39]);
  });
});
