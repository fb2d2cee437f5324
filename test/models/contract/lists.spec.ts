import { EntryFlag, Lists, ListsView, RecordFlag } from '../../../models/contract/lists';

/** A record of vCPU 1 with `registers` list registers and one entry. */
function record(lists: Lists, step: number, registers: number, intid = 40): boolean {
  lists.begin(step, 1, RecordFlag.Entry | RecordFlag.DistributorOn, 5, 0xf8000003 | 0, 3, -1);
  for (let n = 0; n < registers; n++) lists.register(n, n & 3, 0xf8, n & 1, 1, 0, 100 + n);
  lists.entry(intid, 0xa0, EntryFlag.Listed | EntryFlag.GroupOn, -1, 2);
  return lists.end();
}

describe('white-box records', () => {
  it('read back what was written', () => {
    const lists = new Lists();
    expect(record(lists, 7, 4, 1019)).toBe(true);
    const view = new ListsView();
    expect(view.isEmpty).toBe(true);
    view.show(lists, 0);
    expect(view.isEmpty).toBe(false);
    expect([view.step, view.vcpu, view.flags, view.lockFaults]).toEqual([7, 1, 3, 5]);
    expect([view.control, view.usedLow, view.usedHigh]).toEqual([0xf8000003 | 0, 3, -1]);
    expect([view.registers, view.entries]).toEqual([4, 1]);
    const third = [view.registerIntid(3), view.registerState(3), view.registerGroup(3)];
    expect(third).toEqual([3, 3, 1]);
    const rest = [view.registerHw(3), view.registerEoi(3), view.registerPriority(3)];
    expect([...rest, view.registerExtra(3)]).toEqual([1, 0, 0xf8, 103]);
    expect([view.entryIntid(0), view.entryPriority(0)]).toEqual([1019, 0xa0]);
    expect(view.entryFlags(0)).toBe(EntryFlag.Listed | EntryFlag.GroupOn);
    expect([view.entryRegister(0), view.entryWaitingAt(0)]).toEqual([-1, 2]);
    view.clear();
    expect([view.isEmpty, view.registers, view.entries]).toEqual([true, 0, 0]);
  });

  it('drop a record that says nothing new, the step apart', () => {
    const lists = new Lists();
    record(lists, 1, 4);
    const { length } = lists;
    expect(record(lists, 2, 4)).toBe(false);
    expect(lists.length).toBe(length);
    expect(record(lists, 3, 4, 41)).toBe(true);
    expect(record(lists, 4, 4)).toBe(true);
  });

  it('grow as needed and keep their order', () => {
    const lists = new Lists();
    for (let step = 0; step < 100; step++) record(lists, step, 64, 32 + (step % 2));
    let at = 0;
    for (let step = 0; step < 100; step++, at = lists.next(at)) {
      expect([lists.stepOf(at), lists.vcpuOf(at)]).toEqual([step, 1]);
    }
    expect(at).toBe(lists.length);
    lists.clear();
    expect(lists.length).toBe(0);
    expect(record(lists, 0, 64)).toBe(true);
  });
});
