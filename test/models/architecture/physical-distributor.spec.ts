import { PhysicalDistributor } from '../../../models/architecture/physical-distributor';
import type { Machine } from '../../../models/contract/machine';

const EDGE = 40;
const LEVEL = 41;
const machine: Machine = {
  gic: 3,
  vcpus: 2,
  listRegisters: 4,
  priorityBits: 5,
  preemptionBits: 5,
  spis: 32,
  level: [LEVEL, 50],
  hardware: [EDGE, LEVEL],
  oneOfN: false,
};

describe('physical distributor', () => {
  let physical: PhysicalDistributor;
  beforeEach(() => {
    physical = new PhysicalDistributor(machine);
    physical.reset();
    for (const intid of machine.hardware) physical.setEnabled(intid, true);
  });

  it('knows which SPIs are wired', () => {
    expect([EDGE, LEVEL, 50, 20].map((intid) => physical.has(intid))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('hands out an edge once, however long the line stays high', () => {
    physical.setLine(EDGE, true);
    expect(physical.acknowledge()).toBe(EDGE);
    physical.setActive(EDGE, false);
    expect(physical.acknowledge()).toBe(-1);
    expect(physical.raised).toBe(false);
  });

  it('hands out a level again while its line is high', () => {
    physical.setLine(LEVEL, true);
    expect(physical.acknowledge()).toBe(LEVEL);
    expect(physical.acknowledge()).toBe(-1);
    physical.setActive(LEVEL, false);
    expect(physical.acknowledge()).toBe(LEVEL);
    physical.setLine(LEVEL, false);
    physical.setActive(LEVEL, false);
    expect(physical.acknowledge()).toBe(-1);
  });

  it('keeps what comes while active or masked', () => {
    physical.setLine(EDGE, true);
    expect(physical.acknowledge()).toBe(EDGE);
    physical.setLine(EDGE, false);
    physical.setLine(EDGE, true);
    expect(physical.acknowledge()).toBe(-1);
    physical.setEnabled(EDGE, false);
    physical.setActive(EDGE, false);
    expect(physical.acknowledge()).toBe(-1);
    expect(physical.isPending(EDGE)).toBe(true);
    physical.setEnabled(EDGE, true);
    expect(physical.acknowledge()).toBe(EDGE);
  });
});
