import { test } from '@fast-check/jest';
import type { Machine } from '../../../models/contract/machine';
import type { Step } from '../../../models/contract/workload';
import { checkWorkload } from '../../../src/validate';
import { InputError } from '../../../src/errors';
import { workloads } from '../../../src/workload/arbitrary';
import { decode } from '../../../src/workload/decode';
import { encode } from '../../../src/workload/encode';
import { machine, workload } from '../support';

const v2 = machine(2);
const v3 = machine(3);
const LR = { intid: 40, state: 'pending', priority: 0, group: 1 } as const;

describe('encode and decode', () => {
  test.prop([workloads({ hostile: 8 })], { numRuns: 60 })('are inverse', (generated) => {
    expect(decode(encode(generated))).toEqual(generated);
  });

  it('keep where a workload comes from', () => {
    const origin = { seed: 1, shard: 2, index: 3 };

    expect(decode(encode(workload(v3, [])), origin)).toEqual({ ...workload(v3, []), origin });
  });

  it.each<[Machine, Step]>([
    [v2, { step: 'read', vcpu: 1, register: 'GICD_ITARGETSR10', byte: 3 }],
    [v2, { step: 'restore', vcpu: 0, register: 'GICH_LR3' }],
    [v2, { step: 'sgi', vcpu: 0, intid: 15, to: [0, 7] }],
    [v2, { step: 'list-register', vcpu: 0, index: 3, ...LR, intid: 2, source: 7, eoi: true }],
    [v2, { step: 'list-register', vcpu: 0, index: 3, ...LR, intid: 2, source: 1 }],
    [v3, { step: 'write', vcpu: 1, register: 'GICD_IROUTER40', value: '0xff80000001' }],
    [v3, { step: 'write', vcpu: 1, register: 'GICD_IROUTER40', half: 'high', value: '0x1' }],
    [v3, { step: 'read', vcpu: 1, register: 'GICR_WAKER', redistributor: 0 }],
    [v3, { step: 'read', vcpu: 1, register: 'GICR_WAKER' }],
    [v3, { step: 'write', vcpu: 0, register: 'ICH_LR3_EL2', value: '0xffffffffffffffff' }],
    [v3, { step: 'write', vcpu: 0, register: 'ICC_SGI1R_EL1', value: '0x0' }],
    [v3, { step: 'sgi', vcpu: 1, intid: 0, to: 'others', group: 0 }],
    [v3, { step: 'deactivate', vcpu: 0, interface: 'virtual', nth: 9, of: 1, early: true }],
    [v3, { step: 'raw-write', vcpu: 0, frame: 'GICR', offset: 7, size: 2, value: '0xffff' }],
    [v3, { step: 'list-register', vcpu: 0, index: 0, ...LR, intid: 65535, physical: 0 }],
    [v3, { step: 'pulse', intid: 16, vcpu: 1 }],
    [v3, { step: 'schedule', vcpu: 1, on: 7 }],
  ])('keep every field of %#: %j', (on, step) => {
    expect(decode(encode(workload(on, [step]))).steps).toEqual([step]);
  });

  it('treat a read of an acknowledge register as an acknowledge', () => {
    const read: Step = { step: 'read', vcpu: 0, register: 'GICC_IAR' };

    expect(decode(encode(workload(v2, [read]))).steps).toEqual([{ ...read, step: 'acknowledge' }]);
  });
});

const read = (register: string, more = {}): Step =>
  ({ step: 'read', vcpu: 0, register, ...more }) as Step;
const write = (register: string, value: string, more = {}): Step =>
  ({ step: 'write', vcpu: 0, register, value, ...more }) as Step;

describe('encode names the step, the field and the reason', () => {
  it.each<[Machine, Step, string, string]>([
    [v3, read('GICD_FOO'), 'register', 'GICv3 has no register "GICD_FOO"'],
    [v3, read('GICC_IAR'), 'register', 'GICv3 has no register "GICC_IAR"'],
    [v2, read('ICC_IAR1_EL1'), 'register', 'GICv2 has no register "ICC_IAR1_EL1"'],
    [v2, read('GICC_EOIR'), 'register', 'GICC_EOIR is write-only'],
    [v3, write('ICH_VTR_EL2', '0x0'), 'register', 'ICH_VTR_EL2 is read-only'],
    [v3, { ...read('ICC_PMR_EL1'), step: 'acknowledge' } as Step, 'register', 'no acknowledge'],
    [v3, { ...read('ICC_PMR_EL1'), step: 'restore' } as Step, 'register', 'no hypervisor register'],
    [v3, read('ICH_LR4_EL2'), 'register', 'the machine has 4 list registers'],
    [v2, write('GICH_LR63', '0x0'), 'register', 'the machine has 4 list registers'],
    [v3, { step: 'list-register', vcpu: 0, index: 4, ...LR }, 'index', 'has 4 list registers'],
    [v2, { step: 'list-register', vcpu: 0, index: 0, ...LR, intid: 1024 }, 'intid', '10 bits'],
    [v3, { step: 'wfi', vcpu: 2 }, 'vcpu', 'is 2, but the machine has vCPUs 0 to 1'],
    [v3, { step: 'raise', intid: 27, vcpu: 2 }, 'vcpu', 'vCPUs 0 to 1'],
    [v3, { step: 'cpu-on', vcpu: 0, target: 7 }, 'target', 'vCPUs 0 to 1'],
    [v3, { step: 'deactivate', vcpu: 0, interface: 'cpu', nth: 0, of: 2 }, 'of', 'vCPUs 0 to 1'],
    [v3, read('GICR_CTLR', { redistributor: 2 }), 'redistributor', 'vCPUs 0 to 1'],
    [v3, read('GICD_CTLR', { redistributor: 0 }), 'redistributor', 'no redistributor register'],
    [v3, { step: 'raise', intid: 64 }, 'intid', '64 is out of range: the last SPI is 63'],
    [machine(3, { spis: 988 }), { step: 'raise', intid: 1020 }, 'intid', 'the last SPI is 1019'],
    [v3, { step: 'pulse', intid: 15 }, 'intid', '15 is an SGI, which has no input'],
    [v3, { step: 'lower', intid: 16 }, 'vcpu', 'is missing: INTID 16 is a PPI'],
    [v3, write('ICC_PMR_EL1', '0x100000000'), 'value', 'does not fit the 4 bytes'],
    [v3, write('GICD_IPRIORITYR9', '0x100', { byte: 1 }), 'value', 'does not fit the 1 bytes'],
    [v3, read('GICD_ISENABLER1', { byte: 0 }), 'byte', 'GICD_ISENABLER1 takes no byte accesses'],
    [v3, read('ICH_LR0_EL2', { half: 'high' }), 'half', 'ICH_LR0_EL2 has no halves'],
    [v3, read('GICD_CTLR', { half: 'low' }), 'half', 'GICD_CTLR has no halves'],
  ])('%#: %j', (on, step, field, reason) => {
    const fine: Step = { step: 'barrier' };
    const encoding = () => encode(workload(on, [fine, step]));

    expect(encoding).toThrow(InputError);
    expect(encoding).toThrow(`step 1, field "${field}": `);
    expect(encoding).toThrow(reason);
  });

  it('accepts leading zeros of a value that fits', () => {
    const step = write('ICC_PMR_EL1', '0x00000000000000f8');

    expect(decode(encode(workload(v3, [step]))).steps).toEqual([write('ICC_PMR_EL1', '0xf8')]);
  });

  it.each<[Partial<Machine>, string, string]>([
    [{ gic: 3, listRegisters: 17 }, 'listRegisters', 'is 17, but GICv3 has 1 to 16'],
    [{ gic: 3, preemptionBits: 6 }, 'preemptionBits', 'is 6, more than the 5 priorityBits'],
    [{ gic: 2, priorityBits: 6, preemptionBits: 6 }, 'preemptionBits', 'GICv2 has 5'],
    [{ spis: 33 }, 'spis', 'is 33, not a multiple of 32 nor 988'],
    [{ level: [64] }, 'level', 'names INTID 64, but the last SPI is 63'],
    [{ hardware: [1019] }, 'hardware', 'names INTID 1019'],
  ])('of the machine: %j', (changes, field, reason) => {
    const encoding = () => encode(workload({ ...v3, ...changes }, []));

    expect(encoding).toThrow(`machine, field "${field}": `);
    expect(encoding).toThrow(reason);
  });

  it.each([0, 65])('%i list registers do not follow the schema', (listRegisters) => {
    const checking = () => checkWorkload(workload({ ...v2, listRegisters }, []));

    expect(checking).toThrow(`field "machine.listRegisters": ${listRegisters} must be`);
  });
});
