import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import { mpuMachineSchema } from '../../models/contract/mpu';

const count = { type: 'integer', minimum: 0 } as const;
const scenario = {
  type: 'string',
  description: 'What happens: `boot` (boot modules copied), `create domU1`, `idle → domU1`.',
} as const;
const result = {
  type: 'string',
  description: '`ok`, or how it ended; `skipped`: what it needs went wrong before.',
} as const;

const cost = {
  type: 'object',
  properties: {
    result,
    regions: { ...count, description: 'Regions of EL2 in use after it.' },
    mapped: { ...count, description: 'Regions enabled by it.' },
    unmapped: { ...count, description: 'Regions disabled by it.' },
  },
  required: ['result', 'regions', 'mapped', 'unmapped'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const need = {
  oneOf: [
    {
      type: 'object',
      properties: {
        regions: {
          ...count,
          maximum: 255,
          description: 'The fewest implemented regions of EL2 with which every scenario ends well.',
        },
      },
      required: ['regions'],
      additionalProperties: false,
    },
    {
      type: 'object',
      description: 'With no number it does: what ends badly first with 255 regions.',
      properties: { scenario, result },
      required: ['scenario', 'result'],
      additionalProperties: false,
    },
  ],
} as const satisfies JSONSchema;

const total = {
  type: 'object',
  properties: {
    least: { ...count, description: 'Regions in use after the scenario that leaves fewest.' },
    most: { ...count, description: 'Regions in use after the scenario that leaves most.' },
    operations: { ...count, description: 'Regions enabled and disabled.' },
  },
  required: ['least', 'most', 'operations'],
  additionalProperties: false,
} as const satisfies JSONSchema;

/** The result of `lockstep mpu compare`. */
export const mpuComparisonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:lockstep:mpu-comparison:1',
  title: 'Lockstep comparison of a guest memory section with mapping on demand',
  type: 'object',
  properties: {
    format: { const: 'lockstep-mpu-comparison-1' },
    files: { type: 'array', items: { type: 'string' } },
    machine: mpuMachineSchema,
    scenarios: {
      type: 'array',
      items: {
        type: 'object',
        properties: { scenario, section: cost, onDemand: cost },
        required: ['scenario', 'section', 'onDemand'],
        additionalProperties: false,
      },
    },
    needs: {
      type: 'object',
      properties: { section: need, onDemand: need },
      required: ['section', 'onDemand'],
      additionalProperties: false,
    },
    enough: {
      type: 'object',
      description:
        'All scenarios together, with the fewest regions that suffice for both; nothing where none do.',
      properties: { regions: count, section: total, onDemand: total },
      required: ['regions', 'section', 'onDemand'],
      additionalProperties: false,
    },
    remarks: { type: 'array', items: { type: 'string' } },
  },
  required: ['format', 'files', 'machine', 'scenarios', 'needs', 'remarks'],
  additionalProperties: false,
} as const satisfies JSONSchema;

export type MpuComparison = FromSchema<typeof mpuComparisonSchema>;
export type MpuComparisonCost = MpuComparison['scenarios'][number]['section'];
export type MpuComparisonNeed = MpuComparison['needs']['section'];
export type MpuComparisonTotal = NonNullable<MpuComparison['enough']>['section'];
