import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import { machineSchema } from './machine';

const vcpu = { type: 'integer', minimum: 0, maximum: 7, description: 'The acting PE.' } as const;
const intid = { type: 'integer', minimum: 0, maximum: 65535, description: 'INTID.' } as const;
const value = {
  type: 'string',
  pattern: '^0x[0-9a-fA-F]{1,16}$',
  description: 'A register value in hexadecimal.',
} as const;
const register = {
  type: 'string',
  description:
    "A register by the manual's name, with its number: GICD_ISENABLER1, ICH_LR0_EL2, GICD_IROUTER40.",
} as const;
const byte = {
  type: 'integer',
  minimum: 0,
  maximum: 3,
  description: 'Access this byte of the register only.',
} as const;
const half = {
  enum: ['low', 'high'],
  description: 'Access this 32-bit half of a 64-bit register only.',
} as const;
const redistributor = {
  type: 'integer',
  minimum: 0,
  maximum: 7,
  description: "GICR registers: whose redistributor; the acting vCPU's own by default.",
} as const;
const cpuInterface = {
  enum: ['cpu', 'virtual'],
  description:
    'cpu: GICC_*/ICC_*, what the software under test calls its CPU interface. virtual: GICV_*/ICV_*, the list-register interface.',
} as const;
const frame = { enum: ['GICD', 'GICR', 'GICC'] } as const;
const offset = { type: 'integer', minimum: 0, maximum: 0x1ffff } as const;
const size = { enum: [1, 2, 4, 8], description: 'Bytes.' } as const;

/**
 * The step vocabulary. Guest steps belong to a vCPU; device steps move lines; host steps are what a
 * hypervisor does. Operands that depend on earlier results are relative: a step that finds nothing
 * to act on is skipped, so that any subsequence of a workload is a workload.
 */
export const stepSchema = {
  type: 'object',
  description: 'One thing that happens.',
  oneOf: [
    {
      description: 'Guest or host: read a register.',
      properties: { step: { const: 'read' }, vcpu, register, byte, half, redistributor },
      required: ['step', 'vcpu', 'register'],
      additionalProperties: false,
    },
    {
      description: 'Guest or host: write a register.',
      properties: { step: { const: 'write' }, vcpu, register, byte, half, redistributor, value },
      required: ['step', 'vcpu', 'register', 'value'],
      additionalProperties: false,
    },
    {
      description: 'Host: write back what was last read from this register (save and restore).',
      properties: { step: { const: 'restore' }, vcpu, register },
      required: ['step', 'vcpu', 'register'],
      additionalProperties: false,
    },
    {
      description: 'Hostile guest: read any offset of a frame with any size.',
      properties: { step: { const: 'raw-read' }, vcpu, frame, offset, size },
      required: ['step', 'vcpu', 'frame', 'offset', 'size'],
      additionalProperties: false,
    },
    {
      description: 'Hostile guest: write any offset of a frame with any size.',
      properties: { step: { const: 'raw-write' }, vcpu, frame, offset, size, value },
      required: ['step', 'vcpu', 'frame', 'offset', 'size', 'value'],
      additionalProperties: false,
    },
    {
      description:
        'Guest: read an acknowledge register; a valid INTID goes on the stack of what this vCPU handles.',
      properties: { step: { const: 'acknowledge' }, vcpu, register },
      required: ['step', 'vcpu', 'register'],
      additionalProperties: false,
    },
    {
      description:
        'Guest: end what this vCPU acknowledged last, through the matching EOI register.',
      properties: { step: { const: 'eoi' }, vcpu, interface: cpuInterface },
      required: ['step', 'vcpu', 'interface'],
      additionalProperties: false,
    },
    {
      description: 'Guest: write DIR for the nth of what is waiting to be deactivated.',
      properties: {
        step: { const: 'deactivate' },
        vcpu,
        interface: cpuInterface,
        nth: {
          type: 'integer',
          minimum: 0,
          maximum: 127,
          description: '0 is the oldest; taken modulo the number that wait.',
        },
        of: { ...vcpu, description: "Whose interrupts; the acting vCPU's own by default." },
        early: {
          type: 'boolean',
          description: 'Take one that is still being handled, before its EOI.',
        },
      },
      required: ['step', 'vcpu', 'interface', 'nth'],
      additionalProperties: false,
    },
    {
      description: 'Guest: send an SGI (GICD_SGIR; ICC_SGI0R_EL1 or ICC_SGI1R_EL1).',
      properties: {
        step: { const: 'sgi' },
        vcpu,
        intid: { type: 'integer', minimum: 0, maximum: 15 },
        to: {
          oneOf: [
            { enum: ['others', 'self'] },
            {
              type: 'array',
              items: { type: 'integer', minimum: 0, maximum: 15 },
              uniqueItems: true,
            },
          ],
          description: 'Target PEs; numbers of PEs that do not exist are allowed.',
        },
        group: { enum: [0, 1], description: 'GICv3: through SGI0R or SGI1R; 1 by default.' },
      },
      required: ['step', 'vcpu', 'intid', 'to'],
      additionalProperties: false,
    },
    {
      description:
        'Guest: wait for interrupt, bounded. Shows 1 if it woke, 0 if it would sleep on.',
      properties: { step: { const: 'wfi' }, vcpu },
      required: ['step', 'vcpu'],
      additionalProperties: false,
    },
    {
      description: 'Guest: PSCI CPU_OFF.',
      properties: { step: { const: 'cpu-off' }, vcpu },
      required: ['step', 'vcpu'],
      additionalProperties: false,
    },
    {
      description: 'Guest: PSCI CPU_ON of another vCPU. Shows the PSCI result.',
      properties: { step: { const: 'cpu-on' }, vcpu, target: vcpu },
      required: ['step', 'vcpu', 'target'],
      additionalProperties: false,
    },
    {
      description: 'Device: the input of a PPI (of one vCPU) or an SPI goes or stays high.',
      properties: { step: { const: 'raise' }, intid, vcpu },
      required: ['step', 'intid'],
      additionalProperties: false,
    },
    {
      description: 'Device: the input goes or stays low.',
      properties: { step: { const: 'lower' }, intid, vcpu },
      required: ['step', 'intid'],
      additionalProperties: false,
    },
    {
      description: 'Device: the input goes high and low again.',
      properties: { step: { const: 'pulse' }, intid, vcpu },
      required: ['step', 'intid'],
      additionalProperties: false,
    },
    {
      description: 'Host: program a list register.',
      properties: {
        step: { const: 'list-register' },
        vcpu,
        index: { type: 'integer', minimum: 0, maximum: 63 },
        intid,
        state: { enum: ['inactive', 'pending', 'active', 'pending-active'] },
        priority: { type: 'integer', minimum: 0, maximum: 255 },
        group: { enum: [0, 1] },
        physical: {
          type: 'integer',
          minimum: 0,
          maximum: 1019,
          description: 'HW=1: the physical INTID that is deactivated with the virtual one.',
        },
        eoi: { type: 'boolean', description: 'HW=0: maintenance interrupt on deactivation.' },
        source: {
          type: 'integer',
          minimum: 0,
          maximum: 7,
          description: 'GICv2 SGI: source CPUID.',
        },
      },
      required: ['step', 'vcpu', 'index', 'intid', 'state', 'priority', 'group'],
      additionalProperties: false,
    },
    {
      description:
        'Host: the vCPU leaves the guest (exit), enters it, is taken off its physical CPU (preempt).',
      properties: { step: { enum: ['exit', 'enter', 'preempt'] }, vcpu },
      required: ['step', 'vcpu'],
      additionalProperties: false,
    },
    {
      description: 'Host: the vCPU is put on a physical CPU.',
      properties: {
        step: { const: 'schedule' },
        vcpu,
        on: { type: 'integer', minimum: 0, maximum: 7 },
      },
      required: ['step', 'vcpu', 'on'],
      additionalProperties: false,
    },
    {
      description: 'Host: exit and entry of every vCPU.',
      properties: { step: { const: 'barrier' } },
      required: ['step'],
      additionalProperties: false,
    },
  ],
} as const satisfies JSONSchema;

export type Step = FromSchema<typeof stepSchema>;

export const workloadSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:lockstep:workload:1',
  title: 'Lockstep workload',
  type: 'object',
  properties: {
    format: { const: 'lockstep-workload-1' },
    machine: machineSchema,
    flavour: {
      enum: ['legal', 'hostile'],
      description:
        'legal: no UNPREDICTABLE sequence. hostile: anything; judged only where still defined.',
    },
    origin: {
      type: 'object',
      description: 'Which workload of which campaign this is.',
      properties: {
        seed: { type: 'integer' },
        shard: { type: 'integer', minimum: 0 },
        index: { type: 'integer', minimum: 0 },
      },
      required: ['seed', 'shard', 'index'],
      additionalProperties: false,
    },
    steps: { type: 'array', items: stepSchema },
  },
  required: ['format', 'machine', 'flavour', 'steps'],
  additionalProperties: false,
} as const satisfies JSONSchema;

/** A machine and the steps that happen to it. Plain data. */
export type Workload = FromSchema<typeof workloadSchema>;
