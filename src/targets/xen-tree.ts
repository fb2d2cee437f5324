import type { TreeNode } from './device-tree';
import { flatten } from './device-tree';
import { GPIO_AT, GPIO_INTID, RTC_AT } from './xen-devices';

/** Where the modules of the domain lie in physical memory. */
export const PROBE_AT = 0x41000000;
export const PASSED_THROUGH_AT = 0x41200000;

/**
 * A scheduler tick is an exit of whatever runs, at a moment that nobody knows, and so is the interrupt
 * of the console: ticks three times a second at most, and no messages about the guest.
 */
const XEN_ARGUMENTS =
  'console=dtuart noreboot sched=credit sched_credit_tslice_ms=1000 guest_loglvl=none';

/** RAM of the domain in KiB. */
const DOMAIN_KIB = 8192;
const GIC = 0x8003;
const CLOCK = 0x8000;
/** Third cell of an interrupt: level-sensitive, active high. */
const LEVEL = 4;

const gicNodes: Record<2 | 3, TreeNode> = {
  2: {
    compatible: 'arm,cortex-a15-gic',
    reg: [0, 0x8000000, 0, 0x10000, 0, 0x8010000, 0, 0x10000]
      .concat([0, 0x8030000, 0, 0x10000])
      .concat([0, 0x8040000, 0, 0x10000]),
  },
  3: {
    compatible: 'arm,gic-v3',
    reg: [0, 0x8000000, 0, 0x10000, 0, 0x80a0000, 0, 0xf60000],
    '#redistributor-regions': [1],
  },
};

/** The device of the hardware SPI. */
const gpio = { reg: [0, GPIO_AT, 0, 0x1000], interrupts: [0, GPIO_INTID - 32, LEVEL] };
/** A device without an interrupt, as far as Xen knows: see `nudgeDistributor`. */
const rtc = { reg: [0, RTC_AT, 0, 0x1000] };

/** The same address in the domain. */
function passedThrough(path: string, at: number): TreeNode {
  return {
    'xen,path': path,
    'xen,reg': [0, at, 0, 0x1000, 0, at],
    'xen,force-assign-without-iommu': true,
  };
}

/** The tree that Xen passes to the domain for the devices it owns. */
export function passedThroughTree(): Buffer {
  return flatten({
    '#address-cells': [2],
    '#size-cells': [2],
    gic: { '#interrupt-cells': [3], 'interrupt-controller': true, phandle: [1] },
    passthrough: {
      compatible: 'simple-bus',
      ranges: true,
      '#address-cells': [2],
      '#size-cells': [2],
      'gpio@9030000': {
        compatible: 'arm,pl061',
        ...gpio,
        'interrupt-parent': [1],
        ...passedThrough('/pl061@9030000', GPIO_AT),
      },
      'rtc@9010000': {
        compatible: 'arm,pl031',
        ...rtc,
        ...passedThrough('/pl031@9010000', RTC_AT),
      },
    },
  });
}

function passedThroughModule(bytes: number): TreeNode {
  return {
    [`module@${PASSED_THROUGH_AT.toString(16)}`]: {
      compatible: ['multiboot,device-tree', 'multiboot,module'],
      reg: [0, PASSED_THROUGH_AT, 0, bytes],
    },
  };
}

/** What the domain gets. */
export interface DomainOptions {
  gic: 2 | 3;
  vcpus: number;
  /** Xen parses this property as hexadecimal; here it is a number. */
  spis: number;
  /** RAM of the machine in MiB. */
  memory: number;
  probeBytes: number;
  /** Of the tree that comes with the devices the domain owns; 0 if it owns none. */
  passedThroughBytes: number;
}

/**
 * The device tree that Xen boots with: QEMU's virt machine, and one domain made by Xen itself
 * (dom0less, docs/misc/arm/device-tree/booting.txt of Xen).
 */
export function xenTree(options: DomainOptions): Buffer {
  const { gic, vcpus, spis, memory, probeBytes, passedThroughBytes } = options;
  const cpus: TreeNode = { '#address-cells': [1], '#size-cells': [0] };
  for (let n = 0; n < vcpus; n++) {
    cpus[`cpu@${n}`] = {
      device_type: 'cpu',
      compatible: 'arm,cortex-a57',
      'enable-method': 'psci',
      reg: [n],
    };
  }
  return flatten({
    '#address-cells': [2],
    '#size-cells': [2],
    compatible: 'linux,dummy-virt',
    model: 'linux,dummy-virt',
    'interrupt-parent': [GIC],
    psci: {
      compatible: ['arm,psci-1.0', 'arm,psci-0.2', 'arm,psci'],
      method: 'smc',
      cpu_on: [0xc4000003],
      cpu_off: [0x84000002],
    },
    'memory@40000000': { device_type: 'memory', reg: [0, 0x40000000, 0, memory * 2 ** 20] },
    cpus,
    timer: {
      compatible: ['arm,armv8-timer', 'arm,armv7-timer'],
      'always-on': true,
      interrupts: [1, 13, LEVEL, 1, 14, LEVEL, 1, 11, LEVEL, 1, 10, LEVEL],
    },
    'intc@8000000': {
      phandle: [GIC],
      '#interrupt-cells': [3],
      '#address-cells': [2],
      '#size-cells': [2],
      'interrupt-controller': true,
      ranges: true,
      interrupts: [1, 9, LEVEL],
      ...gicNodes[gic],
    },
    'apb-pclk': {
      phandle: [CLOCK],
      compatible: 'fixed-clock',
      '#clock-cells': [0],
      'clock-frequency': [24_000_000],
    },
    'pl011@9000000': {
      compatible: ['arm,pl011', 'arm,primecell'],
      reg: [0, 0x9000000, 0, 0x1000],
      interrupts: [0, 1, LEVEL],
      clocks: [CLOCK, CLOCK],
      'clock-names': ['uartclk', 'apb_pclk'],
    },
    'pl061@9030000': {
      compatible: ['arm,pl061', 'arm,primecell'],
      ...gpio,
      clocks: [CLOCK],
      'clock-names': ['apb_pclk'],
      ...(passedThroughBytes > 0 ? { 'xen,passthrough': true } : {}),
    },
    ...(passedThroughBytes > 0
      ? { 'pl031@9010000': { compatible: 'arm,pl031', ...rtc, 'xen,passthrough': true } }
      : {}),
    aliases: { serial0: '/pl011@9000000' },
    chosen: {
      'stdout-path': '/pl011@9000000',
      'xen,xen-bootargs': XEN_ARGUMENTS,
      domU1: {
        compatible: 'xen,domain',
        '#address-cells': [2],
        '#size-cells': [2],
        memory: [0, DOMAIN_KIB],
        cpus: [vcpus],
        nr_spis: [spis],
        [`module@${PROBE_AT.toString(16)}`]: {
          compatible: ['multiboot,kernel', 'multiboot,module'],
          reg: [0, PROBE_AT, 0, probeBytes],
          bootargs: 'probe',
        },
        ...(passedThroughBytes > 0 ? passedThroughModule(passedThroughBytes) : {}),
      },
    },
  });
}
