import { IDLE, PriorityInterface } from '../../../models/architecture';

const shape = (preemptionBits: number, priorityBits = preemptionBits) => ({
  priorityBits,
  preemptionBits,
  sharedActivePriorities: false,
});

describe('PriorityInterface', () => {
  it('masks everything with PMR 0 and the lowest level always', () => {
    const priority = new PriorityInterface(shape(5));

    expect(priority.canSignal(0, 1)).toBe(false);
    priority.writePmr(0xff);

    expect(priority.pmr).toBe(0xf8);
    expect(priority.canSignal(0xf8, 1)).toBe(false);
    expect(priority.canSignal(0xf0, 1)).toBe(true);
  });

  it.each([
    [5, 2],
    [6, 1],
    [7, 0],
  ])('with %i preemption bits has BPR0 of at least %i and BPR1 one more', (bits, minimum) => {
    const priority = new PriorityInterface(shape(bits));

    priority.writeBpr0(0);
    priority.writeBpr1(0);

    expect([priority.bpr0, priority.readBpr1()]).toEqual([minimum, minimum + 1]);
  });

  it.each([
    [0, [0xfe, 0xfe]],
    [1, [0xfc, 0xfe]],
    [2, [0xf8, 0xfc]],
    [3, [0xf0, 0xf8]],
    [4, [0xe0, 0xf0]],
    [5, [0xc0, 0xe0]],
    [6, [0x80, 0xc0]],
    [7, [0x00, 0x80]],
  ])('splits priorities at BPR %i', (bpr, masks) => {
    const priority = new PriorityInterface(shape(7, 8));

    priority.writeBpr0(bpr);
    priority.writeBpr1(bpr);

    expect([priority.groupMask(0), priority.groupMask(1)]).toEqual(masks);
  });

  it('uses BPR0 for both groups with CBPR', () => {
    const priority = new PriorityInterface(shape(5));
    priority.writeBpr1(6);
    priority.writeBpr0(4);

    priority.commonBinaryPoint = 1;
    priority.writeBpr1(3);

    expect(priority.groupMask(1)).toBe(0xe0);
    expect(priority.readBpr1()).toBe(5);
    priority.writeBpr0(7);
    expect(priority.readBpr1()).toBe(7);
    priority.commonBinaryPoint = 0;
    expect(priority.readBpr1()).toBe(6);
  });

  it('stacks group priorities and drops the highest of both groups', () => {
    const priority = new PriorityInterface(shape(5));
    priority.writePmr(0xff);

    priority.push(0x80, 1);
    expect(priority.preempts(0x80, 1)).toBe(false);
    expect(priority.preempts(0x78, 0)).toBe(true);
    priority.push(0x40, 0);

    expect(priority.readRpr()).toBe(0x40);
    expect(priority.readActivePriorities(0, 0)).toBe(1 << 8);
    expect(priority.readActivePriorities(1, 0)).toBe(1 << 16);
    expect(priority.runningGroup()).toBe(0);
    expect(priority.drop()).toBe(true);
    expect(priority.readRpr()).toBe(0x80);
    expect(priority.drop()).toBe(true);
    expect(priority.drop()).toBe(false);
    expect(priority.readRpr()).toBe(0xff);
  });

  it('keeps 128 levels in four registers with 7 preemption bits', () => {
    const priority = new PriorityInterface(shape(7));

    priority.push(0xfe, 1);
    priority.push(0x42, 1);

    expect(priority.readActivePriorities(1, 3)).toBe(1 << 31);
    expect(priority.readActivePriorities(1, 1)).toBe(1 << 1);
    expect(priority.running).toBe(0x42);
  });

  it('runs what restored active priorities say', () => {
    const priority = new PriorityInterface(shape(5));

    priority.writeActivePriorities(1, 0, 1 << 31);
    expect(priority.running).toBe(0xf8);
    priority.writeActivePriorities(1, 0, 0);

    expect(priority.running).toBe(IDLE);
  });
});
