import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import { machineSchema } from '../../models/contract/machine';
import { stepSchema, workloadSchema } from '../../models/contract/workload';

const counts = {
  type: 'object',
  additionalProperties: { type: 'number' },
} as const satisfies JSONSchema;

const strings = { type: 'array', items: { type: 'string' } } as const satisfies JSONSchema;

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
      enum: ['requirement', 'difference', 'allowed'],
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
    'comparisons',
    'findings',
    'costs',
    'generator',
    'performance',
  ],
  additionalProperties: false,
} as const satisfies JSONSchema;

export type Report = FromSchema<typeof reportSchema>;
export type CostReport = Report['costs'][number];
export type RequirementReport = Report['requirements'][number];
export type Status = (typeof statuses)[number];

/** Every schema that is written to a file beside this one, by file name. */
export const publishedSchemas = {
  'workload.schema.json': workloadSchema,
  'finding.schema.json': findingSchema,
  'report.schema.json': reportSchema,
} as const;

export { machineSchema, stepSchema, workloadSchema };
