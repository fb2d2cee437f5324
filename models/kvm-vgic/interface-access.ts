import type { SavedInterfaces } from './context';

/** Registers of a CPU interface; BPR1 stands for GICC_ABPR, AP0R0 for GICC_APR0, too. */
export type InterfaceName =
  'CTLR' | 'IGRPEN0' | 'IGRPEN1' | 'PMR' | 'BPR0' | 'BPR1' | 'AP0R0' | 'AP1R0';

interface Field {
  shift: number;
  mask: number;
}

/** Fields of GICH_VMCR and ICH_VMCR_EL2. */
const fields: Record<2 | 3, Partial<Record<InterfaceName, Field>>> = {
  2: {
    CTLR: { shift: 0, mask: 0x21f },
    PMR: { shift: 27, mask: 0x1f },
    BPR0: { shift: 21, mask: 7 },
    BPR1: { shift: 18, mask: 7 },
  },
  3: {
    IGRPEN0: { shift: 0, mask: 1 },
    IGRPEN1: { shift: 1, mask: 1 },
    PMR: { shift: 24, mask: 0xff },
    BPR0: { shift: 21, mask: 7 },
    BPR1: { shift: 18, mask: 7 },
  },
};
/** CBPR and EOImode, in VMCR and in ICC_CTLR_EL1. */
const COMMON: Field = { shift: 4, mask: 1 };
const EOI_MODE: Field = { shift: 9, mask: 1 };

/**
 * KVM_DEV_ARM_VGIC_GRP_CPU_REGS and _CPU_SYSREGS: the CPU interface of a vCPU that is on no physical CPU.
 * PMR of GICv2 is that of GICH_VMCR: its upper five bits.
 */
export class InterfaceAccess {
  constructor(
    private readonly gic: 2 | 3,
    private readonly saved: SavedInterfaces,
  ) {}

  read(vcpu: number, name: InterfaceName): number {
    const { saved } = this;
    if (name === 'AP0R0') return saved.activePriorities(vcpu, 0);
    if (name === 'AP1R0') return saved.activePriorities(vcpu, 1);
    if (this.gic === 3 && name === 'CTLR') {
      return this.get(vcpu, COMMON) | (this.get(vcpu, EOI_MODE) << 1);
    }
    // What BPR1 is while CBPR is set, nobody can read.
    if (this.isCommon(vcpu, name)) return Math.min(this.read(vcpu, 'BPR0') + 1, 7);
    return this.get(vcpu, fields[this.gic][name]!);
  }

  write(vcpu: number, name: InterfaceName, value: number): void {
    const { saved } = this;
    if (name === 'AP0R0') saved.setActivePriorities(vcpu, 0, value);
    else if (name === 'AP1R0') saved.setActivePriorities(vcpu, 1, value);
    else if (this.gic === 3 && name === 'CTLR') {
      this.set(vcpu, COMMON, value);
      this.set(vcpu, EOI_MODE, value >>> 1);
    } else if (!this.isCommon(vcpu, name)) this.set(vcpu, fields[this.gic][name]!, value);
  }

  private isCommon(vcpu: number, name: InterfaceName): boolean {
    return this.gic === 3 && name === 'BPR1' && this.get(vcpu, COMMON) !== 0;
  }

  private get(vcpu: number, { shift, mask }: Field): number {
    return (this.saved.vmcr[vcpu] >>> shift) & mask;
  }

  private set(vcpu: number, { shift, mask }: Field, value: number): void {
    const { vmcr } = this.saved;
    vmcr[vcpu] = (vmcr[vcpu] & ~(mask << shift)) | ((value & mask) << shift);
  }
}
