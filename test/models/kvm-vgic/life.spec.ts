import { Register } from '../../../models/architecture/registers';
import type { Implementation } from '../../../models/contract/implementation';
import { Lists, ListsView } from '../../../models/contract/lists';
import { EntryFlag, RecordFlag } from '../../../models/contract/lists';
import { kvm61, kvm61Fixed, kvm72, kvm72Fixed } from '../../../models/kvm-vgic/kvm-vgic';
import type { KvmVgic } from '../../../models/kvm-vgic/system';
import { architecturalHardware } from '../../../models/architecture/guest-system';
import { allRequirements } from '../../../properties';
import { Runner } from '../../../src/engine/runner';
import { Generator } from '../../../src/workload/generator';
import { guest } from './support';

const both = [2, 3] as const;

/** Runs generated workloads, and after each one asks the system. */
function runWorkloads(
  implementation: Implementation,
  seed: number,
  count: number,
  ask: (broken: string[], index: number) => void,
): void {
  const requirements = allRequirements();
  const runner = new Runner(implementation, requirements);
  const offers = [implementation.capabilities];
  const generator = new Generator(seed, { offers, maxSteps: 200, hostile: 2 });
  const workload = generator.newWorkload();
  for (let index = 0; index < count; index++) {
    generator.generate(0, index, workload);
    const judge = runner.run(workload);
    ask(
      judge.brokenNow.map((n) => requirements[n].id),
      index,
    );
  }
}

describe('implementations', () => {
  test('are named after what is mended', () => {
    expect(kvm61.id).toBe('model:kvm@6.1');
    expect(kvm72Fixed.id).toBe('model:kvm@7.2+fixed');
    expect(kvm72.repaired!(['DIFF-30', 'K-D4']).id).toBe('model:kvm@7.2+DIFF-30+K-D4');
    expect(kvm72Fixed.deviations.every(({ notShown }) => notShown !== undefined)).toBe(true);
    expect(kvm61.capabilities.lists!.overflow).toBe('active-first');
    expect(kvm61.repaired!(['DIFF-36']).capabilities.lists!.overflow).toBe('pending-first');
  });

  test('ids of deviations are unique', () => {
    for (const { deviations } of [kvm61, kvm72]) {
      const ids = deviations.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test.each([kvm61Fixed, kvm72Fixed])('$id meets every requirement', (implementation) => {
    runWorkloads(implementation, 11, 300, (broken, index) => {
      expect([index, ...broken]).toEqual([index]);
    });
  });

  test.each([kvm61, kvm72])('$id has no lock faults', (implementation) => {
    runWorkloads(implementation, 12, 300, (broken, index) => {
      expect([index, ...broken.filter((id) => id.startsWith('LOCK'))]).toEqual([index]);
    });
  });
});

describe('lists', () => {
  test('an entry is described', () => {
    const vm = guest('new', 2, { listRegisters: 1 });
    vm.sgi(1, 0, 0);
    vm.sgi(2, 1, 0);
    vm.sgi(2, 0, 0);
    vm.priority(2, 0x40);
    vm.vgic.changedLists();
    vm.sync(0);
    const lists = new Lists();
    vm.vgic.changedLists();
    vm.vgic.describeLists(0, 0, lists);
    const view = new ListsView();
    view.show(lists, 0);
    expect(view.flags & RecordFlag.Entry).not.toBe(0);
    expect(view.lockFaults).toBe(0);
    expect([view.entries, view.registers, view.usedLow]).toEqual([2, 1, 1]);
    expect([view.registerIntid(0), view.registerState(0), view.registerEoi(0)]).toEqual([2, 1, 1]);
    expect(view.entryIntid(0)).toBe(2);
    expect(view.entryRegister(0)).toBe(0);
    expect(view.entryFlags(0) & EntryFlag.SourcesLeft).not.toBe(0);
    expect(view.entryRegister(1)).toBe(-1);
    expect(view.entryFlags(1) & (EntryFlag.Listed | EntryFlag.Owned)).toBe(
      EntryFlag.Listed | EntryFlag.Owned,
    );
  });

  test('what is claimed without being listed is described, too', () => {
    const vm = guest('new', 3);
    vm.sgi(1, 0, 0);
    const { lists } = vm.vgic;
    lists.length[0] = 0;
    const into = new Lists();
    vm.vgic.describeLists(0, 0, into);
    const view = new ListsView();
    view.show(into, 0);
    expect(view.entries).toBe(1);
    expect(view.entryFlags(0) & EntryFlag.Listed).toBe(0);
  });
});

describe('scheduling', () => {
  test.each(both)('a preempted vCPU keeps its priorities (GICv%i)', (gic) => {
    const vm = guest('new', gic, { vcpus: 1, hardware: architecturalHardware });
    const bits = gic === 3 ? vm.vgic.hardware[0].priority.preemptionBits : 5;
    expect(bits).toBe(5);
    vm.priority(40, 0x20);
    vm.setBit('ISPENDR', 40);
    expect(vm.acknowledge()).toBe(40);
    vm.vgic.preempt(0);
    expect(vm.vgic.lines(0)).toBe(0);
    vm.vgic.schedule(0, 0);
    expect(vm.runningPriority()).toBe(0x20);
    vm.end(40);
    expect(vm.bit('ISACTIVER', 40)).toBe(0);
  });

  test.each(both)('power off keeps what is pending (GICv%i)', (gic) => {
    const vm = guest('new', gic);
    vm.sgi(3, 0, 1);
    vm.vgic.powerOff(1);
    vm.sgi(4, 0, 1);
    expect(vm.vgic.powerOn(0, 1)).toBe(0);
    expect(vm.drain(1).map((intid) => intid & 0x3ff)).toEqual([3, 4]);
  });

  test('an SPI on a vCPU that is off stays there, unless KVM-OFF is mended', () => {
    for (const repairs of [[], ['KVM-OFF', 'KVM-ROUTE']]) {
      const vm = guest('new', 3, { repairs });
      vm.route(40, 1);
      vm.setBit('ISPENDR', 40);
      vm.vgic.powerOff(1);
      vm.route(40, 0);
      expect(vm.acknowledge(0)).toBe(repairs.length === 0 ? 1023 : 40);
    }
  });

  test('priorities survive CPU_ON, unless KVM-APR is mended', () => {
    for (const repairs of [[], ['KVM-APR']]) {
      const vm = guest('new', 3, { repairs, hardware: architecturalHardware });
      vm.sgi(3, 0, 1);
      expect(vm.acknowledge(1)).toBe(3);
      vm.vgic.powerOff(1);
      vm.vgic.powerOn(0, 1);
      expect(vm.runningPriority(1)).toBe(repairs.length === 0 ? 0x80 : 0xff);
    }
  });

  test('disabling on another vCPU acts at its next exit', () => {
    for (const repairs of [[], ['DIFF-01']]) {
      const vm = guest('new', 3, { repairs, synchronous: false });
      vm.route(40, 1);
      vm.setBit('ISPENDR', 40);
      vm.sync(1);
      vm.setBit('ICENABLER', 40);
      expect(vm.acknowledge(1)).toBe(repairs.length === 0 ? 40 : 1023);
    }
  });
});

describe('mapped interrupts', () => {
  test.each(both)('level: fires again while the line is high (GICv%i)', (gic) => {
    const vm = guest('new', gic, { mapped: [40], level: [40], hardware: architecturalHardware });
    const { physical } = vm.vgic;
    vm.line(40, true);
    expect(physical.isActive(40)).toBe(true);
    expect(vm.acknowledge()).toBe(40);
    vm.end(40);
    expect(physical.isActive(40)).toBe(true);
    expect(vm.acknowledge()).toBe(40);
    vm.line(40, false);
    vm.end(40);
    expect(physical.isActive(40)).toBe(false);
    expect(vm.acknowledge()).toBe(1023);
  });

  test.each(both)('level: a fallen line is seen when the vCPU exits (GICv%i)', (gic) => {
    const vm = guest('new', gic, { mapped: [40], level: [40], hardware: architecturalHardware });
    vm.line(40, true);
    vm.line(40, false);
    expect(vm.vgic.physical.isActive(40)).toBe(true);
    vm.sync(0);
    expect(vm.acknowledge()).toBe(1023);
    expect(vm.vgic.physical.isActive(40)).toBe(false);
  });

  test.each(both)('spilled and ended: deactivated physically (GICv%i)', (gic) => {
    const vm = guest('new', gic, {
      mapped: [40],
      listRegisters: 1,
      hardware: architecturalHardware,
    });
    vm.line(40, true);
    expect(vm.acknowledge()).toBe(40);
    vm.priority(1, 0x40);
    vm.sgi(1, 0, 0);
    expect(vm.acknowledge()).toBe(1);
    vm.end(1);
    vm.priority(2, 0xf0);
    vm.sgi(2, 0, 0);
    vm.end(40);
    expect(vm.bit('ISACTIVER', 40)).toBe(0);
    expect(vm.vgic.physical.isActive(40)).toBe(false);
  });

  test('ISPENDR, ICPENDR and ISACTIVER act on the physical interrupt', () => {
    const vm = guest('new', 3, { mapped: [40], hardware: architecturalHardware });
    const { physical } = vm.vgic;
    vm.setBit('ISPENDR', 40);
    expect(physical.isActive(40)).toBe(true);
    vm.setBit('ICPENDR', 40);
    expect(physical.isActive(40)).toBe(false);
    vm.setBit('ISACTIVER', 40);
    expect(physical.isActive(40)).toBe(true);
    vm.setBit('ICACTIVER', 40);
    expect(physical.isActive(40)).toBe(false);
  });
});

describe('user space', () => {
  test.each(both)('pending: the latch; with GICv2 the line, too (GICv%i)', (gic) => {
    const vm = guest('new', gic, { level: [40] });
    const { userAccess } = vm.vgic;
    vm.line(40, true);
    expect(userAccess.read(0, Register.GICD_ISPENDR, 1)).toBe(gic === 2 ? 0x100 : 0);
    expect(userAccess.readLines(0, 1)).toBe(0x100);
    vm.setBit('ISPENDR', 40);
    vm.line(40, false);
    expect(userAccess.read(0, Register.GICD_ISPENDR, 1)).toBe(0x100);
    expect(userAccess.read(0, Register.GICD_ICPENDR, 1)).toBe(0);
    userAccess.write(0, Register.GICD_ICPENDR, 1, -1);
    expect(vm.bit('ISPENDR', 40)).toBe(1);
    userAccess.write(0, Register.GICD_ISPENDR, 1, 0x200);
    expect([vm.bit('ISPENDR', 40), vm.bit('ISPENDR', 41)]).toEqual([0, 1]);
    userAccess.writeLines(0, 1, 0x100);
    expect(vm.drain().slice(0, 2)).toEqual([41, 40]);
  });

  test('an SGI is restored as sent by its own vCPU (GICv2)', () => {
    const vm = guest('new', 2);
    vm.vgic.userAccess.write(1, Register.GICD_ISPENDR, 0, 1 << 3);
    expect(vm.drain(1)).toEqual([0x403]);
  });

  test('private interrupts of the vCPU named; active state (GICv3)', () => {
    const vm = guest('new', 3);
    const { userAccess } = vm.vgic;
    userAccess.write(1, Register.GICR_ISPENDR0, 0, 1 << 3);
    expect(userAccess.read(1, Register.GICR_ISPENDR0, 0)).toBe(1 << 3);
    expect(userAccess.read(1, Register.GICR_ICPENDR0, 0)).toBe(0);
    expect(vm.acknowledge(1)).toBe(3);
    expect(userAccess.read(1, Register.GICR_ISACTIVER0, 0)).toBe(1 << 3);
    expect(userAccess.read(0, Register.GICR_ISACTIVER0, 0)).toBe(0);
  });
});

test('reset is complete', () => {
  const vm = guest('new', 2, { mapped: [41], level: [40] });
  const system: KvmVgic = vm.vgic;
  vm.line(40, true);
  vm.line(41, true);
  vm.sgi(1, 0, 1);
  vm.acknowledge();
  system.reset();
  expect(system.lists.length.every((n) => n === 0)).toBe(true);
  expect(vm.read(Register.GICD_CTLR, 0)).toBe(0);
  expect(vm.read(Register.GICD_ISENABLER, 0)).toBe(0xffff);
  expect(vm.read(Register.GICD_ISPENDR, 1)).toBe(0);
  expect(vm.runningPriority()).toBe(0xff);
});
