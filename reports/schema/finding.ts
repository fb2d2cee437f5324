import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import { workloadSchema } from '../../models/contract/workload';

export const strings = { type: 'array', items: { type: 'string' } } as const satisfies JSONSchema;

/** One observation: what a step showed and which lines were asserted afterwards. */
const observationSchema = {
  type: 'object',
  properties: {
    outcome: { enum: ['none', 'value', 'abort', 'undefined', 'trap', 'skipped'] },
    value: { type: 'string', description: 'Value read, or value that a relative step wrote.' },
    lines: { ...strings, description: 'Asserted lines after the step: "irq@0", "virq@1".' },
  },
  required: ['outcome', 'lines'],
  additionalProperties: false,
} as const satisfies JSONSchema;

export const traceSchema = {
  type: 'object',
  properties: {
    implementation: { type: 'string' },
    observations: { type: 'array', items: observationSchema },
  },
  required: ['implementation', 'observations'],
  additionalProperties: false,
} as const satisfies JSONSchema;

/** A workload with what an implementation showed. */
export type TraceReport = FromSchema<typeof traceSchema>;

export const findingSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:lockstep:finding:1',
  title: 'Lockstep finding',
  type: 'object',
  properties: {
    format: { const: 'lockstep-finding-1' },
    id: { type: 'string' },
    kind: {
      enum: ['requirement', 'difference', 'allowed', 'death'],
      description: 'A broken requirement, a difference, or a difference that is allowed.',
    },
    title: { type: 'string' },
    implementations: strings,
    requirements: { ...strings, description: 'Requirements that the workload makes it break.' },
    step: { type: 'integer', description: 'Step that shows it, counted from 0.' },
    hits: { type: 'integer', description: 'Workloads of the campaign that showed it.' },
    origin: {
      type: 'object',
      properties: {
        seed: { type: 'integer' },
        shard: { type: 'integer' },
        index: { type: 'integer' },
      },
      required: ['seed', 'shard', 'index'],
      additionalProperties: false,
    },
    cause: {
      ...strings,
      description: 'What it comes from: "model:xen@4.20 DIFF-03", or an allowed divergence.',
    },
    explanation: {
      type: 'array',
      description: 'What is documented about each cause.',
      items: {
        type: 'object',
        properties: {
          implementation: { type: 'string' },
          id: { type: 'string' },
          title: { type: 'string' },
          kind: { enum: ['known', 'bug', 'allowed'] },
          evidence: { type: 'string', description: 'Where it comes from.' },
        },
        required: ['id', 'title', 'kind', 'evidence'],
        additionalProperties: false,
      },
    },
    workload: {
      type: 'object',
      properties: workloadSchema.properties,
      required: workloadSchema.required,
      additionalProperties: false,
    },
    traces: { type: 'array', items: traceSchema },
    replay: { type: 'string', description: 'The command that shows it again.' },
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
    'workload',
    'traces',
    'replay',
  ],
  additionalProperties: false,
} as const satisfies JSONSchema;

/** A minimal workload on which something is wrong, with the traces side by side. */
export type Finding = FromSchema<typeof findingSchema>;
