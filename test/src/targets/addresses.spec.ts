import { findRegister, registers } from '../../../models/architecture/registers';
import type { Frames } from '../../../src/targets/addresses';
import { placeOf } from '../../../src/targets/addresses';

const frames: Frames = {
  GICD: 0x08000000,
  GICC: 0x08010000,
  GICH: 0x08030000,
  GICV: 0x08040000,
  GICR: 0x080a0000,
};

function place(name: string, gic: 2 | 3, { size = 4, aux = 0, byte = 0 } = {}) {
  const { register, index } = findRegister(name, gic)!;
  const number = size === 1 ? index * registers[register].width + byte : index;
  return placeOf(frames, register, number, size, aux);
}

const address = (...given: Parameters<typeof place>): number => {
  const found = place(...given);
  expect(found.isSystem).toBe(false);
  return found.address;
};

/** Encodings of the system registers with op0 = 3 and CRn = 12 (Arm ARM, DDI 0487, D23.2). */
const encodings: [name: string, op1: number, crm: number, op2: number][] = [
  ['ICC_IAR0_EL1', 0, 8, 0],
  ['ICC_EOIR0_EL1', 0, 8, 1],
  ['ICC_HPPIR0_EL1', 0, 8, 2],
  ['ICC_BPR0_EL1', 0, 8, 3],
  ['ICC_AP0R0_EL1', 0, 8, 4],
  ['ICC_AP0R3_EL1', 0, 8, 7],
  ['ICC_AP1R0_EL1', 0, 9, 0],
  ['ICC_AP1R3_EL1', 0, 9, 3],
  ['ICC_DIR_EL1', 0, 11, 1],
  ['ICC_RPR_EL1', 0, 11, 3],
  ['ICC_SGI1R_EL1', 0, 11, 5],
  ['ICC_SGI0R_EL1', 0, 11, 7],
  ['ICC_IAR1_EL1', 0, 12, 0],
  ['ICC_EOIR1_EL1', 0, 12, 1],
  ['ICC_HPPIR1_EL1', 0, 12, 2],
  ['ICC_BPR1_EL1', 0, 12, 3],
  ['ICC_CTLR_EL1', 0, 12, 4],
  ['ICC_SRE_EL1', 0, 12, 5],
  ['ICC_IGRPEN0_EL1', 0, 12, 6],
  ['ICC_IGRPEN1_EL1', 0, 12, 7],
  // The virtual interface answers to the same encodings.
  ['ICV_IAR1_EL1', 0, 12, 0],
  ['ICV_DIR_EL1', 0, 11, 1],
  ['ICV_AP1R2_EL1', 0, 9, 2],
  ['ICV_CTLR_EL1', 0, 12, 4],
  ['ICH_AP0R0_EL2', 4, 8, 0],
  ['ICH_AP0R3_EL2', 4, 8, 3],
  ['ICH_AP1R0_EL2', 4, 9, 0],
  ['ICH_AP1R3_EL2', 4, 9, 3],
  ['ICH_HCR_EL2', 4, 11, 0],
  ['ICH_VTR_EL2', 4, 11, 1],
  ['ICH_MISR_EL2', 4, 11, 2],
  ['ICH_EISR_EL2', 4, 11, 3],
  ['ICH_ELRSR_EL2', 4, 11, 5],
  ['ICH_VMCR_EL2', 4, 11, 7],
  ['ICH_LR0_EL2', 4, 12, 0],
  ['ICH_LR7_EL2', 4, 12, 7],
  ['ICH_LR8_EL2', 4, 13, 0],
  ['ICH_LR15_EL2', 4, 13, 7],
];

describe('where a register is', () => {
  it.each(encodings)('gives %s its encoding', (name, op1, crm, op2) => {
    // As probe/mailbox.h has it: op1[2] CRm[3:0] op2[2:0].
    const number = ((op1 >> 2) << 7) | (crm << 3) | op2;

    expect(place(name, 3)).toEqual({ isSystem: true, number, address: 0 });
  });

  it.each(['ICC_PMR_EL1', 'ICV_PMR_EL1'])('keeps %s, of CRn = 4, apart', (name) => {
    const { isSystem, number } = place(name, 3);

    expect({ isSystem, number }).toEqual({ isSystem: true, number: 256 });
  });

  it('gives every system register a number of its own side', () => {
    for (const side of ['cpu', 'virtual', 'hypervisor'] as const) {
      const numbers: number[] = [];
      registers.forEach((entry, register) => {
        if (entry.side !== side || entry.frame !== undefined) return;
        for (let index = 0; index < entry.count; index++) {
          numbers.push(placeOf(frames, register, index, entry.width, 0).number);
        }
      });
      expect(new Set(numbers).size).toBe(numbers.length);
    }
  });

  it('finds words of each frame', () => {
    expect(address('GICD_CTLR', 2)).toBe(0x08000000);
    expect(address('GICD_ISENABLER2', 2)).toBe(0x08000108);
    expect(address('GICD_ICPIDR2', 2)).toBe(0x08000fe8);
    expect(address('GICD_PIDR2', 3)).toBe(0x0800ffe8);
    expect(address('GICC_PMR', 2)).toBe(0x08010004);
    expect(address('GICC_DIR', 2)).toBe(0x08011000);
    expect(address('GICH_LR3', 2)).toBe(0x0803010c);
    expect(address('GICV_IAR', 2)).toBe(0x0804000c);
    expect(address('GICV_DIR', 2)).toBe(0x08041000);
  });

  it('finds the redistributor that is meant', () => {
    expect(address('GICR_CTLR', 3, { aux: 0 })).toBe(0x080a0000);
    expect(address('GICR_WAKER', 3, { aux: 1 })).toBe(0x080c0014);
    expect(address('GICR_ISENABLER0', 3, { aux: 1 })).toBe(0x080d0100);
    expect(address('GICR_ICFGR1', 3, { aux: 3 })).toBe(0x08110c04);
    expect(address('GICR_TYPER', 3, { aux: 1, size: 8 })).toBe(0x080c0008);
  });

  it('finds bytes', () => {
    expect(address('GICD_IPRIORITYR10', 2, { size: 1, byte: 0 })).toBe(0x08000428);
    expect(address('GICD_IPRIORITYR10', 3, { size: 1, byte: 3 })).toBe(0x0800042b);
    expect(address('GICD_ITARGETSR8', 2, { size: 1, byte: 2 })).toBe(0x08000822);
    expect(address('GICD_SPENDSGIR3', 2, { size: 1, byte: 1 })).toBe(0x08000f2d);
    expect(address('GICR_IPRIORITYR7', 3, { size: 1, byte: 1, aux: 1 })).toBe(0x080d041d);
  });

  it('finds 64-bit registers, and their halves', () => {
    expect(address('GICD_IROUTER32', 3, { size: 8 })).toBe(0x08006100);
    expect(address('GICD_IROUTER95', 3, { size: 8 })).toBe(0x080062f8);
    expect(address('GICD_IROUTER40', 3, { size: 4, aux: 0 })).toBe(0x08006140);
    expect(address('GICD_IROUTER40', 3, { size: 4, aux: 1 })).toBe(0x08006144);
  });
});
