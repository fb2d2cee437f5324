import type { FromSchema, JSONSchema } from 'json-schema-to-ts';

/**
 * The configuration a workload is written for. Every workload carries its machine.
 *
 * The schema is the only description: the type is derived from it.
 */
export const machineSchema = {
  type: 'object',
  description:
    'The configuration: GIC version, PEs, list registers, priority bits, interrupts and wiring.',
  properties: {
    gic: { enum: [2, 3], description: 'Architecture version: 2 (IHI 0048) or 3 (IHI 0069).' },
    vcpus: { type: 'integer', minimum: 1, maximum: 8, description: 'Number of PEs.' },
    listRegisters: {
      type: 'integer',
      minimum: 1,
      maximum: 64,
      description: 'List registers of each virtual CPU interface; at most 16 on GICv3.',
    },
    priorityBits: {
      type: 'integer',
      minimum: 5,
      maximum: 8,
      description:
        'Implemented priority bits, from bit 7 down. The virtual interface of GICv2 always has 5.',
    },
    preemptionBits: {
      type: 'integer',
      minimum: 5,
      maximum: 7,
      description:
        'Priority bits that can preempt (VTR.PREbits + 1); at most priorityBits. Always 5 on GICv2.',
    },
    spis: {
      type: 'integer',
      minimum: 32,
      maximum: 988,
      description: 'Number of SPIs, INTID 32 upwards: a multiple of 32, or 988.',
    },
    level: {
      type: 'array',
      items: { type: 'integer', minimum: 16, maximum: 1019 },
      uniqueItems: true,
      description: 'PPIs and SPIs configured level-sensitive at the start; all others are edge.',
    },
    hardware: {
      type: 'array',
      items: { type: 'integer', minimum: 32, maximum: 1019 },
      uniqueItems: true,
      description: 'SPIs that a hypervisor maps to a physical source (HW=1 in a list register).',
    },
    oneOfN: {
      type: 'boolean',
      description: 'GICv3: 1-of-N distribution is implemented (GICD_TYPER.No1N = 0).',
    },
  },
  required: [
    'gic',
    'vcpus',
    'listRegisters',
    'priorityBits',
    'preemptionBits',
    'spis',
    'level',
    'hardware',
    'oneOfN',
  ],
  additionalProperties: false,
} as const satisfies JSONSchema;

export type Machine = FromSchema<typeof machineSchema>;

/** Highest vCPU count of a machine, and the stride of everything that is kept per vCPU. */
export const MAX_VCPUS = 8;

/** First INTID of the special range 1020–1023. */
export const FIRST_SPECIAL_INTID = 1020;
/** "Nothing to acknowledge" (IHI 0048 3.2.3, IHI 0069 INTIDs). */
export const SPURIOUS = 1023;
/** First INTID of the LPIs. */
export const FIRST_LPI = 8192;

/** Number of 32-INTID register words of the distributor (ITLinesNumber + 1). */
export function interruptWords(machine: Machine): number {
  return 1 + Math.ceil(machine.spis / 32);
}

/** What is wrong with a machine beyond what the schema can say, or nothing. */
export function machineProblem(machine: Machine): { field: string; problem: string } | undefined {
  if (machine.gic === 3 && machine.listRegisters > 16) {
    return {
      field: 'listRegisters',
      problem: `is ${machine.listRegisters}, but GICv3 has 1 to 16`,
    };
  }
  if (machine.preemptionBits > machine.priorityBits) {
    return {
      field: 'preemptionBits',
      problem: `is ${machine.preemptionBits}, more than the ${machine.priorityBits} priorityBits`,
    };
  }
  if (machine.gic === 2 && machine.preemptionBits !== 5) {
    return { field: 'preemptionBits', problem: `is ${machine.preemptionBits}, but GICv2 has 5` };
  }
  if (machine.spis % 32 !== 0 && machine.spis !== 988) {
    return { field: 'spis', problem: `is ${machine.spis}, not a multiple of 32 nor 988` };
  }
  for (const field of ['level', 'hardware'] as const) {
    const beyond = machine[field].find((intid) => intid >= 32 + machine.spis);
    if (beyond !== undefined) {
      return { field, problem: `names INTID ${beyond}, but the last SPI is ${31 + machine.spis}` };
    }
  }
  return undefined;
}
