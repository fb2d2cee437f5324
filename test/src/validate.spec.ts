import { fc, test } from '@fast-check/jest';
import type { Step } from '../../models/contract/workload';
import { InputError } from '../../src/errors';
import { checkFinding, checkMpuProgram, checkWorkload } from '../../src/validate';
import { workloads } from '../../src/workload/arbitrary';
import { machine, workload } from './support';

const fine: Step = { step: 'barrier' };
const withStep = (step: object) => workload(machine(3), [fine, fine, step as Step]);

describe('checkWorkload', () => {
  test.prop([workloads({ hostile: 8 })], { numRuns: 20 })('gives back what is right', (given) => {
    expect(checkWorkload(given)).toBe(given);
  });

  it.each<[object, string]>([
    [{ step: 'jump', vcpu: 0 }, 'step 2, field "step": "jump" is no kind of step'],
    [{}, 'step 2: "step" is missing'],
    [{ step: 'write', vcpu: 0, register: 'ICC_PMR_EL1' }, 'step 2: "value" is missing'],
    [
      { step: 'write', vcpu: 0, register: 'ICC_PMR_EL1', value: 12 },
      'step 2, field "value": 12 must be string',
    ],
    [
      { step: 'write', vcpu: 0, register: 'ICC_PMR_EL1', value: '12' },
      'step 2, field "value": "12" must match pattern',
    ],
    [{ step: 'read', vcpu: 0, register: 'GICD_CTLR', byte: 4 }, 'step 2, field "byte": 4'],
    [{ step: 'exit', vcpu: 8 }, 'step 2, field "vcpu": 8 must be <= 7'],
    [{ step: 'raise', intid: -1 }, 'step 2, field "intid": -1 must be >= 0'],
    [{ step: 'barrier', vcpu: 0 }, 'step 2: "vcpu" is not known here'],
    [{ step: 'eoi', vcpu: 0, interface: 'x' }, 'step 2, field "interface": "x" is not one of'],
    [{ step: 'sgi', vcpu: 0, intid: 16, to: 'self' }, 'step 2, field "intid": 16 must be <= 15'],
  ])('names step and field: %j', (step, message) => {
    expect(() => checkWorkload(withStep(step))).toThrow(InputError);
    expect(() => checkWorkload(withStep(step))).toThrow(message);
  });

  // Known bug: the choice within `to` is taken for the choice of the step.
  it.each([{ to: 'everyone' }, { to: [16] }, { to: 3 }])('names "to": %j', ({ to }) => {
    const step = { step: 'sgi', vcpu: 0, intid: 1, to };

    expect(() => checkWorkload(withStep(step))).toThrow('step 2, field "to');
  });

  it.each<[object, string]>([
    [{ format: 'x' }, 'field "format": "x" should be "lockstep-workload-1"'],
    [{ steps: undefined }, 'the top level: "steps" is missing'],
    [{ flavour: 'odd' }, 'field "flavour": "odd" is not one of ["legal","hostile"]'],
    [{ extra: 1 }, 'the top level: "extra" is not known here'],
    [{ machine: { ...machine(3), vcpus: 9 } }, 'field "machine.vcpus": 9 must be <= 8'],
    [{ machine: { ...machine(3), level: [15] } }, 'field "machine.level.0": 15 must be >= 16'],
  ])('names the field: %j', (changes, message) => {
    const given = JSON.parse(JSON.stringify({ ...withStep(fine), ...changes })) as unknown;

    expect(() => checkWorkload(given)).toThrow(message);
  });

  test.prop([fc.jsonValue()], { numRuns: 100 })('rejects anything else in one line', (data) => {
    let message = '';
    try {
      checkWorkload(data);
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      ({ message } = error as Error);
    }

    expect(message).not.toBe('');
    expect(message.split('\n')).toHaveLength(1);
  });
});

describe('checkFinding', () => {
  it('names the step of its workload', () => {
    const finding = {
      format: 'lockstep-finding-1',
      id: 'x',
      kind: 'requirement',
      title: 'x',
      implementations: [],
      requirements: [],
      step: 0,
      hits: 1,
      workload: withStep({ step: 'wfi', vcpu: 9 }),
      traces: [],
      replay: '',
    };

    expect(() => checkFinding(finding)).toThrow('step 2, field "vcpu": 9 must be <= 7');
    expect(checkFinding({ ...finding, workload: withStep(fine) })).toMatchObject({ id: 'x' });
  });
});

describe('checkMpuProgram', () => {
  const given = (step: object, changes: object = {}) => ({
    format: 'lockstep-region-program-1',
    machine: { format: 64, el1Regions: 16, el2Regions: 16, vmsa: false, ...changes },
    steps: [{ step: 'barrier' }, step],
  });

  it.each<[object, string]>([
    [{ step: 'raise', intid: 40 }, 'step 1, field "step": "raise" is no kind of step'],
    [{ step: 'write', register: 'PRBAR_EL2' }, 'step 1: "value" is missing'],
    [{ step: 'barrier', vcpu: 0 }, 'step 1: "vcpu" is not known here'],
    [
      { step: 'probe', level: 'EL3', access: 'read', address: '0x0' },
      'step 1, field "level": "EL3" is not one of ["EL0","EL1","EL2"]',
    ],
  ])('names step and field: %j', (step, message) => {
    expect(() => checkMpuProgram(given(step))).toThrow(message);
  });

  it('names the field', () => {
    const tooMany = given({ step: 'barrier' }, { el1Regions: 256 });

    expect(() => checkMpuProgram(tooMany)).toThrow(
      'field "machine.el1Regions": 256 must be <= 255',
    );
    expect(() => checkMpuProgram(given({ step: 'barrier' }))).not.toThrow();
  });
});
