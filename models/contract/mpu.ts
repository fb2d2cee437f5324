import type { FromSchema, JSONSchema } from 'json-schema-to-ts';

const field = { type: 'integer', minimum: 0, maximum: 15 } as const;
const regions = { type: 'integer', minimum: 0, maximum: 255 } as const;

/** The configuration a region program is written for. */
export const mpuMachineSchema = {
  type: 'object',
  description: 'One PE with an EL1 and an EL2 MPU.',
  properties: {
    format: {
      enum: [32, 64],
      description: 'Register format: PMSAv8-32 (DDI 0568) or PMSAv8-64 (DDI 0600).',
    },
    el1Regions: { ...regions, description: 'Regions of the EL1 MPU (MPUIR_EL1).' },
    el2Regions: { ...regions, description: 'Regions of the EL2 MPU (MPUIR_EL2).' },
    vmsa: {
      type: 'boolean',
      description: 'PMSAv8-64: EL1 can have VMSA instead (ID_AA64MMFR0_EL1.MSA_frac = 2).',
    },
    cpus: {
      type: 'integer',
      minimum: 1,
      maximum: 4,
      description: 'CPUs that a hypervisor runs on; 1 if not given.',
    },
    msa: { ...field, description: 'PMSAv8-64: ID_AA64MMFR0_EL1.MSA; 0xF if not given.' },
    msaFrac: {
      ...field,
      description: 'PMSAv8-64: ID_AA64MMFR0_EL1.MSA_frac; 1, or 2 with `vmsa`, if not given.',
    },
  },
  required: ['format', 'el1Regions', 'el2Regions', 'vmsa'],
  additionalProperties: false,
} as const satisfies JSONSchema;

export type MpuMachine = FromSchema<typeof mpuMachineSchema>;

const register = {
  type: 'string',
  description:
    'A register by its PMSAv8-64 name, in both formats; direct ones with their number: PRSELR_EL1, PRBAR3_EL2.',
} as const;
const value = {
  type: 'string',
  pattern: '^0x[0-9a-fA-F]{1,16}$',
  description: 'A register value in hexadecimal. MAIR_ELx is MAIR1:MAIR0 in PMSAv8-32.',
} as const;

/** The two words of a register value as steps have it. */
export function wordsOfValue(text: string): { low: number; high: number } {
  const digits = text.slice(2).padStart(16, '0');
  return { low: parseInt(digits.slice(8), 16) | 0, high: parseInt(digits.slice(0, 8), 16) | 0 };
}

/** Exception levels and kinds of access, in the order of their numbers. */
export const mpuLevelNames = ['EL0', 'EL1', 'EL2'] as const;
export const mpuAccessNames = ['read', 'write', 'execute'] as const;

/** The step vocabulary of region programs. Register steps are executed at EL2. */
export const mpuStepSchema = {
  type: 'object',
  description: 'One thing that happens.',
  oneOf: [
    {
      description: 'Write a register.',
      properties: { step: { const: 'write' }, register, value },
      required: ['step', 'register', 'value'],
      additionalProperties: false,
    },
    {
      description: 'Read a register.',
      properties: { step: { const: 'read' }, register },
      required: ['step', 'register'],
      additionalProperties: false,
    },
    {
      description:
        'DSB and ISB: earlier register writes are effective after it (MPU-A-015). Without it they may or may not be.',
      properties: { step: { const: 'barrier' } },
      required: ['step'],
      additionalProperties: false,
    },
    {
      description: 'Is this access allowed? Nothing else changes.',
      properties: {
        step: { const: 'probe' },
        level: { enum: mpuLevelNames },
        access: { enum: mpuAccessNames },
        address: {
          type: 'string',
          pattern: '^0x[0-9a-fA-F]{1,12}$',
          description: 'A byte address in hexadecimal: 32 bits in PMSAv8-32, 48 in PMSAv8-64.',
        },
      },
      required: ['step', 'level', 'access', 'address'],
      additionalProperties: false,
    },
  ],
} as const satisfies JSONSchema;

export type MpuStep = FromSchema<typeof mpuStepSchema>;

export const mpuProgramSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:lockstep:region-program:1',
  title: 'Lockstep region program',
  type: 'object',
  properties: {
    format: { const: 'lockstep-region-program-1' },
    machine: mpuMachineSchema,
    origin: {
      type: 'object',
      description: 'Which program of which campaign this is.',
      properties: { seed: { type: 'integer' }, index: { type: 'integer', minimum: 0 } },
      required: ['seed', 'index'],
      additionalProperties: false,
    },
    steps: { type: 'array', items: mpuStepSchema },
  },
  required: ['format', 'machine', 'steps'],
  additionalProperties: false,
} as const satisfies JSONSchema;

/** A machine, and the register accesses and probes that happen to it. Plain data. */
export type MpuProgram = FromSchema<typeof mpuProgramSchema>;

/** What a step showed. */
export const mpuObservationSchema = {
  type: 'object',
  oneOf: [
    {
      description: 'Nothing to see: a write or a barrier.',
      properties: { outcome: { const: 'none' } },
      required: ['outcome'],
      additionalProperties: false,
    },
    {
      description: 'What was read.',
      properties: { outcome: { const: 'value' }, value },
      required: ['outcome', 'value'],
      additionalProperties: false,
    },
    {
      description: 'The access is allowed.',
      properties: {
        outcome: { const: 'allowed' },
        memory: {
          type: 'integer',
          minimum: 0,
          maximum: 255,
          description: 'Memory type, in the encoding of a byte of MAIR_ELx.',
        },
        shareability: { enum: ['non', 'outer', 'inner'] },
      },
      required: ['outcome', 'memory', 'shareability'],
      additionalProperties: false,
    },
    {
      description: 'The access faults: in the MPU of its own regime (1) or in the EL2 MPU (2).',
      properties: {
        outcome: { const: 'fault' },
        stage: { enum: [1, 2] },
        status: {
          type: 'string',
          pattern: '^0b[01]{6}$',
          description: 'Fault status code (xFSC), where it is told.',
        },
      },
      required: ['outcome', 'stage'],
      additionalProperties: false,
    },
    {
      description: 'The instruction was UNDEFINED.',
      properties: { outcome: { const: 'undefined' } },
      required: ['outcome'],
      additionalProperties: false,
    },
  ],
} as const satisfies JSONSchema;

export type MpuObservation = FromSchema<typeof mpuObservationSchema>;
