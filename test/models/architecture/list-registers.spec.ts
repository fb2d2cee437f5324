import type { PhysicalDeactivation } from '../../../models/architecture';
import { ListRegisters, State } from '../../../models/architecture';
import { SPURIOUS } from '../../../models/contract/machine';

const BOTH_GROUPS = 3;

function listRegisters(gic: 2 | 3, count = 4) {
  const deactivated: number[][] = [];
  const distributor: PhysicalDeactivation = {
    deactivatePhysical: (pe, intid) => deactivated.push([pe, intid]),
  };
  return { registers: new ListRegisters(gic, count, 5, 1, distributor), deactivated };
}

/** A pending software list register. */
function pend(registers: ListRegisters, index: number, intid: number, priority = 0, group = 1) {
  registers.program(index, intid, State.Pending, priority, group, 0, 0, 0, 0);
}

describe('ListRegisters', () => {
  it('reads GICH_LR back but for reserved bits', () => {
    const { registers } = listRegisters(2);

    registers.writeV2(1, -1);
    expect(registers.readV2(1) >>> 0).toBe(0xff8fffff);
    registers.writeV2(1, 0x7fffffff);

    expect(registers.readV2(1) >>> 0).toBe(0x7ff81fff & ~(7 << 20));
  });

  it('reads ICH_LR_EL2 back but for reserved bits', () => {
    const { registers } = listRegisters(3);

    registers.writeV3(0, -1, -1);
    expect([registers.readHigh(0) >>> 0, registers.readLow(0)]).toEqual([0xf0f81fff, 0xffff]);
    registers.writeV3(0, 27, 0xdfffffff | 0);

    expect(registers.readHigh(0) >>> 0).toBe(0xd0f80200);
  });

  it('chooses the highest priority of the enabled groups, then the lowest number', () => {
    const { registers } = listRegisters(3);
    pend(registers, 0, 40, 0x80);
    pend(registers, 1, 41, 0x40);
    pend(registers, 2, 42, 0x40);
    pend(registers, 3, 43, 0, 0);

    expect(registers.highestPending(BOTH_GROUPS)).toBe(3);
    expect(registers.highestPending(2)).toBe(1);
    expect(registers.highestPending(0)).toBe(-1);
  });

  it('never chooses what is active', () => {
    const { registers } = listRegisters(3);
    registers.program(0, 40, State.PendingActive, 0, 1, 0, 0, 0, 0);
    registers.program(1, 41, State.Active, 0, 1, 0, 0, 0, 0);

    expect(registers.highestPending(BOTH_GROUPS)).toBe(-1);
    expect(registers.somePending()).toBe(false);
  });

  it('goes from pending to active, and back by deactivation', () => {
    const { registers } = listRegisters(3);
    pend(registers, 2, 40);

    expect(registers.acknowledge(2)).toBe(40);
    expect(registers.stateOf(2)).toBe(State.Active);
    expect(registers.findActive(40)).toBe(2);
    registers.setState(2, State.PendingActive);
    registers.deactivate(2);
    expect(registers.stateOf(2)).toBe(State.Pending);
    expect(registers.findActive(40)).toBe(-1);
  });

  it('deactivates the physical interrupt with HW = 1', () => {
    const { registers, deactivated } = listRegisters(3);
    registers.program(0, 40, State.Active, 0, 1, 1, 77, 0, 0);

    registers.deactivate(0);

    expect(deactivated).toEqual([[1, 77]]);
    expect(registers.elrsr(0)).toBe(0b1111);
  });

  it('raises EISR, not ELRSR, for an inactive register with its EOI bit', () => {
    const { registers } = listRegisters(2);
    registers.program(1, 40, State.Active, 0, 1, 0, 0, 1, 0);
    expect([registers.eisr(0), registers.elrsr(0)]).toEqual([0, 0b1101]);

    registers.deactivate(1);

    expect([registers.eisr(0), registers.elrsr(0)]).toEqual([0b0010, 0b1101]);
    registers.writeV2(1, 0);
    expect([registers.eisr(0), registers.elrsr(0)]).toEqual([0, 0b1111]);
  });

  it('shows the source of an SGI on GICv2 and tells sources apart', () => {
    const { registers } = listRegisters(2);
    registers.program(0, 3, State.Pending, 0, 1, 0, 0, 0, 5);

    expect(registers.acknowledge(0)).toBe((5 << 10) | 3);
    expect(registers.findActive(3)).toBe(-1);
    expect(registers.findActive((5 << 10) | 3)).toBe(0);
  });

  it('discards a special vINTID', () => {
    const { registers } = listRegisters(3);
    pend(registers, 0, 1021);

    expect(registers.acknowledge(0)).toBe(SPURIOUS);
    expect(registers.stateOf(0)).toBe(State.Inactive);
  });

  it('has up to 64 registers', () => {
    const { registers } = listRegisters(2, 64);
    pend(registers, 63, 40);
    expect(registers.highestPending(BOTH_GROUPS)).toBe(63);
    expect(registers.atMostOneValid()).toBe(true);

    pend(registers, 31, 41);

    expect(registers.highestPending(BOTH_GROUPS)).toBe(31);
    expect(registers.atMostOneValid()).toBe(false);
    expect([registers.elrsr(0), registers.elrsr(1)]).toEqual([0x7fffffff, 0x7fffffff]);
  });
});
