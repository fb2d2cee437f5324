import type { TreeNode } from '../../../src/targets/device-tree';

export const MEGABYTE = 2 ** 20;

const gic: TreeNode = {
  compatible: 'arm,gic-v3',
  'interrupt-controller': true,
  reg: [0xf0000000, 0x10000, 0xf0100000, 0x40000],
};

const uart: TreeNode = { compatible: 'arm,cmsdk-apb-uart', reg: [0xe0205000, 0x1000] };

/** A domain with 1 MiB of memory. */
export function domain(start: number, more: TreeNode = {}): TreeNode {
  return {
    compatible: 'xen,domain',
    '#address-cells': [1],
    '#size-cells': [1],
    cpus: [1],
    'direct-map': true,
    vpl011: true,
    'xen,static-mem': [start, MEGABYTE],
    ...more,
  };
}

/** /chosen of a board that nothing is wrong with, in both designs. */
export function chosen(more: TreeNode = {}): TreeNode {
  return {
    '#address-cells': [1],
    '#size-cells': [1],
    'stdout-path': 'serial0:115200n8',
    'xen,static-heap': [0x28000000, 4 * MEGABYTE],
    '#mpu,address-cells': [1],
    '#mpu,size-cells': [1],
    'mpu,guest-memory-section': [0x40000000, 16 * MEGABYTE],
    'mpu,device-memory-section': [0xe0000000, 0x10200000],
    'mpu,boot-module-section': [0x30000000, MEGABYTE],
    domU1: domain(0x40000000, {
      'module@30000000': {
        compatible: ['multiboot,kernel', 'multiboot,module'],
        reg: [0x30000000, 0x1000],
      },
    }),
    domU2: domain(0x40100000),
    ...more,
  };
}

/** A board with a Cortex-R52; `more` goes into its root. */
export function boardTree(inChosen: TreeNode = {}, more: TreeNode = {}): TreeNode {
  return {
    '#address-cells': [1],
    '#size-cells': [1],
    aliases: { serial0: '/serial@e0205000' },
    cpus: {
      '#address-cells': [1],
      '#size-cells': [0],
      'cpu@0': { device_type: 'cpu', compatible: 'arm,cortex-r52', reg: [0] },
    },
    'memory@20000000': { device_type: 'memory', reg: [0x20000000, 0x40000000] },
    'interrupt-controller@f0000000': gic,
    'serial@e0205000': uart,
    chosen: chosen(inChosen),
    ...more,
  };
}

/** Sections of Xen that nothing is wrong with. */
export const sections = {
  text: { start: '0x20200000', end: '0x20240a34' },
  rodata: { start: '0x20241000', end: '0x20252f9c' },
  roAfterInit: { start: '0x20253000', end: '0x20254000' },
  data: { start: '0x20254000', end: '0x2025a000' },
  initText: { start: '0x2025a000', end: '0x20266000' },
  initData: { start: '0x20266000', end: '0x20270000' },
  bss: { start: '0x20270000', end: '0x20285840' },
};

/** The same as what `nm` prints of Xen's linker script. */
export const symbols: Record<string, number> = {
  _start: 0x20200000,
  _stext: 0x20200000,
  _etext: 0x20240a34,
  _srodata: 0x20241000,
  _erodata: 0x20252f9c,
  __ro_after_init_start: 0x20253000,
  __ro_after_init_end: 0x20254000,
  __init_begin: 0x2025a000,
  _sinittext: 0x2025a000,
  _einittext: 0x20265e10,
  __init_data_begin: 0x20266000,
  __init_end: 0x20270000,
  __bss_start: 0x20270000,
  __bss_end: 0x20285840,
};
