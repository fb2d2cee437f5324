import type { System } from '../contract/implementation';
import { registerAt, registers } from './registers';

/** No register at this offset. */
export const RESERVED = -1;

/** Largest offset of a frame, exclusive: GICR with its SGI_base frame. */
const FRAME_SIZE = 0x20000;

/** By GIC version and frame: word offset → packed register and number, 0 while not looked up. */
const known: Int32Array[] = [];

/**
 * The register at an offset of a frame, packed as `register << 12 | index`, or RESERVED. Looked up
 * once for each offset.
 */
export function packedRegisterAt(gic: 2 | 3, frame: number, offset: number): number {
  if (offset < 0 || offset >= FRAME_SIZE) return RESERVED;
  const map = (known[gic * 4 + frame] ??= new Int32Array(FRAME_SIZE / 4));
  const word = offset >>> 2;
  if (map[word] === 0) {
    const found = registerAt(gic, frame, offset & ~3);
    map[word] = found ? (found.register << 12) + found.index + 1 : RESERVED;
  }
  return map[word] === RESERVED ? RESERVED : map[word] - 1;
}

/** Whether an access of this size at this offset is supported (GIC-DIST-001 to GIC-DIST-003). */
export function isSupported(register: number, offset: number, size: number): boolean {
  switch (size) {
    case 1:
      return registers[register].bytes;
    case 4:
      return (offset & 3) === 0;
    case 8:
      return registers[register].width === 8 && (offset & 7) === 0;
    default:
      return false;
  }
}

/** Frame number of the redistributors: a raw access is one of the own redistributor. */
const GICR = 1;

/**
 * Reads the register that `packedRegisterAt` found, at a supported offset and size. Half of a 64-bit
 * register is read as part of the whole.
 */
export function readRegisterAt(
  system: System,
  vcpu: number,
  frame: number,
  packed: number,
  offset: number,
  size: number,
): number {
  const register = packed >> 12;
  const index = packed & 0xfff;
  const aux = frame === GICR ? vcpu : 0;
  if (size === 1) return system.read(vcpu, register, index * 4 + (offset & 3), 1, aux);
  if (size === 8 || registers[register].width === 4) {
    return system.read(vcpu, register, index, size, aux);
  }
  const low = system.read(vcpu, register, index, 8, aux);
  const half = (offset & 4) === 0 ? low : system.high;
  system.high = 0;
  return half;
}

/** Writes the register that `packedRegisterAt` found, at a supported offset and size. */
export function writeRegisterAt(
  system: System,
  vcpu: number,
  frame: number,
  packed: number,
  offset: number,
  size: number,
  low: number,
  high: number,
): void {
  const register = packed >> 12;
  const index = packed & 0xfff;
  const number = size === 1 ? index * 4 + (offset & 3) : index;
  const isHigh = registers[register].width === 8 && (offset & 4) !== 0;
  system.write(vcpu, register, number, size, low, high, frame === GICR ? vcpu : isHigh ? 1 : 0);
}
