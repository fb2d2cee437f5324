import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TreeNode } from '../../../src/targets/device-tree';
import { flatten } from '../../../src/targets/device-tree';
import { checkMpuCheck } from '../../../src/validate';
import { itWithDtc } from '../layout/dtc';
import { elfFile } from '../layout/elf-file';
import { writeBoard } from '../layout/support';
import { boardTree, domain, sections, symbols } from '../layout/trees';
import type { Ended } from './support';
import { call, plain, temporaryFolder } from './support';

const folder = temporaryFolder();
const inFolder = (name: string): string => join(folder(), name);
const fdt = ['--fdt', '0x20400000'];
const regions = ['--el1-regions', '16', '--el2-regions', '16'];

/** The command, on the design of 2023 if none is named. */
async function check(...args: string[]): Promise<Ended> {
  const design = args.includes('--design') ? [] : ['--design', '2023'];
  const ended = await call('mpu', 'check', ...args, ...design);
  return { ...ended, stdout: plain(ended.stdout), stderr: plain(ended.stderr) };
}

function boardFiles(tree: TreeNode = boardTree()): [board: string, ...layout: string[]] {
  const { files, layout } = writeBoard(folder(), tree);
  return [files[0], '--layout', layout!];
}

describe('lockstep mpu check', () => {
  it('shows the regions of each context, and exits 0', async () => {
    const { status, stdout, stderr } = await check(...boardFiles(), ...fdt, ...regions);

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('PMSAv8-32, 16 EL1 and 16 EL2 regions, 2023 (model:xen-mpu@2023)');
    expect(stdout).toContain(
      [
        'domU2 (domU2 runs): 10 of 16 regions, 6 left',
        '         first        last  EL2  EL1  memory        what',
        ' 0  0x20200000  0x20240a3f  r-x  ---  normal WB     text',
      ].join('\n'),
    );
    expect(stdout).toContain('idle (the idle vCPU runs): as in boot\n');
    expect(stdout).toMatch(/\nno violation\nnothing is wrong\n$/);
  });

  it('exits 1 on a violation, and says where it comes from', async () => {
    const tree = boardTree({ domU2: domain(0x40000000) });

    const { status, stdout } = await check(...boardFiles(tree), ...fdt, ...regions);

    expect(status).toBe(1);
    expect(stdout).toContain(
      [
        'MPU-A-004  domU1 memory (0x40000000–0x400fffff) and domU2 memory (0x40000000–0x400fffff) overlap',
        `  ${inFolder('board.dtb')}: /chosen/domU1: xen,static-mem`,
        `  ${inFolder('board.dtb')}: /chosen/domU2: xen,static-mem`,
      ].join('\n'),
    );
    expect(stdout).toMatch(/FAILED\n$/);
  });

  it('writes a page that needs nothing else, and the result', async () => {
    const out = inFolder('out');
    const hostile = { '<i>"&\'': domain(0x40300000) };
    const files = boardFiles(boardTree(hostile));

    const { status, stdout } = await check(...files, ...fdt, '--out', out);

    expect(status).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['mpu-check.html', 'mpu-check.json']);
    expect(stdout).toContain(join(out, 'mpu-check.html'));
    const result = checkMpuCheck(JSON.parse(readFileSync(join(out, 'mpu-check.json'), 'utf8')));
    expect(result.contexts.map(({ name }) => name)).toContain('<i>"&\'');
    const page = readFileSync(join(out, 'mpu-check.html'), 'utf8');
    expect(page).toContain('<svg ');
    expect(page).toContain('&lt;i&gt;&quot;&amp;&#39;');
    expect(page).not.toContain('<i>');
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|(?:src|href)=/);
  });

  itWithDtc('takes a source, a linker map and an ELF file', async () => {
    const [board, map, elf] = ['board.dtb', 'xen.map', 'xen-syms'].map(inFolder);
    writeFileSync(board, flatten(boardTree()));
    const source = spawnSync('dtc', ['-q', '-I', 'dtb', '-O', 'dts', board], { encoding: 'utf8' });
    writeFileSync(inFolder('board.dts'), source.stdout);
    const lines = Object.entries(symbols).map(
      ([name, at]) =>
        `                0x${at.toString(16).padStart(16, '0')}                ${name} = .\n`,
    );
    writeFileSync(map, lines.join(''));
    writeFileSync(elf, elfFile({ bits: 32, isLittle: true, machine: 40 }, symbols));

    const byMap = await check(inFolder('board.dts'), '--map', map, ...fdt, ...regions);
    const byElf = await check(board, '--elf', elf, ...fdt, ...regions);

    expect([byMap.status, byElf.status]).toEqual([0, 0]);
    const tables = ({ stdout }: Ended): string => stdout.slice(stdout.indexOf('\n'));
    expect(tables(byMap)).toBe(tables(byElf));
  });

  it('takes a whole layout', async () => {
    const file = inFolder('layout.json');
    const range = (start: string, end: string): object => ({ start, end });
    const layout = {
      sections,
      fdt: range('0x20400000', '0x20401000'),
      staticHeap: [range('0x28000000', '0x28400000')],
      devices: [range('0xe0205000', '0xe0206000')],
      domains: [
        {
          ...{ name: 'a', el1: 'mpu', directMap: true, vcpus: 1, devices: [], emulated: [] },
          memory: [range('0x28300000', '0x28500000')],
        },
      ],
    };
    writeFileSync(file, JSON.stringify(layout));

    const { status, stdout } = await check(file, '--format', '32');

    expect(status).toBe(1);
    expect(stdout).toContain(`  ${file}: domains[0].memory[0]\n`);
  });

  it('takes partial trees of domains', async () => {
    const partial = inFolder('domU1.dtb');
    const node = { 'xen,reg': [0xe0300000, 0x1000, 0xe0300000] };
    writeFileSync(partial, flatten({ '#address-cells': [1], '#size-cells': [1], 'dma@1': node }));

    const { status, stdout } = await check(...boardFiles(), `domU1=${partial}`, ...fdt);

    expect(status).toBe(0);
    expect(stdout).toMatch(/0xe0300000 {2}0xe0300fff {2}rw- {2}rw- {2}device nGnRE {2}domU1 dma@1/);
  });
});

describe('lockstep mpu check exits 2 with one line on', () => {
  async function expectRefused(args: string[], ...parts: string[]): Promise<void> {
    const { status, stdout, stderr } = await check(...args);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^error: [^\n]+\n(\(see lockstep --help\)\n)?$/);
    for (const part of parts) expect(stderr).toContain(part);
  }

  it('a truncated blob', async () => {
    const [board, ...layout] = boardFiles();
    const bytes = readFileSync(board);
    writeFileSync(board, bytes.subarray(0, bytes.length / 2));

    await expectRefused([board, ...layout], board, `its header says ${bytes.length} bytes`);
  });

  it.each<[string, TreeNode, string]>([
    ['a zero-sized range', { 'xen,static-heap': [0x28000000, 0] }, 'size of zero'],
    ['overlapping ranges', { 'xen,static-heap': [0, 0x2000, 0x1000, 0x2000] }, 'overlap at 0x1000'],
    [
      'too many ranges',
      { 'xen,static-heap': Array.from({ length: 34 }, (_, n) => (n % 2 ? 0x1000 : n * 0x1000)) },
      '17 ranges, and the MPU of EL2 has 16 regions',
    ],
    ['addresses that are too high', { 'xen,static-heap': [0xfffff000, 0x2000] }, 'beyond 32 bits'],
  ])('%s', async (_, inChosen, part) => {
    const [board, ...layout] = boardFiles(boardTree(inChosen));

    await expectRefused([board, ...layout], `${board}: /chosen: xen,static-heap: `, part);
  });

  it('files that cannot be read', async () => {
    const [board, ...layout] = boardFiles();
    mkdirSync(inFolder('sub'));
    writeFileSync(inFolder('text'), 'hello');
    writeFileSync(inFolder('bad.json'), '{');
    writeFileSync(inFolder('empty.json'), '{}');

    await expectRefused([inFolder('none.dtb'), ...layout], 'there is no such file');
    await expectRefused([inFolder('sub'), ...layout], 'it is a folder');
    await expectRefused([inFolder('text'), ...layout], 'is neither a device tree, source or blob');
    await expectRefused([board, '--layout', inFolder('bad.json')], 'is no JSON');
    await expectRefused([board, '--layout', inFolder('empty.json')], '"sections" is missing');
    await expectRefused([board, '--elf', inFolder('text')], 'is no ELF file');
    await expectRefused([board, '--map', inFolder('text')], 'is neither a map of GNU ld');
    await expectRefused([board, '--map', inFolder('sub')], 'it is a folder');
  });

  itWithDtc('sources that are wrong', async () => {
    const [, ...layout] = boardFiles();
    writeFileSync(inFolder('bad.dts'), '/dts-v1/;\n/ { a = <1>\n};\n');
    writeFileSync(inFolder('included.dts'), '/dts-v1/;\n#include <x.h>\n/ { };\n');

    await expectRefused([inFolder('bad.dts'), ...layout], 'dtc: ', 'bad.dts:3');
    await expectRefused([inFolder('included.dts'), ...layout], 'run it through cpp first');
  });

  it('a source where there is no dtc', async () => {
    const before = process.env.PATH;
    process.env.PATH = folder();
    try {
      writeFileSync(inFolder('board.dts'), '/dts-v1/;\n/ { };\n');
      const layout = writeBoard(folder()).layout!;

      await expectRefused(
        [inFolder('board.dts'), '--layout', layout],
        'apt-get install device-tree-compiler',
      );
    } finally {
      process.env.PATH = before;
    }
  });

  it('a wrong command line', async () => {
    const [board, ...layout] = boardFiles();
    const good = [board, ...layout];

    await expectRefused([board], 'give --elf, --map or --layout');
    await expectRefused([...good, '--elf', board], 'exclude each other');
    await expectRefused([...good, '--el2-regions', '256'], '--el2-regions', 'from 0 to 255');
    await expectRefused([...good, '--format', '48'], 'is neither 32 nor 64');
    await expectRefused([...good, '--fdt', 'here'], 'is no address in hexadecimal');
    await expectRefused([...good, '--design', 'other'], '"other" is unknown');
    await expectRefused([board, board, ...layout], `domU1=${board}`);
    await expectRefused([board, 'domU9=x', ...layout], 'x: cannot be read');
  });

  it('a base above its limit', async () => {
    const [board] = boardFiles();
    const layout = inFolder('layout.json');
    const wrong = { ...sections, bss: { start: '0x20290000', end: '0x20285840' } };
    writeFileSync(layout, JSON.stringify({ sections: wrong }));

    await expectRefused(
      [board, '--layout', layout],
      `${layout}: sections.bss: base 0x20290000 is above its limit`,
    );
  });
});
