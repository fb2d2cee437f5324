import { registers } from '../../models/architecture/registers';
import type { InterfaceName } from '../../models/kvm-vgic/interface-access';
import type { SavedRegister } from '../../models/kvm-vgic/saved-registers';

/** KVM_DEV_ARM_VGIC_GRP_*. */
const Group = { Dist: 1, Cpu: 2, Redist: 5, SystemRegisters: 6, LevelInfo: 7 } as const;

/** Offsets of GICC registers. */
const gicc: Partial<Record<InterfaceName, number>> = {
  CTLR: 0x00,
  PMR: 0x04,
  BPR0: 0x08,
  BPR1: 0x1c,
  AP0R0: 0xd0,
};

/** Number of a system register as KVM has it: op0, op1, CRn, CRm, op2. */
function systemRegister(crn: number, crm: number, op2: number): number {
  return (3 << 14) | (crn << 7) | (crm << 3) | op2;
}

const icc: Record<InterfaceName, number> = {
  PMR: systemRegister(4, 6, 0),
  BPR0: systemRegister(12, 8, 3),
  AP0R0: systemRegister(12, 8, 4),
  AP1R0: systemRegister(12, 9, 0),
  BPR1: systemRegister(12, 12, 3),
  CTLR: systemRegister(12, 12, 4),
  IGRPEN0: systemRegister(12, 12, 6),
  IGRPEN1: systemRegister(12, 12, 7),
};

/** A device attribute of a VGIC: its group, and the two halves of its number. */
export interface Attribute {
  group: number;
  /** CPUID of GICv2, affinity of GICv3. */
  vcpu: number;
  low: number;
}

/** The attribute by which user space reads and writes something. */
export function attributeOf(gic: 2 | 3, saved: SavedRegister): Attribute {
  const { vcpu } = saved;
  switch (saved.kind) {
    case 'interface':
      return gic === 2
        ? { group: Group.Cpu, vcpu, low: gicc[saved.name]! }
        : { group: Group.SystemRegisters, vcpu, low: icc[saved.name] };
    case 'lines':
      return { group: Group.LevelInfo, vcpu, low: saved.word * 32 };
    default: {
      const { side, offset, width } = registers[saved.register];
      const group = side === 'redistributor' ? Group.Redist : Group.Dist;
      return { group, vcpu, low: offset! + saved.index * width };
    }
  }
}

/** In words: for messages. */
export function nameOf(saved: SavedRegister): string {
  switch (saved.kind) {
    case 'interface':
      return `${saved.name} of the CPU interface of vCPU ${saved.vcpu}`;
    case 'lines':
      return `the lines from INTID ${saved.word * 32} on of vCPU ${saved.vcpu}`;
    default: {
      const { name } = registers[saved.register];
      return `${name.replace('#', String(saved.index))} of vCPU ${saved.vcpu}`;
    }
  }
}
