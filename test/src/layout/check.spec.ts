import type { MpuCheck } from '../../../reports/schema/mpu-check';
import { findDesign } from '../../../src/layout/designs';
import type { Given } from '../../../src/layout/input';
import type { TreeNode } from '../../../src/targets/device-tree';
import { temporaryFolder } from '../cli/support';
import type { Fault } from './made-up';
import { checked, madeUpDesign, writeBoard } from './support';
import { boardTree, domain, MEGABYTE, sections } from './trees';

const folder = temporaryFolder();

function violations({ violations: found }: MpuCheck): string[] {
  return found.map(({ requirement, message }) => `${requirement} ${message}`);
}

function ofBoard(
  design: 'upstream' | '2023',
  tree: TreeNode = boardTree(),
  xen: object = sections,
  more: Partial<Given> = {},
): MpuCheck {
  return checked({ ...writeBoard(folder(), tree, xen), ...more }, madeUpDesign(design));
}

describe('checkBoard', () => {
  it.each(['upstream', '2023'] as const)('finds nothing wrong where nothing is: %s', (design) => {
    const result = ofBoard(design);

    expect(violations(result)).toEqual([]);
    expect(result.moves).toEqual([]);
    expect(result.remarks).toEqual([]);
    expect(result.machine).toEqual({ format: 32, el1Regions: 16, el2Regions: 16, vmsa: false });
  });

  it('shows the regions of each context', () => {
    const { contexts } = ofBoard('upstream');

    expect(contexts.map(({ name, used, left }) => [name, used, left])).toEqual([
      ...[
        ['assembly', 6, 10],
        ['boot', 8, 8],
        ['idle', 8, 8],
      ],
      ...[
        ['domU1', 9, 7],
        ['domU2', 9, 7],
      ],
    ]);
    expect(contexts[0].regions.map(({ what }) => what)).toEqual([
      ...['text', 'rodata', 'roAfterInit, data', 'bss', 'initText', 'initData'],
    ]);
    expect(contexts[4].regions[0]).toEqual({
      ...{ index: 0, first: '0x20200000', last: '0x20240a3f', what: 'text' },
      ...{ el2: 'r-x', el1: '---', memory: 'normal WB' },
    });
    expect(contexts[4].regions[8]).toEqual({
      ...{ index: 8, first: '0x40100000', last: '0x401fffff', what: 'domU2 memory' },
      ...{ el2: 'rwx', el1: 'rwx', memory: 'normal WB' },
    });
    expect(contexts[1].regions[5]).toMatchObject({ what: 'GICD', memory: 'device nGnRE' });
  });

  const M = MEGABYTE;
  it.each<[string, TreeNode, ('upstream' | '2023')[], string]>([
    [
      'static memory outside of the guest section',
      { domU2: domain(0x50000000) },
      ['2023'],
      'MPU-P-004 domU2 memory (0x50000000–0x500fffff) is not inside one guest memory section',
    ],
    [
      'static memory across two guest sections',
      { 'mpu,guest-memory-section': [0x40000000, 1.5 * M, 0x40180000, 8 * M] },
      ['2023'],
      'MPU-P-004 domU2 memory (0x40100000–0x401fffff) is not inside one guest memory section',
    ],
    [
      'a module one byte too long',
      { 'mpu,boot-module-section': [0x30000000, 0xfff] },
      ['2023'],
      'MPU-P-005 the last byte of domU1 kernel, 0x30000fff, is not in the boot-module section, which ends at 0x30000ffe',
    ],
    [
      'a module elsewhere',
      { 'mpu,boot-module-section': [0x32000000, M] },
      ['2023'],
      'MPU-P-004 domU1 kernel (0x30000000–0x30000fff) is not inside a boot-module section',
    ],
    [
      'a device outside of the device section',
      { 'mpu,device-memory-section': [0xf0000000, 2 * M] },
      ['2023'],
      'MPU-P-004 UART (0xe0205000–0xe0205fff), which Xen uses, is not inside a device memory section',
    ],
    [
      'two domains with the same memory',
      { domU2: domain(0x40000000) },
      ['upstream', '2023'],
      'MPU-A-004 domU1 memory (0x40000000–0x400fffff) and domU2 memory (0x40000000–0x400fffff) overlap',
    ],
    [
      'memory in the heap',
      { domU2: domain(0x28000000) },
      ['upstream'],
      'MPU-A-004 domU2 memory (0x28000000–0x280fffff) and static heap (0x28000000–0x283fffff) overlap',
    ],
    [
      'a heap over Xen',
      { 'xen,static-heap': [0x20000000, 4 * M] },
      ['upstream', '2023'],
      'MPU-A-004 static heap (0x20000000–0x203fffff) and text (0x20200000–0x20240a33) overlap',
    ],
    [
      'memory that is no multiple of 64',
      { domU2: domain(0, { 'xen,static-mem': [0x40100000, 0x1020] }) },
      ['upstream'],
      'MPU-A-001 domU2 memory ends at 0x4010101f: a region would reach over it',
    ],
    [
      'memory that is no multiple of a page',
      { domU2: domain(0, { 'xen,static-mem': [0x40100040, 0x1fc0] }) },
      ['upstream', '2023'],
      'MPU-X-011 domU2 memory begins at 0x40100040: Xen maps whole pages of 4 KiB, and refuses this',
    ],
    [
      'a heap that is no multiple of a page',
      { 'xen,static-heap': [0x28000800, 4 * M] },
      ['upstream', '2023'],
      'MPU-X-011 static heap begins at 0x28000800: Xen maps whole pages of 4 KiB, and leaves the rest out',
    ],
    [
      'two banks of heap',
      { 'xen,static-heap': [0x28000000, M, 0x29000000, M] },
      ['upstream'],
      'MPU-X-042 static heap 1 (0x29000000–0x290fffff) is not used',
    ],
    [
      'VMSA on a Cortex-R52',
      { domU2: domain(0x40100000, { v8r_el1_msa: 'mmu' }) },
      ['upstream', '2023'],
      'MPU-X-063 domU2: v8r_el1_msa = "mmu", and this processor has no VMSA at EL1',
    ],
    [
      'an unknown memory system',
      { domU2: domain(0x40100000, { v8r_el1_msa: 'pmsa' }) },
      ['upstream'],
      'MPU-X-063 domU2: v8r_el1_msa = "pmsa" is neither "mpu" nor "mmu"',
    ],
  ])('finds %s', (_, inChosen, designs, message) => {
    for (const design of designs) {
      expect(violations(ofBoard(design, boardTree(inChosen)))).toContainEqual(
        expect.stringContaining(message),
      );
    }
  });

  it('asks for what is missing', () => {
    const tree = boardTree();
    const chosen = tree.chosen as TreeNode;
    tree.chosen = Object.fromEntries(
      Object.entries(chosen).filter(([name]) => !name.startsWith('mpu,')),
    );
    delete (chosen.domU2 as TreeNode)['direct-map'];
    delete (chosen.domU1 as TreeNode)['xen,static-mem'];

    expect(violations(ofBoard('2023', tree))).toEqual(
      expect.arrayContaining([
        'MPU-P-004 /chosen has no mpu,guest-memory-section, which the 2023 design asks for',
        'MPU-P-004 /chosen has no mpu,device-memory-section, which the 2023 design asks for',
        'MPU-P-004 /chosen has no mpu,boot-module-section, which the 2023 design asks for',
        'MPU-X-063 domU1: has no xen,static-mem, which an MPU at EL1 needs',
        'MPU-X-063 domU2: has no direct-map, which an MPU at EL1 needs',
      ]),
    );
    const upstream = violations(ofBoard('upstream', tree)).join('\n');
    expect(upstream).not.toContain('MPU-P-004');
    expect(upstream).toContain('MPU-X-063');
  });

  it.each<[string, object, string]>([
    [
      'sections that share a granule',
      {
        ...sections,
        text: { start: '0x20200000', end: '0x20241000' },
        rodata: { start: '0x20241000', end: '0x20252f9c' },
        roAfterInit: { start: '0x20252fa0', end: '0x20254000' },
      },
      'MPU-X-006 rodata and roAfterInit meet at 0x20252fa0, within a granule of 64 bytes',
    ],
    [
      'sections out of order',
      { ...sections, rodata: { start: '0x20100000', end: '0x20100040' } },
      'MPU-X-002 rodata (0x20100000–0x2010003f) does not come after text',
    ],
  ])('finds %s', (_, xen, message) => {
    expect(violations(ofBoard('upstream', boardTree(), xen))).toContainEqual(
      expect.stringContaining(message),
    );
  });

  it.each<[Fault, string]>([
    ['writable-text', 'MPU-X-003 assembly: region 0 (text) is writable and executable'],
    ['overlap', 'MPU-A-004 boot: region 4 (static heap) and region 5 (static heap) overlap'],
    ['overlap', 'MPU-A-025 boot: static heap of Xen: 0x28000000–0x283fffff is covered twice'],
    ['empty-region', 'MPU-A-003 boot: region 5'],
    ['moves-text', 'MPU-P-001 boot: text moved from region 0 to region 3'],
    ['keeps-init', 'boot: region 4 (0x2025a000–0x20265fff) still covers initText'],
    ['no-uart', 'MPU-A-025 domU1: Xen does not reach UART: 0xe0205000–0xe0205fff is uncovered'],
    [
      'leaks-memory',
      'MPU-P-020 domU1: region 9 (0x40100000–0x401fffff) gives it more than its own',
    ],
    [
      'forgets-memory',
      'MPU-P-023 domU1 does not reach domU1 memory: 0x40000000–0x400fffff is uncovered',
    ],
    ['remembers', 'MPU-P-020 domU1: coming from another domain it has other regions'],
    ['executes-no-text', 'MPU-A-025 boot: text of Xen: region 0 allows EL2 only r--'],
    ['map-fails', 'MPU-X-025 Xen gets ENOENT while mapping GICD (ioremap)'],
    ['panics', 'MPU-X-004 Xen panics while booting, assembly'],
  ])('finds what a hypervisor does wrong: %s', (fault, message) => {
    for (const design of ['upstream', '2023'] as const) {
      const result = checked(writeBoard(folder()), madeUpDesign(design, [fault]));

      expect(violations(result)).toContainEqual(expect.stringContaining(message));
    }
  });

  it('says which domain has too many regions, and goes on with the next', () => {
    const banks = Array.from({ length: 9 }, (_, n) => [0x40200000 + n * 0x2000, 0x1000]).flat();
    const tree = boardTree({ domU1: domain(0, { 'xen,static-mem': banks }) });

    const result = ofBoard('upstream', tree);

    expect(violations(result)).toEqual([
      "MPU-P-022 Xen panics while switching to domU1, which needs 9 regions beside Xen's (16 regions at EL2)",
    ]);
    expect(result.contexts.map(({ name, missing }) => [name, missing === undefined])).toEqual([
      ...[
        ['assembly', true],
        ['boot', true],
        ['idle', true],
      ],
      ...[
        ['domU1', false],
        ['domU2', true],
      ],
    ]);
  });

  it('counts the regions of domains where the hypervisor does not switch to them', () => {
    const banks = Array.from({ length: 9 }, (_, n) => [0x40200000 + n * 0x2000, 0x1000]).flat();
    const tree = boardTree({ domU1: domain(0, { 'xen,static-mem': banks }) });
    const design = madeUpDesign();
    const { steps } = design.implementation;
    design.implementation.steps = steps.filter((step) => step !== 'switch');

    const result = checked(writeBoard(folder(), tree), design);

    expect(violations(result)).toEqual([
      'MPU-P-022 domU1 needs 9 regions, and Xen keeps 8 of 16: 1 too many',
    ]);
    expect(result.contexts[3].missing).toBe('model:made-up does not switch the MPU to domains');
  });

  it('says which deviation a failure comes from, and that mending it helps', () => {
    const given = writeBoard(folder());
    const design = madeUpDesign('upstream', ['panics', 'writable-text']);

    const { remarks } = checked(given, design);
    const mended = checked(given, findDesign('upstream+fixed-writable-text', [design]));

    expect(remarks[0]).toMatch(
      /^it comes from panics: it panics; --design upstream\+panics goes on/,
    );
    expect(violations(mended)).toEqual([
      'MPU-X-003 assembly: region 0 (text) is writable and executable',
    ]);
    expect(mended.design).toMatchObject({ name: 'upstream+fixed-writable-text' });
    expect(findDesign('upstream+fixed', [design]).implementation.deviations).toEqual([]);
  });

  it('says what it assumed', () => {
    const given = writeBoard(folder(), boardTree({}, { cpus: {} }));

    const { machine, remarks, placed } = checked({ files: given.files, layout: given.layout });

    expect(machine).toEqual({ format: 64, el1Regions: 16, el2Regions: 16, vmsa: true });
    expect(remarks).toEqual([
      'nothing names the processor: PMSAv8-64 is assumed (--format)',
      'MPUIR is not given: 16 regions are assumed (--el1-regions, --el2-regions)',
      'nothing says where the device tree is: 0x20400000 is assumed (--fdt)',
    ]);
    expect(placed).toContainEqual(expect.objectContaining({ kind: 'fdt', first: '0x20400000' }));
  });
});
