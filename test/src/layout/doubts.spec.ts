import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../src/errors';
import type { Given } from '../../../src/layout/input';
import type { TreeNode } from '../../../src/targets/device-tree';
import { temporaryFolder } from '../cli/support';
import { elfFile } from './elf-file';
import { checked, writeBoard } from './support';
import { boardTree, domain, symbols } from './trees';

const folder = temporaryFolder();

function remarks(tree: TreeNode, more: Partial<Given> = {}): string[] {
  return checked({ ...writeBoard(folder(), tree), ...more }).remarks;
}

const MEMORY = 'memory@20000000';

function withMemory(...reg: number[]): TreeNode {
  return boardTree({}, { [MEMORY]: { device_type: 'memory', reg } });
}

describe('what no requirement speaks of', () => {
  it('is told of what lies outside of memory', () => {
    const tree = boardTree({ domU2: domain(0x90000000) });

    expect(remarks(tree)).toEqual([
      expect.stringMatching(
        /^domU2 memory \(0x90000000–0x900fffff\) is in no memory that the device tree has \(.*board.dtb: \/chosen\/domU2: xen,static-mem\)$/,
      ),
    ]);
  });

  it('is told of what lies in a hole between banks, but not where they adjoin', () => {
    const adjoining = withMemory(0x20000000, 0x8100000, 0x28100000, 0x37f00000);
    const apart = withMemory(0x20000000, 0x8100000, 0x28200000, 0x37e00000);

    expect(remarks(adjoining)).toEqual([]);
    expect(remarks(apart)).toEqual([
      expect.stringContaining('static heap (0x28000000–0x283fffff) is only partly in memory that'),
    ]);
  });

  it('is told once that Xen lies outside of memory', () => {
    expect(remarks(withMemory(0x28000000, 0x37f00000))).toEqual([
      expect.stringMatching(/^Xen \(0x20200000–0x2028583f\) is in no memory/),
      expect.stringMatching(/^device tree \(0x20400000–/),
    ]);
  });

  it('is told that there is no GIC', () => {
    expect(remarks(boardTree({}, { 'interrupt-controller@f0000000': {} }))).toEqual([
      'there is no node of a GIC: whether Xen reaches it is not checked',
    ]);
  });

  it('says nothing of memory where the boot loader is to write it', () => {
    expect(remarks(boardTree({}, { [MEMORY]: {} }))).toEqual([]);
  });

  it('is told that no console is named', () => {
    expect(remarks(boardTree({ 'stdout-path': '' }))).toEqual([
      '/chosen names no console of Xen: whether Xen reaches its UART is not checked',
    ]);
  });

  it('is told that Xen is for another processor', () => {
    const elf = join(folder(), 'xen-syms');
    writeFileSync(elf, elfFile({ bits: 64, isLittle: true, machine: 183 }, symbols));
    const given = { ...writeBoard(folder()), layout: undefined, elf };

    const { machine, remarks: found } = checked(given);

    expect(machine.format).toBe(64);
    expect(found).toEqual([
      `the processor in /cpus of ${given.files[0]} is for PMSAv8-32; PMSAv8-64 is taken, as ${elf} says`,
    ]);
    expect(checked({ ...given, format: 32 }).remarks[0]).toBe(
      `${elf} is for PMSAv8-64; PMSAv8-32 is taken, as --format says`,
    );
  });

  it('refuses a device tree beyond the address space', () => {
    const given = { ...writeBoard(folder()), fdt: '0x100000000' };

    expect(() => checked(given)).toThrow(InputError);
    expect(() => checked(given)).toThrow('--fdt: address 0x1000');
  });
});
