import type { Machine } from '../../../models/contract/machine';
import { Lists, ListsView } from '../../../models/contract/lists';
import { Register } from '../../../models/architecture/registers';
import { xenNew, xenNewFixed, xenNewVgic } from '../../../models/xen-new-vgic/xen-new-vgic';
import type { XenNewVgicSystem } from '../../../models/xen-new-vgic/system';
import { Runner } from '../../../src/engine/runner';
import { Generator } from '../../../src/workload/generator';
import { machine } from '../../src/support';

/** A system and the record of vCPU 0 as it is. */
function prepared(given: Machine, repairs: string[] = []) {
  const system = xenNewVgic({ repairs }).create(given) as XenNewVgicSystem;
  const set = (register: number, index: number, value: number, vcpu = 0) =>
    system.write(vcpu, register, index, 4, value, 0, 0);
  set(Register.GICD_CTLR, 0, 1);
  for (let v = 0; v < given.vcpus; v++) {
    set(Register.GICC_PMR, 0, 0xf8, v);
    set(Register.GICC_CTLR, 0, 1, v);
  }
  for (let n = 8; n < 8 + given.spis / 4; n++) set(Register.GICD_ITARGETSR, n, 0x01010101);
  for (let n = 1; n <= given.spis / 32; n++) set(Register.GICD_ISENABLER, n, -1);
  const record = () => {
    const lists = new Lists();
    const view = new ListsView();
    system.describeLists(0, 0, lists);
    view.show(lists, 0);
    return view;
  };
  return { system, set, record };
}

describe('lists', () => {
  it('asks for an exit when the list goes on behind the last list register', () => {
    const { set, record } = prepared(machine(2, { listRegisters: 2 }));
    expect(record().control).toBe(0);
    set(Register.GICD_ISPENDR, 1, 3);
    expect(record().control).toBe(1);
    set(Register.GICD_ISPENDR, 1, 7);
    expect(record().control).toBe(3);
    expect(record().entries).toBe(3);
  });

  it('puts a mapped edge interrupt pending and active with HW = 1 (DIFF-47)', () => {
    const given = machine(2, { hardware: [32] });
    const { system, set, record } = prepared(given);
    system.setLine(32, 0, true);
    expect(system.read(0, Register.GICC_IAR, 0, 4, 0)).toBe(32);
    set(Register.GICD_ISPENDR, 1, 1);
    const view = record();
    expect([view.registerState(0), view.registerHw(0)]).toEqual([3, 1]);
    const mended = prepared(given, ['DIFF-47']);
    mended.system.setLine(32, 0, true);
    expect(mended.record().registerHw(0)).toBe(0);
  });

  it('ends the physical interrupt with the virtual one', () => {
    const { system, set } = prepared(machine(2, { hardware: [32], level: [32] }));
    system.setLine(32, 0, true);
    expect(system.physical.isActive(32)).toBe(true);
    expect(system.read(0, Register.GICC_IAR, 0, 4, 0)).toBe(32);
    system.setLine(32, 0, false);
    set(Register.GICC_EOIR, 0, 32);
    expect(system.physical.isActive(32)).toBe(false);
    expect(system.read(0, Register.GICC_IAR, 0, 4, 0)).toBe(1023);
  });

  it('moves a retargeted interrupt at the exit of its vCPU, without a kick (DIFF-48)', () => {
    const kicks = (repairs: string[]) => {
      const { system, set } = prepared(machine(2, { spis: 64 }), repairs);
      set(Register.GICD_ISPENDR, 2, 1);
      const before = system.costs.kicks;
      system.write(1, Register.GICD_ITARGETSR, 64, 1, 2, 0, 0);
      expect(system.lists.length[0]).toBe(1);
      system.exit(0);
      expect([system.lists.length[0], system.lists.length[1]]).toEqual([0, 1]);
      return system.costs.kicks - before;
    };
    expect(kicks([])).toBe(0);
    expect(kicks(['DIFF-48'])).toBe(1);
  });

  it('hangs in the sort of a long list (N-SORT)', () => {
    const faults = (repairs: string[]) => {
      const { set, record } = prepared(machine(2, { spis: 288, listRegisters: 4 }), repairs);
      for (let n = 1; n <= 9; n++) set(Register.GICD_ISPENDR, n, -1);
      return record().lockFaults;
    };
    expect(faults([])).toBe(1);
    expect(faults(['N-SORT'])).toBe(0);
  });
});

describe('profiles', () => {
  it('names the repairs and keeps the other deviations', () => {
    const mended = xenNew.repaired!(['DIFF-36', 'K-D1', 'unknown']);
    expect(mended.id).toBe('model:xen-new+DIFF-36+K-D1');
    expect(mended.deviations.length).toBe(xenNew.deviations.length - 2);
    expect(mended.capabilities.lists?.overflow).toBe('pending-first');
    expect(xenNewFixed.id).toBe('model:xen-new+fixed');
    expect(xenNewFixed.deviations).toEqual([]);
    expect(xenNewVgic({ repairs: xenNew.deviations.map(({ id }) => id) }).id).toBe(xenNewFixed.id);
  });

  it('gives every deviation an effect or the reason why none shows', () => {
    for (const { id, requirements, notShown, evidence } of xenNew.deviations) {
      expect([id, requirements.length > 0 || notShown !== undefined]).toEqual([id, true]);
      expect(evidence).not.toBe('');
    }
  });

  it.each([
    ['upstream', xenNew],
    ['mended', xenNewFixed],
  ])('keeps the lock order and leaves no lock held: %s', (_, implementation) => {
    const systems: XenNewVgicSystem[] = [];
    const create = (on: Machine) => {
      const system = implementation.create(on) as XenNewVgicSystem;
      systems.push(system);
      return system;
    };
    const runner = new Runner({ ...implementation, create }, []);
    const options = { offers: [implementation.capabilities], maxSteps: 200, hostile: 2 };
    const generator = new Generator(77, options);
    const given = generator.newWorkload();
    const faults = new Set<number>();
    for (let index = 0; index < 150; index++) {
      generator.generate(0, index, given);
      runner.execute(given);
      for (const system of systems) faults.add(system.locks.takeFaults());
    }
    expect(systems.length).toBeGreaterThan(0);
    expect([...faults]).toEqual([0]);
  });
});
