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
    expect(physical.acknowledge(0)).toBe(EDGE);
    physical.setActive(EDGE, false);
    expect(physical.signalled()).toBe(-1);
    expect(physical.raised).toBe(false);
  });

  it('hands out a level again while its line is high', () => {
    physical.setLine(LEVEL, true);
    expect(physical.acknowledge(0)).toBe(LEVEL);
    expect(physical.acknowledge(0)).toBe(-1);
    physical.setActive(LEVEL, false);
    expect(physical.acknowledge(0)).toBe(LEVEL);
    physical.setLine(LEVEL, false);
    physical.setActive(LEVEL, false);
    expect(physical.acknowledge(0)).toBe(-1);
  });

  it('keeps what comes while active or masked', () => {
    physical.setLine(EDGE, true);
    expect(physical.acknowledge(0)).toBe(EDGE);
    physical.setLine(EDGE, false);
    physical.setLine(EDGE, true);
    expect(physical.acknowledge(0)).toBe(-1);
    physical.setEnabled(EDGE, false);
    physical.setActive(EDGE, false);
    expect(physical.acknowledge(0)).toBe(-1);
    expect(physical.isPending(EDGE)).toBe(true);
    physical.setEnabled(EDGE, true);
    expect(physical.acknowledge(0)).toBe(EDGE);
  });

  it('signals to the physical CPU that an SPI is routed to, and to no other', () => {
    physical.setAffinity(LEVEL, 1);
    physical.setLine(LEVEL, true);

    expect(physical.signalled()).toBe(1);
    expect(physical.acknowledge(0)).toBe(-1);
    physical.setAffinity(LEVEL, 0);
    expect(physical.raised).toBe(true);
    expect(physical.signalled()).toBe(0);
    expect(physical.acknowledge(0)).toBe(LEVEL);
  });

  it('keeps what is active from every CPU', () => {
    physical.setLine(LEVEL, true);
    physical.acknowledge(0);

    physical.setAffinity(LEVEL, 1);

    expect(physical.signalled()).toBe(-1);
    expect(physical.acknowledge(1)).toBe(-1);
    physical.setActive(LEVEL, false);
    expect(physical.signalled()).toBe(1);
  });

  it('is idle when nothing is pending nor active', () => {
    expect(physical.isIdle).toBe(true);
    physical.setLine(EDGE, true);
    expect(physical.isIdle).toBe(false);
    physical.acknowledge(0);
    expect(physical.isIdle).toBe(false);
    physical.setActive(EDGE, false);
    expect(physical.isIdle).toBe(true);
  });
});
