import { InputError } from '../errors';
import type { Symbols } from './symbols';

const MAGIC = 0x7f454c46;
const SYMBOL_TABLE = 2;
const ARM = 40;
const AARCH64 = 183;

/** Does it begin as an ELF file does? */
export function isElf(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32BE(0) === MAGIC;
}

/** An ELF file of either class and byte order. Offsets are in bytes. */
class Elf {
  readonly isWide: boolean;
  private readonly isLittle: boolean;

  constructor(
    readonly file: string,
    private readonly bytes: Buffer,
  ) {
    const [elfClass, data] = [this.byte(4), this.byte(5)];
    if ((elfClass !== 1 && elfClass !== 2) || (data !== 1 && data !== 2)) {
      throw new InputError(`${file}: its ELF header is damaged: class ${elfClass}, data ${data}`);
    }
    this.isWide = elfClass === 2;
    this.isLittle = data === 1;
  }

  /** @throws InputError if these bytes are not all there */
  within(at: number, length: number): void {
    if (at + length > this.bytes.length) {
      throw new InputError(
        `${this.file}: is truncated: byte ${at + length - 1} is wanted of ${this.bytes.length}`,
      );
    }
  }

  byte(at: number): number {
    this.within(at, 1);
    return this.bytes[at];
  }

  half(at: number): number {
    this.within(at, 2);
    return this.isLittle ? this.bytes.readUInt16LE(at) : this.bytes.readUInt16BE(at);
  }

  word(at: number): number {
    this.within(at, 4);
    return this.isLittle ? this.bytes.readUInt32LE(at) : this.bytes.readUInt32BE(at);
  }

  /** A word of the class: 32 or 64 bits. */
  address(at: number): bigint {
    if (!this.isWide) return BigInt(this.word(at));
    this.within(at, 8);
    return this.isLittle ? this.bytes.readBigUInt64LE(at) : this.bytes.readBigUInt64BE(at);
  }

  /** An offset or a size within the file. */
  offset(at: number): number {
    const offset = this.address(at);
    if (offset > BigInt(this.bytes.length)) {
      throw new InputError(
        `${this.file}: is truncated: byte ${offset} is wanted of ${this.bytes.length}`,
      );
    }
    return Number(offset);
  }

  text(at: number): string {
    this.within(at, 1);
    const end = this.bytes.indexOf(0, at);
    return this.bytes.toString('latin1', at, end < 0 ? this.bytes.length : end);
  }
}

/** A section header: type, place in the file, and the section that it is linked to. */
function sectionAt(
  elf: Elf,
  at: number,
): { type: number; from: number; size: number; link: number } {
  const [offset, size, link] = elf.isWide ? [24, 32, 40] : [16, 20, 24];
  const type = elf.word(at + 4);
  if (type !== SYMBOL_TABLE) return { type, from: 0, size: 0, link: 0 };
  return {
    type,
    from: elf.offset(at + offset),
    size: elf.offset(at + size),
    link: elf.word(at + link),
  };
}

/**
 * Reads symbols of an ELF file.
 * @param wanted their names
 * @throws InputError if it is damaged, or was stripped
 */
export function readElf(bytes: Buffer, file: string, wanted: ReadonlySet<string>): Symbols {
  const elf = new Elf(file, bytes);
  const machine = elf.half(18);
  const [headersAt, entrySize, count] = elf.isWide ? [40, 58, 60] : [32, 46, 48];
  const first = elf.offset(headersAt);
  const size = elf.half(entrySize);
  elf.within(first, size * elf.half(count));
  const sections = Array.from({ length: elf.half(count) }, (_, n) => first + n * size);
  const table = sections.map((at) => sectionAt(elf, at)).find(({ type }) => type === SYMBOL_TABLE);
  if (!table) throw new InputError(`${file}: has no symbol table; xen-syms has one`);
  const namesHeader = sections[table.link];
  if (namesHeader === undefined) {
    throw new InputError(
      `${file}: its symbol table has no names: section ${table.link} is missing`,
    );
  }
  const names = elf.offset(namesHeader + (elf.isWide ? 24 : 16));
  const addresses = new Map<string, bigint>();
  const stride = elf.isWide ? 24 : 16;
  for (let at = table.from; at + stride <= table.from + table.size; at += stride) {
    const nameAt = elf.word(at);
    if (nameAt === 0) continue;
    const name = elf.text(names + nameAt);
    if (wanted.has(name)) addresses.set(name, elf.address(at + (elf.isWide ? 8 : 4)));
  }
  const format = machine === ARM ? 32 : machine === AARCH64 ? 64 : undefined;
  return { file, addresses, format };
}
