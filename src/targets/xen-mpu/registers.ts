import { MpuRegister } from '../../../models/contract/mpu-registers';

export interface Reached {
  /** `MpuRegister` */
  register: number;
  /** Number of a direct PRBAR or PRLAR, or −1. */
  index: number;
  /** PMSAv8-32: HMAIR1, the upper word of what is one register otherwise. */
  isUpper?: boolean;
}

/** What both formats have at the same place. */
const common: [encoding: string, register: number][] = [
  ['4_0_0_4', MpuRegister.MPUIR_EL2],
  ['4_6_2_1', MpuRegister.PRSELR_EL2],
  ['4_6_1_1', MpuRegister.PRENR_EL2],
  ['4_1_0_0', MpuRegister.SCTLR_EL2],
  ['4_10_2_0', MpuRegister.MAIR_EL2],
];

/** PRBAR and PRLAR of the region that is selected: DDI 0600, G1.3 (S3_4_…); DDI 0568, E2 (p15, 4, …). */
const selected: Record<32 | 64, [encoding: string, register: number][]> = {
  64: [
    ['4_6_8_0', MpuRegister.PRBAR_EL2],
    ['4_6_8_1', MpuRegister.PRLAR_EL2],
  ],
  32: [
    ['4_6_3_0', MpuRegister.PRBAR_EL2],
    ['4_6_3_1', MpuRegister.PRLAR_EL2],
  ],
};

function table(format: 32 | 64): Map<string, Reached> {
  const found = new Map<string, Reached>();
  for (const [encoding, register] of [...common, ...selected[format]]) {
    found.set(encoding, { register, index: -1 });
  }
  // PMSAv8-64: number 0 is PRBAR itself.
  for (let n = format === 64 ? 1 : 0; n < (format === 64 ? 16 : 32); n++) {
    const op1 = n < 16 ? 4 : 5;
    const crm = 8 + ((n % 16) >> 1);
    const op2 = (n & 1) * 4;
    found.set(`${op1}_6_${crm}_${op2}`, { register: MpuRegister.PRBAR_EL2, index: n });
    found.set(`${op1}_6_${crm}_${op2 + 1}`, { register: MpuRegister.PRLAR_EL2, index: n });
  }
  if (format === 32) {
    found.set('4_10_2_1', { register: MpuRegister.MAIR_EL2, index: -1, isUpper: true });
  }
  return found;
}

const tables = { 32: table(32), 64: table(64) };

/**
 * The register that an instruction reaches.
 * @param encoding what the instruction has after op0 or the coprocessor: op1_CRn_CRm_op2
 * @returns nothing if it is none of the MPU of EL2
 */
export function registerAt(format: 32 | 64, encoding: string): Reached | undefined {
  return tables[format].get(encoding);
}
