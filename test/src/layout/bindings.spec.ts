import { InputError } from '../../../src/errors';
import { readBoard } from '../../../src/layout/bindings';
import type { Board } from '../../../src/layout/board';
import type { DeviceNode } from '../../../src/layout/device-tree';
import { parseDeviceTree } from '../../../src/layout/device-tree';
import type { TreeNode } from '../../../src/targets/device-tree';
import { flatten } from '../../../src/targets/device-tree';
import { boardTree, domain, MEGABYTE } from './trees';

const limits = { bits: 32, regions: 16 } as const;

function rootOf(tree: TreeNode, file = 'x.dtb'): DeviceNode {
  return parseDeviceTree(flatten(tree), file).root;
}

function read(tree: TreeNode, partial: Record<string, TreeNode> = {}, bits: 32 | 48 = 32): Board {
  const trees = Object.entries(partial).map(([n, one]) => [n, rootOf(one, `${n}.dtb`)] as const);
  return readBoard(rootOf(tree), new Map(trees), { ...limits, bits });
}

/** What lies where, in short. */
function shown({ placed }: Board): string[] {
  return placed.map(
    ({ kind, name, domain: n, start, end }) =>
      `${kind} ${name}${n === undefined ? '' : ` of ${n}`} ${start.toString(16)}-${(end - 1).toString(16)}`,
  );
}

const shared = (id: string, start: number): TreeNode => ({
  compatible: 'xen,domain-shared-memory-v1',
  'xen,shm-id': id,
  'xen,shared-mem': [start, start, 0x10000],
});

describe('readBoard', () => {
  it('finds what Xen is told', () => {
    const board = read(
      boardTree({ domU2: domain(0x40100000, { 'shared@5': shared('box', 0x50000000) }) }),
      {
        domU2: {
          p: {
            '#address-cells': [1],
            '#size-cells': [1],
            'dma@1': { 'xen,reg': [0xe1000000, 0x1000, 0xe1000000] },
          },
        },
      },
    );

    expect(shown(board)).toEqual([
      'ram memory@20000000 20000000-5fffffff',
      'device GICD f0000000-f000ffff',
      'device GICR f0100000-f013ffff',
      'device UART e0205000-e0205fff',
      'static-heap static heap 28000000-283fffff',
      'guest-section guest memory section 40000000-40ffffff',
      'device-section device memory section e0000000-f01fffff',
      'boot-module-section boot-module section 30000000-300fffff',
      'memory domU1 memory of 0 40000000-400fffff',
      'boot-module domU1 kernel of 0 30000000-30000fff',
      'memory domU2 memory of 1 40100000-401fffff',
      'shared-memory shared memory box of 1 50000000-5000ffff',
      'emulated GICD of 0 f0000000-f000ffff',
      'emulated GICR of 0 f0100000-f013ffff',
      'emulated UART of 0 e0205000-e0205fff',
      'emulated GICD of 1 f0000000-f000ffff',
      'emulated GICR of 1 f0100000-f013ffff',
      'emulated UART of 1 e0205000-e0205fff',
      'domain-device domU2 dma@1 of 1 e1000000-e1000fff',
    ]);
    expect(board.domains).toEqual([
      { name: 'domU1', el1: 'mpu', directMap: true, vcpus: 1, where: 'x.dtb: /chosen/domU1' },
      { name: 'domU2', el1: 'mpu', directMap: true, vcpus: 1, where: 'x.dtb: /chosen/domU2' },
    ]);
    const memory = board.placed.find(({ kind }) => kind === 'memory');
    expect(memory?.where).toBe('x.dtb: /chosen/domU1: xen,static-mem');
  });

  it('translates reg through the buses above a device', () => {
    const board = read(
      boardTree(
        {},
        {
          aliases: { serial0: '/soc/serial@5000' },
          soc: {
            '#address-cells': [1],
            '#size-cells': [1],
            ranges: [0, 0xe0000000, 0x10000],
            'serial@5000': { reg: [0x5000, 0x1000] },
          },
        },
      ),
    );

    expect(shown(board)).toContain('device UART e0005000-e0005fff');
  });

  it('reads static memory in cells of its own, and wide addresses', () => {
    const own = {
      '#xen,static-mem-address-cells': [2],
      '#xen,static-mem-size-cells': [2],
      'xen,static-mem': [0x1, 0x40000000, 0, MEGABYTE],
    };
    const board = read(boardTree({ domU2: domain(0, own) }), {}, 48);

    expect(shown(board)).toContain('memory domU2 memory of 1 140000000-1400fffff');
  });

  it('takes the console from dtuart before stdout-path', () => {
    const board = read(
      boardTree(
        { 'xen,xen-bootargs': 'console=dtuart dtuart=/serial@e0206000:115200 sync_console' },
        { 'serial@e0206000': { reg: [0xe0206000, 0x1000] } },
      ),
    );

    expect(shown(board)).toContain('device UART e0206000-e0206fff');
  });
});

const without = (tree: TreeNode, key: string): TreeNode =>
  Object.fromEntries(Object.entries(tree).filter(([name]) => name !== key)) as TreeNode;

const memoryOf = (...cells: number[]): TreeNode =>
  boardTree({ domU2: domain(0, { 'xen,static-mem': cells }) });
const AT = 'x.dtb: /chosen/domU2: xen,static-mem: ';

describe('readBoard refuses', () => {
  it.each<[string, TreeNode, string]>([
    ['no /chosen', without(boardTree(), 'chosen'), 'x.dtb: /chosen: is missing'],
    ['a size of zero', memoryOf(0x40100000, 0), `${AT}the range at 0x40100000 has a size of zero`],
    ['half an entry', memoryOf(0x40100000), `${AT}has 1 cells, which is no whole number`],
    ['no entry', memoryOf(), `${AT}has 0 cells`],
    [
      'more than 32 bits in PMSAv8-32',
      memoryOf(0xfffff000, 0x2000),
      `${AT}address 0x100000fff is beyond 32 bits, all that PMSAv8-32 has`,
    ],
    [
      'two ranges that overlap',
      memoryOf(0x40000000, 0x2000, 0x40001000, 0x1000),
      `${AT}0x40000000–0x40001fff and 0x40001000–0x40001fff overlap at 0x40001000`,
    ],
    [
      'more ranges than regions',
      memoryOf(...Array.from({ length: 17 }, (_, n) => [0x40000000 + n * 0x2000, 0x1000]).flat()),
      `${AT}17 ranges, and the MPU of EL2 has 16 regions`,
    ],
    [
      'overlapping reg',
      boardTree({}, { 'memory@30000000': { device_type: 'memory', reg: [0x30000000, MEGABYTE] } }),
      'x.dtb: /memory@30000000: reg: 0x30000000–0x300fffff overlaps 0x20000000–0x5fffffff of x.dtb: /memory@20000000: reg',
    ],
    [
      'reg that overlaps itself',
      boardTree({}, { 'memory@20000000': { device_type: 'memory', reg: [0, 16, 8, 16] } }),
      'x.dtb: /memory@20000000: reg: 0x0–0xf and 0x8–0x17 overlap at 0x8',
    ],
    [
      'a UART inside the GIC',
      boardTree({}, { 'serial@e0205000': { reg: [0xf0000000, 0x1000] } }),
      'x.dtb: /serial@e0205000: reg: 0xf0000000–0xf0000fff overlaps 0xf0000000–0xf000ffff of x.dtb: /interrupt-controller@f0000000: reg',
    ],
    [
      'a GICv3 without redistributors',
      boardTree({}, { 'interrupt-controller@f0000000': { compatible: 'arm,gic-v3', reg: [1, 1] } }),
      'x.dtb: /interrupt-controller@f0000000: reg: has 1 ranges; a GICv3 has the distributor and 1',
    ],
    [
      'a bus without ranges',
      boardTree({ 'stdout-path': '/bus/serial@1' }, { bus: { 'serial@1': { reg: [0, 1, 1] } } }),
      'x.dtb: /bus/serial@1: reg: /bus has no ranges',
    ],
    [
      'reg outside of ranges',
      boardTree(
        { 'stdout-path': '/bus/serial@1' },
        { bus: { ranges: [0, 5, 0, 4], 'serial@1': { reg: [0, 3, 4] } } },
      ),
      'x.dtb: /bus/serial@1: reg: is in none of the ranges of /bus',
    ],
    [
      'an unknown console',
      boardTree({ 'stdout-path': 'serial9' }),
      'x.dtb: /chosen: stdout-path: "serial9" is neither an alias nor the path of a node',
    ],
    [
      'cells of one kind only',
      boardTree({ domU2: domain(0, { '#xen,static-mem-size-cells': [1] }) }),
      'x.dtb: /chosen/domU2: #xen,static-mem-address-cells: is missing beside',
    ],
    [
      'a wrong number of cells',
      boardTree({ '#mpu,address-cells': [3] }),
      'x.dtb: /chosen: #mpu,address-cells: is 3; should be from 1 to 2',
    ],
    [
      'cells that are no cell',
      boardTree({ '#mpu,address-cells': 'x' }),
      'x.dtb: /chosen: #mpu,address-cells: should be one cell, and has 2 bytes',
    ],
    [
      'no vCPU',
      boardTree({ domU2: domain(0, { cpus: [0] }) }),
      'x.dtb: /chosen/domU2: cpus: is 0; should be from 1 to 128',
    ],
    [
      'shared memory elsewhere in the guest',
      boardTree({
        domU2: domain(0, { s: { ...shared('box', 16), 'xen,shared-mem': [16, 32, 16] } }),
      }),
      "x.dtb: /chosen/domU2/s: xen,shared-mem: the guest's address 0x20 is not the host's 0x10",
    ],
    [
      'shared memory without address',
      boardTree({ domU2: domain(0, { s: { ...shared('box', 16), 'xen,shared-mem': [32, 16] } }) }),
      'x.dtb: /chosen/domU2/s: xen,shared-mem: has no address of the host',
    ],
    [
      'a module without address',
      boardTree({ domU2: domain(0, { m: { compatible: 'multiboot,module' } }) }),
      'x.dtb: /chosen/domU2/m: reg: is missing',
    ],
    [
      'a bus that puts a device beyond 32 bits',
      boardTree(
        { 'stdout-path': '/bus/serial@1' },
        {
          bus: {
            '#address-cells': [1],
            '#size-cells': [1],
            ranges: [0, 0xfffff000, 0x2000],
            'serial@1': { reg: [0x1000, 0x1000] },
          },
        },
      ),
      'x.dtb: /bus/serial@1: reg: address 0x100000fff is beyond 32 bits',
    ],
    [
      'memory that is reserved',
      boardTree(
        {},
        {
          'reserved-memory': {
            '#address-cells': [1],
            '#size-cells': [1],
            'dynamic@0': { size: [MEGABYTE] },
            'tee@40180000': { reg: [0x48000000, 0x1000, 0x401ff000, 0x2000] },
          },
        },
      ),
      'x.dtb: /chosen/domU2: xen,static-mem: 0x40100000–0x401fffff overlaps 0x401ff000–0x40200fff of x.dtb: /reserved-memory/tee@40180000: reg',
    ],
    [
      'two names of one shared memory',
      boardTree({
        domU1: domain(0x40000000, { s: shared('one', 0x50000000) }),
        domU2: domain(0x40100000, { s: shared('two', 0x50000000) }),
      }),
      'x.dtb: /chosen/domU2/s: xen,shared-mem: shared memory two (0x50000000–0x5000ffff): the same range is shared memory one',
    ],
    [
      'two shared memories of one name',
      boardTree({
        domU1: domain(0x40000000, { s: shared('one', 0x50000000) }),
        domU2: domain(0x40100000, { s: shared('one', 0x50100000) }),
      }),
      'x.dtb: /chosen/domU2/s: xen,shared-mem: shared memory one (0x50100000–0x5010ffff): shared memory one is another range (0x50000000–0x5000ffff) in x.dtb: /chosen/domU1/s',
    ],
    [
      'modules that overlap',
      boardTree({
        domU2: domain(0x40100000, { m: { compatible: 'multiboot,module', reg: [0x30000800, 16] } }),
      }),
      'x.dtb: /chosen/domU2/m: reg: 0x30000800–0x3000080f overlaps 0x30000000–0x30000fff of x.dtb: /chosen/domU1/module@30000000: reg',
    ],
  ])('%s', (_, tree, message) => {
    expect(() => read(tree)).toThrow(InputError);
    expect(() => read(tree)).toThrow(message);
  });

  it.each<[string, number[], string]>([
    ['48 bits', [0xffff, 0xfffff000, 0, 0x1001], 'address 0x1000000000000 is beyond 48 bits'],
    [
      'a base above its limit',
      [0xffffffff, 0xfffff000, 0, 0x2000],
      'base 0xfffffffffffff000 is above its limit: 0x2000 bytes on is 0x1000',
    ],
  ])('%s with two cells', (_, cells, message) => {
    const own = { '#xen,static-mem-address-cells': [2], '#xen,static-mem-size-cells': [2] };
    const tree = boardTree({ domU2: domain(0, { ...own, 'xen,static-mem': cells }) });

    expect(() => read(tree, {}, 48)).toThrow(`${AT}${message}`);
  });

  it.each<[string, Record<string, TreeNode>, string]>([
    ['a tree of no domain', { domU3: {} }, 'domU3=…: x.dtb has no domain of that name'],
    ['a tree without device', { domU1: {} }, 'domU1.dtb: no node has xen,reg'],
    [
      'a device that moves',
      { domU1: { '#address-cells': [1], d: { 'xen,reg': [16, 16, 32] } } },
      "domU1.dtb: /d: xen,reg: the guest's address 0x20 is not the physical one, 0x10",
    ],
  ])('%s', (_, partial, message) => {
    expect(() => read(boardTree(), partial)).toThrow(message);
  });
});
