import type { FromSchema, JSONSchema } from 'json-schema-to-ts';

const address = {
  type: 'string',
  pattern: '^0x[0-9a-fA-F]{1,13}$',
  description: 'A byte address in hexadecimal.',
} as const;

/** A range of addresses. */
export const mpuRangeSchema = {
  type: 'object',
  description: 'From `start` to the byte before `end`. Empty if both are the same.',
  properties: { start: address, end: address },
  required: ['start', 'end'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const ranges = { type: 'array', items: mpuRangeSchema } as const;

/** The sections of Xen in the order in which the linker puts them. */
export const mpuSections = [
  'text',
  'rodata',
  'roAfterInit',
  'data',
  'initText',
  'initData',
  'bss',
] as const;
export type MpuSection = (typeof mpuSections)[number];

const domain = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    el1: {
      enum: ['mpu', 'mmu'],
      description: 'Memory system at EL1: PMSA, or VMSA (PMSAv8-64 only).',
    },
    directMap: { type: 'boolean', description: 'Guest addresses are physical addresses.' },
    vcpus: { type: 'integer', minimum: 1, maximum: 128 },
    memory: { ...ranges, description: 'xen,static-mem' },
    shared: { ...ranges, description: 'xen,shared-mem: the part of `sharedMemory` it may access.' },
    devices: { ...ranges, description: 'Devices that the domain has for itself.' },
    emulated: { ...ranges, description: 'Devices that Xen emulates for it: EL1 has no access.' },
  },
  required: ['name', 'el1', 'directMap', 'vcpus', 'memory', 'devices', 'emulated'],
  additionalProperties: false,
} as const satisfies JSONSchema;

/** What the linker script and the device tree tell a hypervisor on an MPU. */
export const mpuLayoutSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:lockstep:mpu-layout:1',
  title: 'Lockstep MPU layout',
  type: 'object',
  description: 'Where everything lies that a hypervisor on an MPU maps.',
  properties: {
    sections: {
      type: 'object',
      description: 'Sections of Xen, as the linker made them; not rounded.',
      properties: {
        text: mpuRangeSchema,
        rodata: mpuRangeSchema,
        roAfterInit: mpuRangeSchema,
        data: mpuRangeSchema,
        initText: mpuRangeSchema,
        initData: mpuRangeSchema,
        bss: mpuRangeSchema,
      },
      required: mpuSections,
      additionalProperties: false,
    },
    earlyUart: { ...mpuRangeSchema, description: 'UART of early printk, where it is built in.' },
    fdt: { ...mpuRangeSchema, description: 'The flattened device tree.' },
    staticHeap: { ...ranges, description: 'Banks of xen,static-heap.' },
    sharedMemory: { ...ranges, description: 'xen,shared-mem' },
    devices: { ...ranges, description: 'Devices that Xen uses: GIC, UART.' },
    guestSections: { ...ranges, description: 'mpu,guest-memory-section' },
    deviceSections: { ...ranges, description: 'mpu,device-memory-section' },
    bootModuleSections: { ...ranges, description: 'mpu,boot-module-section' },
    bootModules: { ...ranges, description: 'Kernels and device trees of domains.' },
    domains: { type: 'array', items: domain },
  },
  required: [
    'sections',
    'fdt',
    'staticHeap',
    'sharedMemory',
    'devices',
    'guestSections',
    'deviceSections',
    'bootModuleSections',
    'bootModules',
    'domains',
  ],
  additionalProperties: false,
} as const satisfies JSONSchema;

export type MpuRange = FromSchema<typeof mpuRangeSchema>;
export type MpuLayout = FromSchema<typeof mpuLayoutSchema>;
export type MpuDomain = MpuLayout['domains'][number];
