/** How an ELF file is written. */
export interface Shape {
  bits: 32 | 64;
  isLittle: boolean;
  machine: number;
}

class Writer {
  private readonly parts: Buffer[] = [];
  constructor(private readonly shape: Shape) {}

  number(value: number, bytes: number): this {
    const buffer = Buffer.alloc(bytes);
    const { isLittle } = this.shape;
    if (bytes === 8) {
      if (isLittle) buffer.writeBigUInt64LE(BigInt(value));
      else buffer.writeBigUInt64BE(BigInt(value));
    } else if (isLittle) buffer.writeUIntLE(value, 0, bytes);
    else buffer.writeUIntBE(value, 0, bytes);
    this.parts.push(buffer);
    return this;
  }

  /** A number as wide as an address. */
  address(value: number): this {
    return this.number(value, this.shape.bits / 8);
  }

  get bytes(): Buffer {
    return Buffer.concat(this.parts);
  }
}

/** An ELF file with nothing but symbols (System V ABI, chapter 4). */
export function elfFile(shape: Shape, symbols: Record<string, number>): Buffer {
  const isWide = shape.bits === 64;
  let names = '\0';
  const table = new Writer(shape);
  table.number(0, 4).address(0).address(0).number(0, 4);
  for (const [name, value] of Object.entries(symbols)) {
    table.number(names.length, 4);
    if (isWide) table.number(0x10, 1).number(0, 1).number(1, 2).address(value).address(0);
    else table.address(value).address(0).number(0x10, 1).number(0, 1).number(1, 2);
    names += `${name}\0`;
  }
  const headerBytes = isWide ? 64 : 52;
  const symbolsAt = headerBytes;
  const namesAt = symbolsAt + table.bytes.length;
  const sectionsAt = namesAt + names.length;
  const sections = new Writer(shape);
  const section = (type: number, at: number, size: number, link: number, entry: number): void => {
    sections.number(0, 4).number(type, 4).address(0).address(0).address(at).address(size);
    sections.number(link, 4).number(0, 4).address(1).address(entry);
  };
  section(0, 0, 0, 0, 0);
  section(2, symbolsAt, table.bytes.length, 2, isWide ? 24 : 16);
  section(3, namesAt, names.length, 0, 0);
  const header = new Writer(shape);
  for (const byte of [0x7f, 0x45, 0x4c, 0x46, isWide ? 2 : 1, shape.isLittle ? 1 : 2, 1]) {
    header.number(byte, 1);
  }
  for (let n = 0; n < 9; n++) header.number(0, 1);
  header.number(2, 2).number(shape.machine, 2).number(1, 4).address(0).address(0);
  header.address(sectionsAt).number(0, 4).number(headerBytes, 2).number(0, 2).number(0, 2);
  header
    .number(isWide ? 64 : 40, 2)
    .number(3, 2)
    .number(0, 2);
  return Buffer.concat([header.bytes, table.bytes, Buffer.from(names, 'latin1'), sections.bytes]);
}
