import { fc, test as property } from '@fast-check/jest';
import { Register } from '../../../models/architecture/registers';
import { savedRegisters } from '../../../models/kvm-vgic/saved-registers';
import { Executor } from '../../../src/engine/execute';
import { findImplementation } from '../../../src/targets/registry';
import { Trace } from '../../../models/contract/trace';
import type { KvmVgic } from '../../../models/kvm-vgic/kvm-vgic';
import { workloads } from '../../../src/workload/arbitrary';
import { encode } from '../../../src/workload/encode';
import type { Guest } from './support';
import { guest } from './support';

const both = [2, 3] as const;

/** Brings everybody back into the guest. */
function migrate(vm: Guest): void {
  vm.vgic.migrate();
  for (let vcpu = 0; vcpu < vm.vgic.vcpus; vcpu++) vm.sync(vcpu);
}

describe.each(both)('a VM that is saved and restored (GICv%i)', (gic) => {
  test('goes on with what was pending, active and masked', () => {
    const vm = guest('new', gic);
    vm.route(40, 1);
    vm.setBit('ISPENDR', 40);
    vm.setBit('ISPENDR', 41);
    vm.priority(42, 0x20);
    vm.setBit('ISPENDR', 42);
    expect(vm.acknowledge()).toBe(42);

    migrate(vm);

    expect(vm.runningPriority()).toBe(0x20);
    expect(vm.bit('ISACTIVER', 42)).toBe(1);
    vm.end(42);
    expect(vm.drain()).toEqual([41]);
    expect(vm.drain(1)).toEqual([40]);
  });

  test('keeps who is off', () => {
    const vm = guest('new', gic);
    vm.vgic.powerOff(1);

    migrate(vm);

    expect([vm.vgic.isOn(0), vm.vgic.isOn(1)]).toEqual([true, false]);
    expect(vm.vgic.powerOn(0, 1)).toBe(0);
  });

  test('a line that is high: GICv3 keeps it, GICv2 makes it a latch', () => {
    const vm = guest('new', gic, { level: [40] });
    vm.line(40, true);

    vm.vgic.migrate();

    const spi = vm.vgic.describeState().interrupts.find(({ intid }) => intid === 40);
    expect(spi).toMatchObject(
      gic === 2 ? { pendingLatch: 1, lineLevel: 0 } : { pendingLatch: 0, lineLevel: 1 },
    );
  });
});

describe('what a migration loses', () => {
  test('the source of an active SGI (GICv2)', () => {
    const vm = guest('new', 2, { eoiMode: 1 });
    vm.sgi(3, 1, 0);
    expect(vm.acknowledge()).toBe(0x403);

    migrate(vm);

    vm.end(0x403);
    vm.deactivate(0x403);
    expect(vm.bit('ISACTIVER', 3)).toBe(1);
    vm.deactivate(3);
    expect(vm.bit('ISACTIVER', 3)).toBe(0);
  });

  test('BPR1, while CBPR is set (GICv3)', () => {
    const vm = guest('new', 3);
    vm.write(Register.ICC_BPR1_EL1, 0, 6);
    vm.write(Register.ICC_CTLR_EL1, 0, 1);

    migrate(vm);

    vm.write(Register.ICC_CTLR_EL1, 0, 0);
    expect(vm.read(Register.ICC_BPR1_EL1, 0)).toBe(3);
  });

  test('a line that was recorded before the interrupt became an edge (GICv3)', () => {
    const vm = guest('new', 3, { level: [40] });
    vm.line(40, true);
    vm.write(Register.GICD_ICFGR, 2, 2 << 16);
    expect(vm.vgic.userAccess.readLines(0, 1)).toBe(0);

    vm.vgic.migrate();

    const spi = vm.vgic.describeState().interrupts.find(({ intid }) => intid === 40);
    expect(spi!.lineLevel).toBe(0);
  });
});

describe.each(both)('what is saved (GICv%i)', (gic) => {
  const offered = {
    ...findImplementation('model:kvm@7.2').capabilities,
    gic: [gic],
    vcpus: 3,
    spis: 64,
  };

  property.prop([workloads({ offered, maxSteps: 80 })], { numRuns: 60 })(
    'is all that is left: the second time nothing changes',
    (given) => {
      const system = findImplementation('model:kvm@7.2').create(given.machine) as KvmVgic;
      new Executor(given.machine).run(system, encode(given), new Trace(1));

      system.migrate();
      const first = system.describeState();
      system.migrate();

      const second = system.describeState();
      expect(second).toEqual(first);
    },
  );

  property.prop([fc.integer({ min: 1, max: 8 }), fc.constantFrom(64, 96, 1024)])(
    'names everything once',
    (vcpus, intids) => {
      const saved = savedRegisters(gic, vcpus, intids).filter(
        (one) => one.kind !== 'register' || one.value === undefined,
      );
      const keys = saved.map((one) => JSON.stringify(one));

      expect(new Set(keys).size).toBe(keys.length);
      const priorities = gic === 2 ? Register.GICD_IPRIORITYR : Register.GICR_IPRIORITYR;
      const bytes = saved.filter(
        (one) =>
          one.kind === 'register' &&
          [priorities, Register.GICD_IPRIORITYR].includes(one.register as never),
      );
      expect(bytes).toHaveLength((vcpus * 32 + intids - 32) / 4);
    },
  );
});
