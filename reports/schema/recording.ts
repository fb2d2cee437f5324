import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import { machineSchema } from '../../models/contract/machine';

const text = { type: 'string' } as const satisfies JSONSchema;

/** What real targets showed on the same workloads, to be compared with models where there is no QEMU. */
export const recordingSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:lockstep:recording:1',
  title: 'Lockstep recording',
  type: 'object',
  properties: {
    format: { const: 'lockstep-recording-1' },
    seed: { type: 'integer' },
    machines: { type: 'array', items: machineSchema },
    workloads: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          machine: { type: 'integer', description: 'Number in `machines`.' },
          flavour: { enum: ['legal', 'hostile'] },
          steps: {
            ...text,
            description:
              'The flat form of the steps (models/contract/encoded.ts): 32-bit little-endian words, ' +
              'deflated, in base64.',
          },
        },
        required: ['machine', 'flavour', 'steps'],
        additionalProperties: false,
      },
    },
    answers: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          target: text,
          parts: {
            ...{ type: 'array', items: text },
            description: 'Programs and their versions: "QEMU 10.0.2".',
          },
          traces: {
            type: 'array',
            items: text,
            description:
              'Per workload the outcomes (a byte a step), low words, high words (32 bits a step) and ' +
              'the lines (a byte for each vCPU and step), deflated, in base64.',
          },
        },
        required: ['target', 'parts', 'traces'],
        additionalProperties: false,
      },
    },
  },
  required: ['format', 'seed', 'machines', 'workloads', 'answers'],
  additionalProperties: false,
} as const satisfies JSONSchema;

export type Recording = FromSchema<typeof recordingSchema>;
