/**
 * The registers of both formats by their PMSAv8-64 names. The seven registers of an MPU come twice:
 * those of EL1 first, then those of EL2 in the same order.
 */
export const MpuRegister = {
  MPUIR_EL1: 0,
  PRSELR_EL1: 1,
  PRBAR_EL1: 2,
  PRLAR_EL1: 3,
  PRENR_EL1: 4,
  SCTLR_EL1: 5,
  MAIR_EL1: 6,
  MPUIR_EL2: 7,
  PRSELR_EL2: 8,
  PRBAR_EL2: 9,
  PRLAR_EL2: 10,
  PRENR_EL2: 11,
  SCTLR_EL2: 12,
  MAIR_EL2: 13,
  HCR_EL2: 14,
  VTCR_EL2: 15,
  VSCTLR_EL2: 16,
} as const;
export type MpuRegister = (typeof MpuRegister)[keyof typeof MpuRegister];

/** Registers of one MPU: the distance from a register of EL1 to that of EL2. */
export const MPU_REGISTERS = 7;

/** Names by number. */
export const mpuRegisterNames = Object.keys(MpuRegister) as (keyof typeof MpuRegister)[];

/**
 * What PMSAv8-32 calls them, by number. MAIR is a pair there; VTCR does not exist, nor does PRENR of EL1
 * (DDI 0568, E2.2; QEMU's Cortex-R52 has none).
 */
export const mpuRegisterNames32 = [
  ...['MPUIR', 'PRSELR', 'PRBAR', 'PRLAR', undefined, 'SCTLR', 'MAIR0, MAIR1'],
  ...['HMPUIR', 'HPRSELR', 'HPRBAR', 'HPRLAR', 'HPRENR', 'HSCTLR', 'HMAIR0, HMAIR1'],
  ...['HCR', undefined, 'VSCTLR'],
] as const;

/** Whether a format has a register. */
export function hasMpuRegister(format: 32 | 64, register: number): boolean {
  return format === 64 || mpuRegisterNames32[register] !== undefined;
}

/** Is it PRBAR or PRLAR, which have direct registers too? */
export function isRegionRegister(register: number): boolean {
  const own = register % MPU_REGISTERS;
  return register < 14 && (own === MpuRegister.PRBAR_EL1 || own === MpuRegister.PRLAR_EL1);
}

/** Highest number of a direct register in any format: PRBAR31. */
export const LAST_DIRECT = 31;

/** The name of a register; `index` is the number of a direct one, or −1. */
export function mpuRegisterName(register: number, index: number): string {
  const name = mpuRegisterNames[register];
  return index < 0 ? name : `${name.slice(0, 5)}${index}${name.slice(5)}`;
}

/** The register that a name means, or nothing. */
export function findMpuRegister(name: string): { register: number; index: number } | undefined {
  const plain = mpuRegisterNames.findIndex((known) => known === name);
  if (plain >= 0) return { register: plain, index: -1 };
  const direct = /^(PRBAR|PRLAR)(0|[1-9][0-9]?)(_EL[12])$/.exec(name);
  if (!direct || Number(direct[2]) > LAST_DIRECT) return undefined;
  const register = mpuRegisterNames.findIndex((known) => known === direct[1] + direct[3]);
  return { register, index: Number(direct[2]) };
}
