import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import { mpuProgramSchema } from '../../models/contract/mpu';
import { mpuScriptSchema } from '../../models/contract/mpu-script';
import { findingSchema, strings } from './finding';

const { id, title, implementations, hits, cause, explanation, replay } = findingSchema.properties;

export const mpuFindingSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:lockstep:mpu-finding:1',
  title: 'Lockstep finding on an MPU',
  type: 'object',
  properties: {
    format: { const: 'lockstep-mpu-finding-1' },
    id,
    kind: {
      enum: ['requirement', 'difference'],
      description: 'A broken requirement, or two processors that do not show the same.',
    },
    title,
    implementations,
    requirements: { ...strings, description: 'Requirements that it makes it break.' },
    step: { type: 'integer', description: 'Step that shows it, counted from 0.' },
    hits: { ...hits, description: 'Programs or scripts of the campaign that showed it.' },
    cause,
    explanation,
    program: {
      type: 'object',
      properties: mpuProgramSchema.properties,
      required: mpuProgramSchema.required,
      additionalProperties: false,
    },
    script: {
      type: 'object',
      properties: mpuScriptSchema.properties,
      required: mpuScriptSchema.required,
      additionalProperties: false,
    },
    traces: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          implementation: { type: 'string' },
          shown: { ...strings, description: 'What each step showed, in words.' },
        },
        required: ['implementation', 'shown'],
        additionalProperties: false,
      },
    },
    replay,
  },
  required: [
    'format',
    'id',
    'kind',
    'title',
    'implementations',
    'requirements',
    'step',
    'hits',
    'traces',
    'replay',
  ],
  additionalProperties: false,
} as const satisfies JSONSchema;

/** A minimal region program or script on which something is wrong. One of the two is there. */
export type MpuFinding = FromSchema<typeof mpuFindingSchema>;
