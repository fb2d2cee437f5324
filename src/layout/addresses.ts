import { InputError } from '../errors';

/** A range of addresses: from `start` to the byte before `end`. */
export interface Span {
  start: number;
  end: number;
}

/** `0x80000000` */
export function hex(address: number): string {
  return `0x${address.toString(16)}`;
}

/** `0x80000000–0x8000ffff`: both bytes are in it. */
export function spanText({ start, end }: Span): string {
  return end > start ? `${hex(start)}–${hex(end - 1)}` : `nothing at ${hex(start)}`;
}

/** Whether two ranges have a byte in common. */
export function meet(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Whether all bytes of `inner` are in `outer`. */
export function isWithin(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Bits of an address: PMSAv8-32 has 32, PMSAv8-64 has 48. */
export type AddressBits = 32 | 48;

/**
 * A range of the input, checked: not empty, and within the address space.
 * @param where what errors call it: file, path and property
 * @throws InputError
 */
export function spanOf(start: bigint, size: bigint, bits: AddressBits, where: string): Span {
  const at = `0x${start.toString(16)}`;
  if (size === 0n) throw new InputError(`${where}: the range at ${at} has a size of zero`);
  const last = start + size - 1n;
  if (last >= 1n << 64n) {
    const wrapped = (start + size) & ((1n << 64n) - 1n);
    throw new InputError(
      `${where}: base ${at} is above its limit: 0x${size.toString(16)} bytes on is 0x${wrapped.toString(16)}`,
    );
  }
  return checked(start, last + 1n, bits, where);
}

/** The same by the first byte and the one after the last; it may be empty if `mayBeEmpty`. */
export function spanBetween(
  start: bigint,
  end: bigint,
  bits: AddressBits,
  where: string,
  mayBeEmpty = false,
): Span {
  if (end < start) {
    throw new InputError(
      `${where}: base 0x${start.toString(16)} is above its limit: it ends at 0x${end.toString(16)}`,
    );
  }
  if (end === start && !mayBeEmpty) {
    throw new InputError(`${where}: the range at 0x${start.toString(16)} has a size of zero`);
  }
  return checked(start, end, bits, where);
}

function checked(start: bigint, end: bigint, bits: AddressBits, where: string): Span {
  if (end > 1n << BigInt(bits)) {
    const beyond = end - 1n;
    throw new InputError(
      `${where}: address 0x${beyond.toString(16)} is beyond ${bits} bits` +
        (bits === 32 ? ', all that PMSAv8-32 has' : ''),
    );
  }
  return { start: Number(start), end: Number(end) };
}
