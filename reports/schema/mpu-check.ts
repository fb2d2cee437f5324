import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import { mpuMachineSchema } from '../../models/contract/mpu';
import { mpuLayoutSchema } from '../../models/contract/mpu-layout';

const address = {
  type: 'string',
  pattern: '^0x[0-9a-f]{1,13}$',
  description: 'A byte address in hexadecimal.',
} as const;

/** What can lie somewhere. */
export const placedKinds = [
  'ram',
  'section',
  'early-uart',
  'fdt',
  'static-heap',
  'shared-memory',
  'device',
  'guest-section',
  'device-section',
  'boot-module-section',
  'boot-module',
  'memory',
  'domain-device',
  'emulated',
] as const;
export type PlacedKind = (typeof placedKinds)[number];

const placed = {
  type: 'object',
  description: 'Something that the linker or a device tree puts somewhere.',
  properties: {
    kind: { enum: placedKinds },
    name: { type: 'string' },
    first: address,
    last: { ...address, description: 'Last byte; below `first` where there is none.' },
    where: { type: 'string', description: 'File, and node and property, symbols, or field.' },
  },
  required: ['kind', 'name', 'first', 'last', 'where'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const permission = { type: 'string', pattern: '^[r-][w-][x-]$' } as const;

const region = {
  type: 'object',
  description: 'An enabled region of the EL2 MPU.',
  properties: {
    index: { type: 'integer', minimum: 0, maximum: 254 },
    first: address,
    last: address,
    el2: { ...permission, description: 'What EL2 may do, as r, w, x.' },
    el1: { ...permission, description: 'What EL1 and EL0 may do as far as EL2 is concerned.' },
    memory: { type: 'string', description: 'Memory type.' },
    what: { type: 'string', description: 'What lies in it.' },
  },
  required: ['index', 'first', 'last', 'el2', 'el1', 'memory', 'what'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const context = {
  type: 'object',
  description: 'The regions of the EL2 MPU at one time.',
  properties: {
    name: { type: 'string', description: '`assembly`, `boot`, `idle`, or a domain.' },
    title: { type: 'string' },
    missing: { type: 'string', description: 'Why there is no table.' },
    regions: { type: 'array', items: region },
    used: { type: 'integer', minimum: 0 },
    left: { type: 'integer', minimum: 0 },
  },
  required: ['name', 'title', 'regions', 'used', 'left'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const violation = {
  type: 'object',
  properties: {
    requirement: { type: 'string' },
    message: { type: 'string' },
    where: { type: 'array', items: { type: 'string' } },
  },
  required: ['requirement', 'message', 'where'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const move = {
  type: 'object',
  description: 'What is in another region than before.',
  properties: {
    what: { type: 'string' },
    from: { type: 'integer' },
    before: { type: 'string', description: 'The context of `from`.' },
    to: { type: 'integer' },
    after: { type: 'string', description: 'The context of `to`.' },
  },
  required: ['what', 'from', 'before', 'to', 'after'],
  additionalProperties: false,
} as const satisfies JSONSchema;

/** The result of `lockstep mpu check`. */
export const mpuCheckSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:lockstep:mpu-check:1',
  title: 'Lockstep check of an MPU layout',
  type: 'object',
  properties: {
    format: { const: 'lockstep-mpu-check-1' },
    files: { type: 'array', items: { type: 'string' } },
    machine: mpuMachineSchema,
    design: {
      type: 'object',
      properties: {
        name: { type: 'string', description: 'As given: `upstream`, `2023`.' },
        implementation: { type: 'string', description: 'Profile of the model.' },
        title: { type: 'string' },
      },
      required: ['name', 'implementation', 'title'],
      additionalProperties: false,
    },
    placed: { type: 'array', items: placed },
    contexts: { type: 'array', items: context },
    moves: { type: 'array', items: move },
    violations: { type: 'array', items: violation },
    remarks: { type: 'array', items: { type: 'string' } },
  },
  required: [
    'format',
    'files',
    'machine',
    'design',
    'placed',
    'contexts',
    'moves',
    'violations',
    'remarks',
  ],
  additionalProperties: false,
} as const satisfies JSONSchema;

export type MpuCheck = FromSchema<typeof mpuCheckSchema>;
export type MpuCheckContext = MpuCheck['contexts'][number];
export type MpuCheckRegion = MpuCheckContext['regions'][number];
export type MpuCheckViolation = MpuCheck['violations'][number];
export type MpuCheckMove = MpuCheck['moves'][number];
export type MpuCheckPlaced = MpuCheck['placed'][number];

/** What `--layout` takes: sections of Xen; and the rest where it stands alone. */
export const layoutFileSchema = {
  ...mpuLayoutSchema,
  $id: 'urn:lockstep:layout:1',
  title: 'Lockstep layout file',
  required: ['sections'],
} as const satisfies JSONSchema;

export type LayoutFile = FromSchema<typeof layoutFileSchema>;
