import { xen420 } from '../../../models/xen-vgic/xen-vgic';
import { Guest, machineV3 } from './support';

/** SGIs of vCPU 0, one for each priority, sent by vCPU 1. */
class Overflow {
  readonly guest: Guest;
  private readonly priorities: number[] = [];

  constructor(lrs: number) {
    this.guest = new Guest(xen420, { ...machineV3, listRegisters: lrs });
  }

  send(priority: number): number {
    const intid = this.priorities.push(priority) - 1;
    // Twice the number: GICv3 with 7 preemption bits.
    this.guest.setPriority(1, intid, 2 * priority, 0);
    this.guest.sgi(1, intid, 0);
    return intid;
  }

  /** Becomes active in its list register. */
  take(priority: number): void {
    const intid = this.send(priority);
    expect(this.guest.acknowledge(0)).toBe(intid);
  }

  priorityOf = (intid: number): number => this.priorities[intid];

  held(): number[] {
    const shown = this.guest.listRegisters(0).filter((lr) => lr !== '-');
    return shown.map((lr) => this.priorities[parseInt(lr, 10)]).sort((a, b) => a - b);
  }
}

const numerically = (a: number, b: number): number => a - b;

describe('gic_restore_pending_irqs', () => {
  // Digest A.2: list registers, active in them, pending in them, lr_pending, result, left waiting.
  // Equal priorities stand for themselves: 10 twice is 10 and 10'.
  test.each([
    [2, [], [10, 30], [20, 40], [10, 40], [20, 30]],
    [2, [], [10, 20], [10, 20], [10, 20], [10, 20]],
    [2, [30], [50], [5, 60], [30, 60], [5, 50]],
    [3, [30], [40, 50], [5, 20], [5, 30, 50], [20, 40]],
    [4, [12, 11, 10], [50], [5, 60], [10, 11, 12, 60], [5, 50]],
    [4, [], [10, 20, 30, 50], [40, 60], [10, 20, 30, 60], [40, 50]],
  ])(
    'with %i list registers, %j active, %j pending, %j new',
    (lrs, active, pending, added, result, left) => {
      const scene = new Overflow(lrs);
      for (const priority of active) scene.take(priority);
      scene.guest.setMask(0, 1);
      for (const priority of pending) scene.send(priority);
      scene.guest.trap(0);
      expect(scene.held()).toEqual([...active, ...pending].sort(numerically));
      const fresh = added.map((priority) => scene.send(priority));
      scene.guest.system.enter(0);
      expect(scene.held()).toEqual(result);
      expect(scene.guest.waiting(0).map(scene.priorityOf).sort(numerically)).toEqual(left);
      if (pending[0] === added[0]) {
        // The second row: 10 and 20' stay, 10' and 20 wait.
        expect(scene.guest.waiting(0)).toEqual([fresh[0], 1]);
      }
    },
  );

  test('a lower priority preempts nothing while a higher one waits: 2 list registers', () => {
    const scene = new Overflow(2);
    scene.take(30);
    scene.guest.setMask(0, 1);
    scene.send(20);
    scene.guest.system.enter(0);
    scene.send(10);
    scene.send(40);
    scene.guest.setMask(0, 0xff);
    expect(scene.guest.waiting(0).map(scene.priorityOf)).toEqual([10, 20]);
    expect(scene.guest.acknowledge(0)).toBe(1023);
  });

  test.each([
    [3, [10, 20, 40], [30, 50, 60], 50, 20],
    [4, [10, 20, 30, 50], [40, 60, 70], 60, 30],
  ])(
    'with %i list registers, %j pending and %j new, %i is acknowledged while %i waits',
    (lrs, pending, added, taken, waits) => {
      const scene = new Overflow(lrs);
      for (const priority of pending) scene.send(priority);
      scene.guest.system.enter(0);
      for (const priority of added) scene.send(priority);
      const order: number[] = [];
      for (
        let intid = scene.guest.acknowledge(0);
        intid !== 1023;
        intid = scene.guest.acknowledge(0)
      ) {
        order.push(scene.priorityOf(intid));
        scene.guest.eoi(0, intid);
      }
      expect(order.indexOf(taken)).toBeLessThan(order.indexOf(waits));
      expect(order.sort(numerically)).toEqual([...pending, ...added].sort(numerically));
    },
  );

  test('one priority level never inverts', () => {
    const scene = new Overflow(2);
    for (let n = 0; n < 8; n++) scene.send(0x40);
    scene.guest.trap(0);
    expect(scene.guest.listRegisters(0)).toEqual(['0p', '1p']);
    expect(scene.guest.waiting(0)).toEqual([2, 3, 4, 5, 6, 7]);
  });
});
