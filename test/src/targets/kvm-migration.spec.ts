import { Register } from '../../../models/architecture/registers';
import { savedRegisters } from '../../../models/kvm-vgic/saved-registers';
import { attributeOf, nameOf } from '../../../src/targets/kvm-migration';

describe('device attributes of a VGIC', () => {
  it.each([
    [2, { kind: 'register', vcpu: 1, register: Register.GICD_ISENABLER, index: 0 }, [1, 0x100]],
    [3, { kind: 'register', vcpu: 0, register: Register.GICD_IROUTER, index: 33 }, [1, 0x6108]],
    [3, { kind: 'register', vcpu: 1, register: Register.GICR_ICFGR, index: 1 }, [5, 0x10c04]],
    [3, { kind: 'lines', vcpu: 0, word: 2 }, [7, 64]],
    [2, { kind: 'interface', vcpu: 1, name: 'PMR' }, [2, 4]],
    [2, { kind: 'interface', vcpu: 1, name: 'AP0R0' }, [2, 0xd0]],
    [3, { kind: 'interface', vcpu: 1, name: 'PMR' }, [6, 0xc230]],
    [3, { kind: 'interface', vcpu: 0, name: 'IGRPEN1' }, [6, 0xc667]],
  ] as const)('GICv%i: %j', (gic, saved, [group, low]) => {
    expect(attributeOf(gic, saved)).toEqual({ group, vcpu: saved.vcpu, low });
  });

  it.each([2, 3] as const)('are different ones for all that is saved (GICv%i)', (gic) => {
    const saved = savedRegisters(gic, 2, 96);
    const attributes = new Set(saved.map((one) => JSON.stringify(attributeOf(gic, one))));

    expect(attributes.size).toBe(saved.length);
    expect(new Set(saved.map(nameOf)).size).toBe(saved.length);
  });

  it('have names for messages', () => {
    expect(
      savedRegisters(3, 2, 64)
        .slice(-1)
        .map((saved) => nameOf(saved)),
    ).toEqual(['AP1R0 of the CPU interface of vCPU 1']);
  });
});
