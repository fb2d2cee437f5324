import type { MpuRegisterAccess } from '../../models/contract/mpu-script';
import { MPU_REGISTERS, MpuRegister } from '../../models/contract/mpu-registers';
import { MpuRegisters, Sctlr } from '../../properties/mpu/registers';
import type { Span } from './addresses';

/** An enabled region of the EL2 MPU. */
export interface Region extends Span {
  index: number;
  /** What EL2 may do, SCTLR_EL2.WXN considered: `rw-`. */
  el2: string;
  /** What EL1 and EL0 may do as far as EL2 is concerned. */
  el1: string;
  /** Memory type in words. */
  memory: string;
}

/** Does EL1 get anything from a region? If not, it is Xen's own. */
export function isForGuest({ el1 }: Region): boolean {
  return el1 !== '---';
}

/** The EL2 MPU as the accesses of a hypervisor leave it. */
export class El2Mirror {
  private readonly registers: MpuRegisters;

  constructor(
    private readonly format: 32 | 64,
    count: number,
  ) {
    this.registers = new MpuRegisters(format, count);
  }

  apply(accesses: readonly MpuRegisterAccess[]): void {
    for (const access of accesses) {
      if (access.does !== 'write') continue;
      const { register, index, low, high } = access;
      if (register < MpuRegister.MPUIR_EL2 || register > MpuRegister.MAIR_EL2) continue;
      this.registers.write(register - MPU_REGISTERS, index, low, high);
    }
  }

  /** The enabled regions by number. One with its limit below its base is empty: `end` ≤ `start`. */
  regions(): Region[] {
    return this.registers.enabled().map(({ index, base, limit, ap, xn, attribute }) => {
      const isReadOnly = (ap & 2) !== 0;
      const reachesEl1 = (ap & 1) !== 0;
      const [el2Bit, el1Bit] = this.format === 64 ? [2, 1] : [1, 1];
      const write = isReadOnly ? '-' : 'w';
      // MPU-A-017; stage 2 does not know it.
      const isByWxn = !isReadOnly && (this.registers.sctlr & Sctlr.WXN) !== 0;
      return {
        ...{ index, start: base, end: limit + 1 },
        el2: `r${write}${(xn & el2Bit) === 0 && !isByWxn ? 'x' : '-'}`,
        el1: reachesEl1 ? `r${write}${(xn & el1Bit) === 0 ? 'x' : '-'}` : '---',
        memory: memoryText(this.registers.memoryType(attribute)),
      };
    });
  }
}

const device = ['nGnRnE', 'nGnRE', 'nGRE', 'GRE'];

function cacheText(nibble: number): string {
  if (nibble === 4) return 'NC';
  return (nibble & 4) === 0 ? 'WT' : 'WB';
}

/** A byte of MAIR in words: `device nGnRE`, `normal WB`, `normal NC`. */
export function memoryText(byte: number): string {
  const [outer, inner] = [byte >> 4, byte & 0xf];
  if (outer === 0) return `device ${device[inner >> 2]}`;
  const [one, other] = [cacheText(outer), cacheText(inner)];
  return one === other ? `normal ${one}` : `normal outer ${one}, inner ${other}`;
}
