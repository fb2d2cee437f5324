import type { RegisterEntry } from '../../models/architecture/registers';
import { registerName, registers } from '../../models/architecture/registers';

/** Where the frames of a GIC are for the software that runs there. */
export interface Frames {
  GICD: number;
  GICR: number;
  GICC: number;
  GICV: number;
  GICH: number;
}

/** Distance of the redistributors of neighbouring PEs (IHI 0069, RD_base and SGI_base). */
const REDISTRIBUTOR = 0x20000;

/** Number of a system register for the probe: op1[2] CRm[3:0] op2[2:0], of those with CRn = 12. */
function encoded(op1: number, crm: number, op2: number): number {
  return (op1 << 5) | (crm << 3) | op2;
}

/** The only one with CRn = 4. */
const PMR = 256;

const icc: Record<string, readonly [number, number]> = {
  IAR0: [8, 0],
  EOIR0: [8, 1],
  HPPIR0: [8, 2],
  BPR0: [8, 3],
  DIR: [11, 1],
  RPR: [11, 3],
  SGI1R: [11, 5],
  SGI0R: [11, 7],
  IAR1: [12, 0],
  EOIR1: [12, 1],
  HPPIR1: [12, 2],
  BPR1: [12, 3],
  CTLR: [12, 4],
  SRE: [12, 5],
  IGRPEN0: [12, 6],
  IGRPEN1: [12, 7],
};
const ich: Record<string, readonly [number, number]> = {
  HCR: [11, 0],
  VTR: [11, 1],
  MISR: [11, 2],
  EISR: [11, 3],
  ELRSR: [11, 5],
  VMCR: [11, 7],
};

/** Number of a system register (Arm ARM, encodings of ICC_*, ICV_*, ICH_*). @throws if unknown */
function systemRegister(register: number, index: number): number {
  const name = registerName(register, index);
  const parts = /^(ICC|ICV|ICH)_(?:(LR|AP0R|AP1R)(\d+)|(\w+?))_EL[12]$/.exec(name);
  if (!parts) throw new Error(`${name} is no system register`);
  const [, kind, array, number, single] = parts;
  const op1 = kind === 'ICH' ? 4 : 0;
  if (single === 'PMR') return PMR;
  if (single !== undefined) {
    const [crm, op2] = (kind === 'ICH' ? ich : icc)[single];
    return encoded(op1, crm, op2);
  }
  const n = Number(number);
  switch (array) {
    case 'LR':
      return encoded(op1, 12 + (n >> 3), n & 7);
    case 'AP0R':
      return encoded(op1, 8, (kind === 'ICH' ? 0 : 4) + n);
    default:
      return encoded(op1, 9, n);
  }
}

const systemRegisters = new Map<number, number>();

/** What an access names: a system register's number, or an address. */
export interface Place {
  isSystem: boolean;
  /** Number of the system register; else unused. */
  number: number;
  address: number;
}

/** Address of a register at `offset` of a frame. @param of whose redistributor */
export function frameAddress(
  frames: Frames,
  frame: keyof Frames,
  of: number,
  offset: number,
): number {
  return frames[frame] + (frame === 'GICR' ? of * REDISTRIBUTOR : 0) + offset;
}

/** Where a register access of a step goes; parameters as for `System.read`. */
export function placeOf(
  frames: Frames,
  register: number,
  index: number,
  size: number,
  aux: number,
): Place {
  const entry: RegisterEntry = registers[register];
  if (entry.frame === undefined) {
    const key = register * 256 + index;
    let number = systemRegisters.get(key);
    if (number === undefined) {
      systemRegisters.set(key, (number = systemRegister(register, index)));
    }
    return { isSystem: true, number, address: 0 };
  }
  const isHigh = entry.frame !== 'GICR' && entry.width === 8 && size === 4 && aux === 1;
  const within = size === 1 ? index : index * entry.width + (isHigh ? 4 : 0);
  const address = frameAddress(frames, entry.frame, aux, entry.offset! + within);
  return { isSystem: false, number: 0, address };
}
