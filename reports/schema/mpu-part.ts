import type { JSONSchema } from 'json-schema-to-ts';
import { mpuFindingSchema } from './mpu-finding';

/** A workload on which a real target ended. */
export const deathSchema = {
  type: 'object',
  properties: {
    implementation: { type: 'string' },
    index: { type: 'integer' },
    how: { enum: ['exited', 'killed', 'hung'] },
    status: { type: 'string', description: 'Exit status or name of the signal.' },
    output: { type: 'string', description: 'The last that it printed.' },
  },
  required: ['implementation', 'index', 'how', 'status', 'output'],
  additionalProperties: false,
} as const satisfies JSONSchema;

/** What of a report is about MPUs alone. */
export const mpuPartSchema = {
  type: 'object',
  description: 'What ran on MPUs; what it showed of requirements stands with the others.',
  properties: {
    programs: { type: 'integer', description: 'Region programs.' },
    scripts: { type: 'integer', description: 'Scripts, over all hypervisors.' },
    steps: { type: 'integer', description: 'Steps executed, over all implementations.' },
    seconds: { type: 'number' },
    interrupted: { type: 'boolean' },
    findings: {
      type: 'array',
      items: {
        type: 'object',
        properties: mpuFindingSchema.properties,
        required: mpuFindingSchema.required,
        additionalProperties: false,
      },
    },
    deaths: { type: 'array', items: deathSchema },
  },
  required: ['programs', 'scripts', 'steps', 'seconds', 'interrupted', 'findings', 'deaths'],
  additionalProperties: false,
} as const satisfies JSONSchema;
