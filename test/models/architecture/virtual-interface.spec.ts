import type { ArchitectureGic } from '../../../models/architecture';
import { Hcr, Misr, Register, State } from '../../../models/architecture';
import { SPURIOUS } from '../../../models/contract/machine';
import { Line, Outcome } from '../../../models/contract/observation';
import { isActive, read, runningGic, write } from './support';

/** A GIC with the virtual interface of PE 0 on, its PMR open and both virtual groups enabled. */
function virtualGic(version: 2 | 3): ArchitectureGic {
  const gic = runningGic(version);
  if (version === 2) {
    write(gic, 0, Register.GICH_HCR, Hcr.En);
    write(gic, 0, Register.GICV_PMR, 0xff);
    write(gic, 0, Register.GICV_CTLR, 7);
  } else {
    write(gic, 0, Register.ICH_HCR_EL2, Hcr.En);
    write(gic, 0, Register.ICV_PMR_EL1, 0xff);
    write(gic, 0, Register.ICV_IGRPEN0_EL1, 1);
    write(gic, 0, Register.ICV_IGRPEN1_EL1, 1);
  }
  return gic;
}

/** A pending software list register of Group 1. */
function pend(gic: ArchitectureGic, index: number, intid: number, priority = 0): void {
  const { listRegisters } = gic.virtual[0];
  listRegisters.program(index, intid, State.Pending, priority, 1, 0, 0, 0, 0);
  gic.changes.mark(1);
}

describe.each([2, 3] as const)('virtual interface of GICv%i', (version) => {
  const IAR = version === 2 ? Register.GICV_IAR : Register.ICV_IAR1_EL1;
  const EOIR = version === 2 ? Register.GICV_EOIR : Register.ICV_EOIR1_EL1;
  const DIR = version === 2 ? Register.GICV_DIR : Register.ICV_DIR_EL1;
  const HCR = version === 2 ? Register.GICH_HCR : Register.ICH_HCR_EL2;
  const MISR = version === 2 ? Register.GICH_MISR : Register.ICH_MISR_EL2;
  const VMCR = version === 2 ? Register.GICH_VMCR : Register.ICH_VMCR_EL2;
  const APR = version === 2 ? Register.GICH_APR : Register.ICH_AP1R_EL2;
  const eoiCount = (gic: ArchitectureGic): number => read(gic, 0, HCR) >>> 27;

  it('delivers a list register and ends it', () => {
    const gic = virtualGic(version);
    pend(gic, 1, 40, 0x80);

    expect(gic.lines(0)).toBe(Line.Virq);
    expect(read(gic, 0, IAR)).toBe(40);
    expect(gic.lines(0)).toBe(0);
    expect(read(gic, 0, APR)).toBe(1 << 16);
    write(gic, 0, EOIR, 40);

    expect(gic.virtual[0].listRegisters.stateOf(1)).toBe(State.Inactive);
    expect(read(gic, 0, APR)).toBe(0);
    expect(eoiCount(gic)).toBe(0);
  });

  it('is silent while HCR.En is 0', () => {
    const gic = virtualGic(version);
    pend(gic, 0, 40);
    write(gic, 0, HCR, Hcr.Uie);

    expect(gic.lines(0)).toBe(0);
    expect(read(gic, 0, IAR)).toBe(SPURIOUS);
    expect(gic.virtual[0].listRegisters.stateOf(0)).toBe(State.Pending);
  });

  it('counts an EOI that finds no list register', () => {
    const gic = virtualGic(version);
    pend(gic, 0, 40);
    read(gic, 0, IAR);
    gic.virtual[0].listRegisters.setState(0, State.Inactive);

    write(gic, 0, EOIR, 40);
    write(gic, 0, EOIR, 40);

    expect(eoiCount(gic)).toBe(1);
    write(gic, 0, HCR, Hcr.En | Hcr.Lrenpie | (1 << 27));
    expect(read(gic, 0, MISR)).toBe(Misr.Lrenp);
    expect(gic.lines(0)).toBe(Line.Maintenance);
  });

  it('counts a DIR that finds none with EOImode 1, not the EOI before', () => {
    const gic = virtualGic(version);
    write(gic, 0, VMCR, read(gic, 0, VMCR) | (1 << 9));
    pend(gic, 0, 40);
    read(gic, 0, IAR);
    write(gic, 0, EOIR, 40);
    expect(gic.virtual[0].listRegisters.stateOf(0)).toBe(State.Active);

    write(gic, 0, DIR, 40);
    expect(gic.virtual[0].listRegisters.stateOf(0)).toBe(State.Inactive);
    expect(eoiCount(gic)).toBe(0);
    write(gic, 0, DIR, 40);

    expect(eoiCount(gic)).toBe(1);
  });

  it('wraps EOIcount at 32', () => {
    const gic = virtualGic(version);
    write(gic, 0, HCR, Hcr.En | (31 << 27));

    gic.virtual[0].countMiss();

    expect(eoiCount(gic)).toBe(0);
  });

  it('deactivates the physical interrupt of a list register with HW = 1', () => {
    const gic = virtualGic(version);
    write(gic, 0, Register.GICD_ISACTIVER, 1 << 8, 1);
    gic.virtual[0].listRegisters.program(0, 50, State.Pending, 0, 1, 1, 40, 0, 0);

    write(gic, 0, EOIR, read(gic, 0, IAR));

    expect(isActive(gic, 40)).toBe(false);
  });

  it('raises maintenance for underflow and for nothing pending', () => {
    const gic = virtualGic(version);
    pend(gic, 0, 40, 0x80);
    pend(gic, 1, 41, 0x40);
    write(gic, 0, HCR, Hcr.En | Hcr.Uie | Hcr.Npie);
    expect(read(gic, 0, MISR)).toBe(0);

    read(gic, 0, IAR);
    expect(read(gic, 0, MISR)).toBe(0);
    gic.virtual[0].listRegisters.setState(0, State.Active);
    expect(read(gic, 0, MISR)).toBe(Misr.Np);
    gic.virtual[0].listRegisters.deactivate(0);
    expect(read(gic, 0, MISR)).toBe(Misr.Np | Misr.U);
  });

  it('raises maintenance for group enables', () => {
    const gic = virtualGic(version);
    write(gic, 0, HCR, Hcr.En | Hcr.VGrp0DIE | Hcr.VGrp0EIE | Hcr.VGrp1EIE | Hcr.VGrp1DIE);
    expect(read(gic, 0, MISR)).toBe(Misr.VGrp0E | Misr.VGrp1E);

    write(gic, 0, VMCR, 1);

    expect(read(gic, 0, MISR)).toBe(Misr.VGrp0E | Misr.VGrp1D);
  });

  it('restores what it saved', () => {
    const gic = virtualGic(version);
    const vmcr = read(gic, 0, VMCR);

    write(gic, 0, VMCR, 0);
    expect(read(gic, 0, VMCR)).not.toBe(vmcr);
    write(gic, 0, VMCR, vmcr);

    expect(read(gic, 0, VMCR)).toBe(vmcr);
  });
});

describe('GICv2 hypervisor interface', () => {
  it('has 5 priority bits and binary points from 2 and 3', () => {
    const gic = runningGic(2, { priorityBits: 8 });
    write(gic, 0, Register.GICV_PMR, 0xff);
    write(gic, 0, Register.GICV_BPR, 0);
    write(gic, 0, Register.GICV_ABPR, 0);

    expect(read(gic, 0, Register.GICV_PMR)).toBe(0xf8);
    expect(read(gic, 0, Register.GICV_BPR)).toBe(2);
    expect(read(gic, 0, Register.GICV_ABPR)).toBe(3);
    expect(read(gic, 0, Register.GICH_VTR)).toBe(((4 << 29) | (4 << 26) | 3) >>> 0);
    expect(read(gic, 0, Register.GICH_VMCR) >>> 18).toBe((31 << 9) | (2 << 3) | 3);
  });

  it('ends Group 1 through AEOIR after its APR was saved and restored', () => {
    const gic = virtualGic(2);
    pend(gic, 0, 40, 0x80);
    read(gic, 0, Register.GICV_AIAR);
    const apr = read(gic, 0, Register.GICH_APR);
    write(gic, 0, Register.GICH_APR, 0);
    write(gic, 0, Register.GICH_APR, apr);

    write(gic, 0, Register.GICV_AEOIR, 40);

    expect(read(gic, 0, Register.GICH_APR)).toBe(0);
    expect(gic.virtual[0].listRegisters.stateOf(0)).toBe(State.Inactive);
  });

  it('signals Group 0 as virtual FIQ with VFIQEn', () => {
    const gic = virtualGic(2);
    write(gic, 0, Register.GICH_LR, (1 << 28) | 40, 0);
    expect(gic.lines(0)).toBe(Line.Virq);

    write(gic, 0, Register.GICV_CTLR, 9);

    expect(gic.lines(0)).toBe(Line.Vfiq);
  });
});

describe('GICv3 hypervisor interface', () => {
  it('describes itself', () => {
    const gic = virtualGic(3);
    const vtr = read(gic, 0, Register.ICH_VTR_EL2);

    expect(vtr & 31).toBe(3);
    expect(vtr >>> 26).toBe((4 << 3) | 4);
    expect((vtr >>> 19) & 1).toBe(1);
    expect(read(gic, 0, Register.ICH_VMCR_EL2) & 8).toBe(8);
  });

  it('has as many list registers and active priorities as the machine', () => {
    const gic = virtualGic(3);

    read(gic, 0, Register.ICH_LR_EL2, 3);
    expect(gic.outcome).toBe(Outcome.Value);
    for (const [register, index] of [
      [Register.ICH_LR_EL2, 4],
      [Register.ICH_AP0R_EL2, 1],
      [Register.ICV_AP1R_EL1, 1],
    ]) {
      read(gic, 0, register, index);
      expect(gic.outcome).toBe(Outcome.Undefined);
    }
  });

  it('ends an LPI by EOIR with EOImode 1 and never counts it', () => {
    const gic = virtualGic(3);
    write(gic, 0, Register.ICV_CTLR_EL1, 2);
    pend(gic, 0, 8200);
    expect(read(gic, 0, Register.ICV_IAR1_EL1)).toBe(8200);

    write(gic, 0, Register.ICV_DIR_EL1, 8200);
    expect(gic.virtual[0].listRegisters.stateOf(0)).toBe(State.Active);
    write(gic, 0, Register.ICV_EOIR1_EL1, 8200);
    expect(gic.virtual[0].listRegisters.stateOf(0)).toBe(State.Inactive);
    gic.virtual[0].priority.push(0, 1);
    write(gic, 0, Register.ICV_EOIR1_EL1, 8200);

    expect(gic.virtual[0].eoiCount).toBe(0);
  });

  it.each([
    [Hcr.Tc, Register.ICV_PMR_EL1, Register.ICV_IAR1_EL1],
    [Hcr.Tall0, Register.ICV_IAR0_EL1, Register.ICV_IAR1_EL1],
    [Hcr.Tall1, Register.ICV_HPPIR1_EL1, Register.ICV_HPPIR0_EL1],
  ])('traps what HCR 0x%x says', (bit, trapped, untrapped) => {
    const gic = virtualGic(3);
    write(gic, 0, Register.ICH_HCR_EL2, Hcr.En | bit);

    read(gic, 0, trapped);
    expect(gic.outcome).toBe(Outcome.Trap);
    read(gic, 0, untrapped);
    expect(gic.outcome).toBe(Outcome.Value);
  });

  it('traps DIR alone with TDIR', () => {
    const gic = virtualGic(3);
    write(gic, 0, Register.ICH_HCR_EL2, Hcr.En | Hcr.Tdir);

    write(gic, 0, Register.ICV_DIR_EL1, 40);
    expect(gic.outcome).toBe(Outcome.Trap);
    write(gic, 0, Register.ICV_EOIR1_EL1, 40);
    expect(gic.outcome).toBe(Outcome.None);
  });
});
