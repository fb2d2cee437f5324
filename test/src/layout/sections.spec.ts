import { fc, test } from '@fast-check/jest';
import { InputError } from '../../../src/errors';
import { readElf } from '../../../src/layout/elf';
import { readMap } from '../../../src/layout/map';
import { sectionsFrom, sectionSymbols } from '../../../src/layout/sections';
import type { Shape } from './elf-file';
import { elfFile } from './elf-file';
import { sections, symbols } from './trees';

const shapes: [string, Shape, 32 | 64 | undefined][] = [
  ['of Arm', { bits: 32, isLittle: true, machine: 40 }, 32],
  ['of AArch64', { bits: 64, isLittle: true, machine: 183 }, 64],
  ['of a big-endian machine', { bits: 64, isLittle: false, machine: 21 }, undefined],
];

const numbers = Object.entries(sections).map(([name, { start, end }]) => ({
  ...{ name, start: Number(start), end: Number(end) },
}));

describe('sections of Xen', () => {
  it.each(shapes)('from the symbols of an ELF file %s', (_, shape, format) => {
    const read = readElf(elfFile(shape, { other: 5, ...symbols }), 'xen-syms', sectionSymbols);

    expect(read.format).toBe(format);
    expect(read.addresses.has('other')).toBe(false);
    expect(sectionsFrom(read, 48)).toMatchObject(numbers);
    expect(sectionsFrom(read, 48)[0].where).toBe('xen-syms: _stext to _etext');
  });

  it('from a map of GNU ld', () => {
    const lines = Object.entries(symbols).map(
      ([name, at]) =>
        `                0x${at.toString(16).padStart(16, '0')}                ${name} = .`,
    );
    const text = `Linker script and memory map\n\n.text  0x0000000020200000  0x40a34\n${lines.join('\n')}\n`;

    expect(sectionsFrom(readMap(text, 'xen.map', sectionSymbols), 48)).toMatchObject(numbers);
  });

  it.each([
    ['a list of nm', ''],
    ['xen-syms.map', '0x'],
  ])('from %s', (_, prefix) => {
    const lines = Object.entries(symbols).map(
      ([name, at]) => `${prefix}${at.toString(16)} T ${name}`,
    );

    const read = readMap(lines.join('\r\n'), 'xen-syms.map', sectionSymbols);

    expect(sectionsFrom(read, 48)).toMatchObject(numbers);
  });

  it('names every symbol that is missing', () => {
    const { _etext, __bss_start, ...left } = symbols;
    const read = readElf(elfFile(shapes[0][1], left), 'xen-syms', sectionSymbols);

    expect([_etext, __bss_start]).not.toContain(undefined);
    expect(() => sectionsFrom(read, 48)).toThrow(
      'xen-syms: has no symbol _etext, __bss_start, by which Xen names its sections',
    );
  });

  it('does without ro-after-init data', () => {
    const { __ro_after_init_start, __ro_after_init_end, ...left } = symbols;
    const old = { ...left, _sdata: __ro_after_init_start };
    const read = readElf(elfFile(shapes[0][1], old), 'xen-syms', sectionSymbols);

    const [, , roAfterInit, data] = sectionsFrom(read, 48);

    expect(__ro_after_init_end).toBeGreaterThan(0);
    expect(roAfterInit).toMatchObject({ start: 0x20253000, end: 0x20253000 });
    expect(data).toMatchObject({ start: 0x20253000, end: 0x2025a000 });
  });

  it.each<[string, number, 32 | 48, string]>([
    [
      'a base above its limit',
      0x20300000,
      48,
      '_stext to _etext: base 0x20300000 is above its limit',
    ],
    ['an address of 33 bits', 2 ** 32 - 2 ** 20, 32, ''],
  ])('refuses %s', (_, start, bits, message) => {
    const etext = bits === 32 ? 2 ** 32 + 1 : symbols._etext;
    const shape = shapes[1][1];
    const read = readElf(
      elfFile(shape, { ...symbols, _stext: start, _etext: etext }),
      'xen-syms',
      sectionSymbols,
    );

    const expected = message || '_stext to _etext: address 0x100000000 is beyond 32 bits';
    expect(() => sectionsFrom(read, bits)).toThrow(expected);
  });

  const whole = elfFile(shapes[1][1], symbols);

  test.prop([fc.nat(whole.length - 1)], { numRuns: 300 })('refuses what is truncated', (length) => {
    expect(() => readElf(whole.subarray(0, length), 'x', sectionSymbols)).toThrow(InputError);
  });

  test.prop(
    [fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })],
    {
      numRuns: 2000,
    },
  )('never dies of changed bytes', (changes) => {
    const bytes = Buffer.from(whole);
    for (const [at, byte] of changes) bytes[at] = byte;
    try {
      sectionsFrom(readElf(bytes, 'x', sectionSymbols), 48);
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
    }
  });

  it('refuses a stripped file, and a text that is no map', () => {
    const stripped = Buffer.from(whole);
    // The type of the section that has the symbols.
    stripped.writeUInt32LE(1, Number(stripped.readBigUInt64LE(40)) + 64 + 4);

    expect(() => readElf(stripped, 'xen', sectionSymbols)).toThrow('xen: has no symbol table');
    expect(() => readMap('hello\n', 'x.map', sectionSymbols)).toThrow('x.map: is neither a map');
  });
});
