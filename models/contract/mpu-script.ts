import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { MpuMachine } from './mpu';
import { mpuAccessNames, mpuLevelNames, mpuMachineSchema } from './mpu';
import type { MpuLayout } from './mpu-layout';
import { mpuLayoutSchema } from './mpu-layout';
import { findMpuRegister, mpuRegisterName } from './mpu-registers';

const address = {
  type: 'string',
  pattern: '^0x[0-9a-fA-F]{1,13}$',
  description: 'A byte address in hexadecimal.',
} as const;
const range = { start: address, end: { ...address, description: 'First byte after it.' } } as const;

const cpu = {
  type: 'integer',
  minimum: 0,
  maximum: 3,
  description: 'The CPU on which it happens; 0 if not given.',
} as const;

/** What a mapping of the hypervisor allows, as Xen's PAGE_HYPERVISOR flags have it. */
export const mpuFlags = ['ro', 'rw', 'rx', 'rwx', 'device', 'nc'] as const;
export type MpuFlags = (typeof mpuFlags)[number];

/** What a domain may do with a range, as Xen's `p2m_type_t` has it. */
export const mpuP2mTypes = ['invalid', 'ram_rw', 'ram_ro', 'mmio_direct_dev', 'dev_rw'] as const;
export type MpuP2mType = (typeof mpuP2mTypes)[number];

/** The step vocabulary of scripts: what a hypervisor on an MPU, and its guests, do. */
export const mpuScriptStepSchema = {
  type: 'object',
  description: 'One thing that happens.',
  oneOf: [
    {
      description: 'A part of booting. Which there are, and in which order, each hypervisor says.',
      properties: { step: { const: 'boot' }, phase: { type: 'string' } },
      required: ['step', 'phase'],
      additionalProperties: false,
    },
    {
      description: 'Map a range, or change what an existing mapping of it allows.',
      properties: { step: { const: 'map' }, ...range, flags: { enum: mpuFlags } },
      required: ['step', 'start', 'end', 'flags'],
      additionalProperties: false,
    },
    {
      description: 'Change what a mapping allows (modify_xen_mappings).',
      properties: { step: { const: 'modify' }, ...range, flags: { enum: mpuFlags } },
      required: ['step', 'start', 'end', 'flags'],
      additionalProperties: false,
    },
    {
      description: 'Unmap a range (destroy_xen_mappings).',
      properties: { step: { const: 'unmap' }, ...range },
      required: ['step', 'start', 'end'],
      additionalProperties: false,
    },
    {
      description: 'Unmap the region that contains a page (destroy_xen_mapping_containing).',
      properties: { step: { const: 'unmap-containing' }, address },
      required: ['step', 'address'],
      additionalProperties: false,
    },
    {
      description: 'Map pages at a virtual address (map_pages_to_xen).',
      properties: {
        step: { const: 'map-pages' },
        virtual: address,
        physical: address,
        pages: { type: 'integer', minimum: 0 },
        flags: { enum: mpuFlags },
      },
      required: ['step', 'virtual', 'physical', 'pages', 'flags'],
      additionalProperties: false,
    },
    {
      description: 'Map a device, rounded to pages (ioremap), or unmap it.',
      properties: { step: { enum: ['ioremap', 'iounmap'] }, ...range },
      required: ['step', 'start', 'end'],
      additionalProperties: false,
    },
    {
      description: 'Copy from a range that is mapped for the time of it (copy_from_paddr).',
      properties: { step: { const: 'copy-from-paddr' }, ...range },
      required: ['step', 'start', 'end'],
      additionalProperties: false,
    },
    {
      description: 'Make a domain of the layout, by its number there.',
      properties: { step: { const: 'create-domain' }, domain: { type: 'integer', minimum: 0 } },
      required: ['step', 'domain'],
      additionalProperties: false,
    },
    {
      description: 'Give a domain that does not run one range more (p2m_insert_mapping).',
      properties: {
        step: { const: 'p2m-insert' },
        domain: { type: 'integer', minimum: 0 },
        ...range,
        type: { enum: mpuP2mTypes },
      },
      required: ['step', 'domain', 'start', 'end', 'type'],
      additionalProperties: false,
    },
    {
      description: 'Look up what a domain may do with a range (p2m_get_region).',
      properties: {
        step: { const: 'p2m-lookup' },
        domain: { type: 'integer', minimum: 0 },
        ...range,
      },
      required: ['step', 'domain', 'start', 'end'],
      additionalProperties: false,
    },
    {
      description: 'Switch the CPU to a vCPU of a domain.',
      properties: {
        step: { const: 'switch' },
        cpu,
        domain: { type: 'integer', minimum: 0 },
        vcpu: { type: 'integer', minimum: 0 },
      },
      required: ['step', 'domain', 'vcpu'],
      additionalProperties: false,
    },
    {
      description: 'Switch the CPU to the idle vCPU.',
      properties: { step: { const: 'idle' }, cpu },
      required: ['step'],
      additionalProperties: false,
    },
    {
      description: 'The running vCPU writes a register of EL1. Nothing if none runs.',
      properties: {
        step: { const: 'guest-write' },
        cpu,
        register: { type: 'string' },
        value: { type: 'string', pattern: '^0x[0-9a-fA-F]{1,16}$' },
      },
      required: ['step', 'register', 'value'],
      additionalProperties: false,
    },
    {
      description: 'The running vCPU reads a register of EL1.',
      properties: { step: { const: 'guest-read' }, cpu, register: { type: 'string' } },
      required: ['step', 'register'],
      additionalProperties: false,
    },
    {
      description: 'Is this access allowed, as the registers are now?',
      properties: {
        step: { const: 'probe' },
        cpu,
        level: { enum: mpuLevelNames },
        access: { enum: mpuAccessNames },
        address,
      },
      required: ['step', 'level', 'access', 'address'],
      additionalProperties: false,
    },
  ],
} as const satisfies JSONSchema;

export type MpuScriptStep = FromSchema<typeof mpuScriptStepSchema>;

export const mpuScriptSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:lockstep:mpu-script:1',
  title: 'Lockstep MPU script',
  type: 'object',
  properties: {
    format: { const: 'lockstep-mpu-script-1' },
    machine: mpuMachineSchema,
    layout: mpuLayoutSchema,
    origin: {
      type: 'object',
      description: 'Which script of which campaign this is.',
      properties: { seed: { type: 'integer' }, index: { type: 'integer', minimum: 0 } },
      required: ['seed', 'index'],
      additionalProperties: false,
    },
    steps: { type: 'array', items: mpuScriptStepSchema },
  },
  required: ['format', 'machine', 'layout', 'steps'],
  additionalProperties: false,
} as const satisfies JSONSchema;

/** A machine, a layout, and what a hypervisor and its guests do there. Plain data. */
export interface MpuScript {
  format: 'lockstep-mpu-script-1';
  machine: MpuMachine;
  layout: MpuLayout;
  origin?: { seed: number; index: number };
  steps: MpuScriptStep[];
}

/**
 * Registers that hypervisors program and region programs do not know. The numbers go on after those
 * of `MpuRegister`.
 */
export const HypervisorRegister = {
  VSTCR_EL2: 17,
  TCR_EL1: 18,
  TTBR0_EL1: 19,
  TTBR1_EL1: 20,
} as const;
const hypervisorRegisterNames = Object.keys(HypervisorRegister);

/** What a vCPU with VMSA has instead of regions (MPU-A-034). */
export const translationRegisters: readonly number[] = [
  HypervisorRegister.TCR_EL1,
  HypervisorRegister.TTBR0_EL1,
  HypervisorRegister.TTBR1_EL1,
];

/** The register that a name means in a script, or nothing; `index` is the number of a direct one. */
export function findScriptRegister(name: string): { register: number; index: number } | undefined {
  const own = hypervisorRegisterNames.indexOf(name);
  if (own < 0) return findMpuRegister(name);
  return { register: HypervisorRegister.VSTCR_EL2 + own, index: -1 };
}

/** The name of a register that a script uses. */
export function scriptRegisterName(register: number, index: number): string {
  const own = register - HypervisorRegister.VSTCR_EL2;
  return own < 0 ? mpuRegisterName(register, index) : hypervisorRegisterNames[own];
}

/**
 * One access of the hypervisor, or of a guest, to a register of the MPU; or a DSB and ISB (`barrier`),
 * or an ISB alone.
 */
export type MpuRegisterAccess =
  | {
      does: 'write' | 'read';
      /** `MpuRegister` or `HypervisorRegister` */
      register: number;
      /** Number of a direct PRBAR or PRLAR, or −1. */
      index: number;
      low: number;
      high: number;
    }
  | { does: 'barrier' | 'isb' };

/** A region as a hypervisor keeps it in memory. */
export interface MpuTableEntry {
  /** Number of the region in the hardware. */
  index: number;
  /** First byte. */
  base: number;
  /** Last byte. */
  limit: number;
  /** The low words of PRBAR and PRLAR without base and limit. */
  barBits: number;
  larBits: number;
  /** Mappings of it beyond the first; 0 where they are not counted. */
  references: number;
}

/**
 * How a step ended. `panic`: the hypervisor gave up. `stopped`: it refused to start. `skipped`: there
 * was nothing to act on. The others are what Xen's functions return, and what a probe finds.
 */
export type MpuResult =
  | 'ok'
  | 'EINVAL'
  | 'ENOENT'
  | 'panic'
  | 'stopped'
  | 'skipped'
  | 'value'
  | 'allowed'
  | 'fault-1'
  | 'fault-2';

/** What a step did on a CPU on which it was not executed. */
export interface MpuShownElsewhere {
  cpu: number;
  accesses: readonly MpuRegisterAccess[];
  table: readonly MpuTableEntry[];
}

/** The CPU on which a step happens: that which boots, if it does not say. */
export function cpuOf(step: MpuScriptStep): number {
  return 'cpu' in step ? (step.cpu ?? 0) : 0;
}

/** What a step of a script showed. */
export interface MpuShown {
  result: MpuResult;
  /**
   * `value`: what was read. `create-domain`: the VSCTLR_EL2 that the domain is to run with.
   * `p2m-lookup`: `low` is the number of what was found in `mpuP2mTypes`. `free-init-memory`: words
   * of init text (`low`) and of init data (`high`) that were overwritten.
   */
  low: number;
  high: number;
  /** Every access to a register of the MPU in this step on its CPU, in order. */
  accesses: readonly MpuRegisterAccess[];
  /** Regions of EL2 in use on its CPU, as the hypervisor has them in memory. */
  table: readonly MpuTableEntry[];
  /** What it did on other CPUs, if anything. */
  others?: readonly MpuShownElsewhere[];
  /** Bytes that the step stored beside the object it meant, as far as the implementation knows. */
  strayBytes: number;
}

/** A hypervisor on an MPU, in one machine with one layout. */
export interface MpuHypervisor {
  execute(step: MpuScriptStep): MpuShown;
}
