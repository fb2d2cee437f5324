import { layoutFileSchema, mpuCheckSchema } from './mpu-check';
import { mpuComparisonSchema } from './mpu-comparison';
import { recordingSchema } from './recording';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import { machineSchema } from '../../models/contract/machine';
import { stepSchema, workloadSchema } from '../../models/contract/workload';
import { findingSchema, strings } from './finding';
import { mpuProgramSchema } from '../../models/contract/mpu';
import { mpuScriptSchema } from '../../models/contract/mpu-script';
import { mpuFindingSchema } from './mpu-finding';
import { deathSchema, mpuPartSchema } from './mpu-part';

const counts = {
  type: 'object',
  additionalProperties: { type: 'number' },
} as const satisfies JSONSchema;

export const statuses = ['passed', 'failed', 'deviation', 'not-tested', 'not-applicable'] as const;

const verdictSchema = {
  type: 'object',
  properties: {
    implementation: { type: 'string' },
    status: { enum: statuses },
    exercised: { type: 'integer', description: 'Moments at which it was judged.' },
    broken: { type: 'integer', description: 'Moments at which it was broken.' },
    findings: strings,
    reason: { type: 'string', description: 'Why not tested, or which deviation.' },
  },
  required: ['implementation', 'status', 'exercised', 'broken', 'findings'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const deviationSchema = {
  type: 'object',
  properties: {
    implementation: { type: 'string' },
    id: { type: 'string' },
    title: { type: 'string' },
    kind: { enum: ['known', 'bug'] },
    evidence: { type: 'string' },
    status: {
      enum: ['seen', 'not seen', 'cannot be shown'],
      description: 'Seen: it was found to make some requirement fail.',
    },
    requirements: { ...strings, description: 'Requirements that it made fail in this run.' },
    reason: { type: 'string', description: 'Why it cannot be shown.' },
  },
  required: ['implementation', 'id', 'title', 'kind', 'evidence', 'status', 'requirements'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const perThousandSteps = { type: 'number', description: 'Per 1,000 steps.' } as const;

const costSchema = {
  type: 'object',
  properties: {
    implementation: { type: 'string' },
    gic: { enum: [2, 3] },
    listRegisters: { type: 'integer' },
    class: { type: 'string', description: 'Class of workloads.' },
    workloads: { type: 'integer' },
    steps: { type: 'integer' },
    listRegisterReads: perThousandSteps,
    listRegisterWrites: perThousandSteps,
    maintenanceInterrupts: perThousandSteps,
    exits: perThousandSteps,
    kicks: perThousandSteps,
    lockOperations: perThousandSteps,
  },
  required: [
    'implementation',
    'gic',
    'listRegisters',
    'class',
    'workloads',
    'steps',
    'listRegisterReads',
    'listRegisterWrites',
    'maintenanceInterrupts',
    'exits',
    'kicks',
    'lockOperations',
  ],
  additionalProperties: false,
} as const satisfies JSONSchema;

export const reportSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:lockstep:report:1',
  title: 'Lockstep report',
  type: 'object',
  properties: {
    format: { const: 'lockstep-report-1' },
    campaign: {
      type: 'object',
      properties: {
        seed: { type: 'integer' },
        versions: { type: 'object', additionalProperties: { type: 'string' } },
        budget: {
          type: 'object',
          properties: { runs: { type: 'integer' }, seconds: { type: 'number' } },
          additionalProperties: false,
        },
        maxSteps: { type: 'integer' },
        requirements: { type: 'string', description: 'The selection.' },
        workloads: { type: 'integer' },
        steps: { type: 'integer' },
        interrupted: { type: 'boolean' },
        times: {
          type: 'object',
          properties: { started: { type: 'string' }, seconds: { type: 'number' } },
          required: ['started', 'seconds'],
          additionalProperties: false,
        },
      },
      required: [
        'seed',
        'versions',
        'budget',
        'maxSteps',
        'requirements',
        'workloads',
        'steps',
        'interrupted',
        'times',
      ],
      additionalProperties: false,
    },
    implementations: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          id: { type: 'string' },
          version: { type: 'string' },
          title: { type: 'string' },
          capabilities: { type: 'object' },
        },
        required: ['id', 'version', 'title', 'capabilities'],
        additionalProperties: false,
      },
    },
    requirements: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          id: { type: 'string' },
          title: { type: 'string' },
          source: { type: 'string' },
          strength: { enum: ['after-barrier', 'between-barriers'] },
          verdicts: { type: 'array', items: verdictSchema },
        },
        required: ['id', 'title', 'source', 'verdicts'],
        additionalProperties: false,
      },
    },
    deviations: {
      type: 'array',
      description: 'What became of each documented deviation.',
      items: deviationSchema,
    },
    comparisons: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          pair: strings,
          workloads: { type: 'integer' },
          agreed: { type: 'integer' },
          allowed: { ...counts, description: 'Workloads by allowed divergence.' },
          judged: {
            type: 'integer',
            description: 'Workloads on which one of the two broke a requirement first.',
          },
          explained: {
            type: 'integer',
            description: 'Workloads on which known deviations make the whole difference.',
          },
          deviations: { ...counts, description: 'Workloads by known deviation of one of the two.' },
          differences: { type: 'integer', description: 'Workloads that nothing explains.' },
          findings: strings,
        },
        required: ['pair', 'workloads', 'agreed', 'allowed', 'judged', 'differences', 'findings'],
        additionalProperties: false,
      },
    },
    findings: {
      type: 'array',
      items: {
        type: 'object',
        properties: findingSchema.properties,
        required: findingSchema.required,
        additionalProperties: false,
      },
    },
    costs: {
      type: 'array',
      description:
        'What hypervisors spent per 1,000 steps, on workloads that all hypervisors of the GIC version ran.',
      items: costSchema,
    },
    generator: {
      type: 'object',
      properties: {
        workloads: { type: 'integer' },
        hostileWorkloads: { type: 'integer' },
        stepKinds: counts,
        situations: counts,
        leftOut: {
          ...strings,
          description: 'What not all implementations offer, and so was not generated.',
        },
      },
      required: ['workloads', 'hostileWorkloads', 'stepKinds', 'situations', 'leftOut'],
      additionalProperties: false,
    },
    deaths: {
      type: 'array',
      description: 'Workloads on which a real target died, hung or aborted.',
      items: deathSchema,
    },
    mpu: mpuPartSchema,
    notRun: {
      type: 'array',
      description: 'Real targets that are not installed: nothing is known about them.',
      items: {
        type: 'object',
        properties: {
          implementation: { type: 'string' },
          reason: { type: 'string' },
          command: { type: 'string', description: 'The command that gets it.' },
        },
        required: ['implementation', 'reason', 'command'],
        additionalProperties: false,
      },
    },
    performance: {
      type: 'object',
      properties: {
        stepsPerSecond: {
          type: 'number',
          description: 'Steps generated, executed and judged, counted once per implementation.',
        },
        commandsPerSecond: {
          type: 'number',
          description: "fast-check's `commands` with an empty model, in the same process.",
        },
        ratio: { type: 'number' },
      },
      required: ['stepsPerSecond', 'commandsPerSecond', 'ratio'],
      additionalProperties: false,
    },
  },
  required: [
    'format',
    'campaign',
    'implementations',
    'requirements',
    'deviations',
    'comparisons',
    'findings',
    'costs',
    'generator',
    'performance',
  ],
  additionalProperties: false,
} as const satisfies JSONSchema;

export type { Finding, TraceReport } from './finding';
export { findingSchema };
export type Report = FromSchema<typeof reportSchema>;
export type DeviationReport = Report['deviations'][number];
export type CostReport = Report['costs'][number];
export type RequirementReport = Report['requirements'][number];
export type Status = (typeof statuses)[number];

/** Every schema that is written to a file beside this one, by file name. */
export const publishedSchemas = {
  'workload.schema.json': workloadSchema,
  'finding.schema.json': findingSchema,
  'report.schema.json': reportSchema,
  'recording.schema.json': recordingSchema,
  'mpu-finding.schema.json': mpuFindingSchema,
  'region-program.schema.json': mpuProgramSchema,
  'mpu-script.schema.json': mpuScriptSchema,
  'mpu-check.schema.json': mpuCheckSchema,
  'mpu-comparison.schema.json': mpuComparisonSchema,
  'layout.schema.json': layoutFileSchema,
} as const;

export { machineSchema, stepSchema, workloadSchema };
