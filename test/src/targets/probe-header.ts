import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const header = readFileSync(
  join(__dirname, '../../../src/targets/probe/mailbox.h'),
  'utf8',
).replace(/\/\/.*$/gm, '');

function numberOf(text: string): number {
  return Number(text.replace(/U?L?$/, ''));
}

/** The plain numbers that probe/mailbox.h defines: macros and members of enumerations. */
export const constants: Readonly<Record<string, number>> = Object.fromEntries(
  [
    ...header.matchAll(/^#define (\w+) +((?:0x)?[0-9a-fA-F]+U?L?) *$/gm),
    ...header.matchAll(/\b(\w+) = ((?:0x)?\d+)\b/g),
  ].map(([, name, value]) => [name, numberOf(value)]),
);

const sizes: Readonly<Record<string, number>> = { u8: 1, u16: 2, u32: 4, u64: 8 };

export interface Field {
  offset: number;
  size: number;
}

/** The layout of a struct of probe/mailbox.h, as every compiler for AArch64 has it. */
export function layoutOf(struct: string): { fields: Record<string, Field>; size: number } {
  const [, body] = new RegExp(`struct ${struct} \\{([^}]*)\\}`).exec(header)!;
  const fields: Record<string, Field> = {};
  let size = 0;
  for (const [, type, name, count] of body.matchAll(/(u\d+) (\w+)(?:\[(\w+)\])?;/g)) {
    const each = sizes[type];
    size = Math.ceil(size / each) * each;
    fields[name] = { offset: size, size: each };
    size += each * (count === undefined ? 1 : (constants[count] ?? Number(count)));
  }
  return { fields, size };
}
