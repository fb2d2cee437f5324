import { guestReads, guestWrites } from '../architecture/guest-registers';
import { packedRegisterAt, RESERVED } from '../architecture/raw-accesses';
import type { VirtualInterface } from '../architecture/virtual-interface';

/** Frame number of the CPU interface in raw accesses. */
const GICC = 2;
/** GICC_APR0: the active priorities, which no register of the table is. */
const APR0 = 0xd0;
/** GICC_IIDR. */
const IIDR = 0xfc;
const IIDR_VALUE = 0x2043b;

/** Bytes of the first piece of an access: aligned, and never more than a word. */
function pieceAt(offset: number, left: number): number {
  const bits = offset | left | 4;
  return bits & -bits;
}

function readWhole(hardware: VirtualInterface, offset: number): number {
  if (offset === APR0) return hardware.priority.readActivePriorities(0, 0);
  if (offset === IIDR) return IIDR_VALUE;
  const packed = (offset & 3) === 0 ? packedRegisterAt(2, GICC, offset) : RESERVED;
  const read = packed === RESERVED ? undefined : guestReads[packed >> 12];
  return read ? read(hardware, 0) : 0;
}

function writeWhole(hardware: VirtualInterface, offset: number, value: number): void {
  if (offset === APR0) return hardware.priority.writeActivePriorities(0, 0, value);
  const packed = (offset & 3) === 0 ? packedRegisterAt(2, GICC, offset) : RESERVED;
  if (packed !== RESERVED) guestWrites[packed >> 12]?.(hardware, 0, value);
}

/**
 * Accesses of the GICV frame of QEMU 10.0.2 at any offset and of any size. An access is cut into
 * aligned pieces of at most a word. A piece that starts where a register does is an access of that
 * register, whatever its size: a read shows the register's low bytes, a write sets it to the bytes
 * written. Every other piece reads zero and is ignored when written.
 * @returns the low and the high word read
 */
export function readPieces(
  hardware: VirtualInterface,
  offset: number,
  size: number,
): [low: number, high: number] {
  const words: [number, number] = [0, 0];
  for (let done = 0; done < size;) {
    const bytes = pieceAt(offset + done, size - done);
    const value = readWhole(hardware, offset + done);
    for (let n = 0; n < bytes; n++, done++) {
      words[done >> 2] |= ((value >>> (n * 8)) & 0xff) << ((done & 3) * 8);
    }
  }
  return words;
}

/** The same for writes. */
export function writePieces(
  hardware: VirtualInterface,
  offset: number,
  size: number,
  low: number,
  high: number,
): void {
  const words = [low, high];
  for (let done = 0; done < size;) {
    const bytes = pieceAt(offset + done, size - done);
    const at = offset + done;
    let value = 0;
    for (let n = 0; n < bytes; n++, done++) {
      value |= ((words[done >> 2] >>> ((done & 3) * 8)) & 0xff) << (n * 8);
    }
    writeWhole(hardware, at, value);
  }
}
