import type { Step } from '../../../models/contract/workload';
import { Trace } from '../../../models/contract/trace';
import { Executor } from '../../../src/engine/execute';
import { findImplementation } from '../../../src/targets/registry';
import { encode } from '../../../src/workload/encode';
import { machine, observe, openGicv3, workload } from '../support';

const v3 = machine(3);
const ACKNOWLEDGE: Step = { step: 'acknowledge', vcpu: 0, register: 'ICC_IAR1_EL1' };
const EOI: Step = { step: 'eoi', vcpu: 0, interface: 'cpu' };

/** What the last steps show, after PE 0 was opened. */
function shown(steps: Step[], last: number) {
  return observe(workload(v3, [...openGicv3, ...steps])).slice(-last);
}

const SKIPPED = { outcome: 'skipped', lines: [] };

describe('restore', () => {
  const LR: Step = { step: 'read', vcpu: 0, register: 'ICH_LR1_EL2' };
  const load = (priority: number): Step => ({
    step: 'list-register',
    vcpu: 0,
    index: 1,
    intid: 70,
    state: 'pending',
    priority,
    group: 1,
  });
  const restore: Step = { step: 'restore', vcpu: 0, register: 'ICH_LR1_EL2' };

  it('writes back what was read from this register of this vCPU', () => {
    const values = shown([load(0x40), LR, load(0x80), LR, restore, LR], 5).map((s) => s.value);

    expect(values[0]).toBe('0x5040000000000046');
    expect(values[2]).toBe('0x5080000000000046');
    expect(values[4]).toBe(values[2]);
  });

  it('takes the last value read, not an earlier one or one only written', () => {
    const [restored] = shown([load(0x40), LR, load(0x80), restore, LR], 1);

    expect(restored.value).toBe('0x5040000000000046');
  });

  it('keeps the values of two vCPUs apart', () => {
    const on = (vcpu: number, ...steps: Step[]): Step[] =>
      steps.map((step) => ({ ...step, vcpu }) as Step);
    const steps = [...on(0, load(0x40), LR), ...on(1, load(0x80), LR)];

    const values = shown([...steps, ...on(1, restore, LR), ...on(0, restore, LR)], 4);

    expect(values[1].value).toBe('0x5080000000000046');
    expect(values[3].value).toBe('0x5040000000000046');
  });

  it('is skipped where nothing was read', () => {
    const other: Step = { step: 'restore', vcpu: 1, register: 'ICH_LR1_EL2' };
    const next: Step = { step: 'restore', vcpu: 0, register: 'ICH_LR0_EL2' };

    expect(shown([LR, other, next], 2)).toEqual([SKIPPED, SKIPPED]);
  });
});

describe('a vCPU that is off', () => {
  const OFF: Step = { step: 'cpu-off', vcpu: 1 };
  const ON: Step = { step: 'cpu-on', vcpu: 0, target: 1 };
  const acts: Step[] = [
    { step: 'read', vcpu: 1, register: 'GICD_TYPER' },
    { step: 'write', vcpu: 1, register: 'ICC_PMR_EL1', value: '0x80' },
    { step: 'acknowledge', vcpu: 1, register: 'ICC_IAR1_EL1' },
    { step: 'sgi', vcpu: 1, intid: 1, to: 'others' },
    { step: 'wfi', vcpu: 1 },
    { step: 'raw-read', vcpu: 1, frame: 'GICD', offset: 4, size: 4 },
    { step: 'cpu-off', vcpu: 1 },
  ];

  it('does nothing', () => {
    expect(shown([OFF, ...acts], acts.length)).toEqual(acts.map(() => SKIPPED));
  });

  it('can be read by the host, and gets up again', () => {
    const host: Step = { step: 'read', vcpu: 1, register: 'ICH_VTR_EL2' };

    const [fromHost, on, already, typer] = shown([OFF, host, ON, ON, acts[0]], 4);

    expect(fromHost.outcome).toBe('value');
    expect(on).toMatchObject({ outcome: 'value' });
    expect(on.value).toBe('0x0');
    expect(already.value).toBe('0xfffffffc');
    expect(typer.outcome).toBe('value');
  });

  it('has forgotten what it handled when it is on again', () => {
    const own: Step = { ...ACKNOWLEDGE, vcpu: 1 } as Step;
    const setUp: Step[] = [
      { step: 'write', vcpu: 1, register: 'GICR_IGROUPR0', value: '0xffffffff' },
      { step: 'write', vcpu: 1, register: 'GICR_ISENABLER0', value: '0x10000' },
      { step: 'write', vcpu: 1, register: 'ICC_PMR_EL1', value: '0xf8' },
      { step: 'write', vcpu: 1, register: 'ICC_IGRPEN1_EL1', value: '0x1' },
      { step: 'raise', intid: 16, vcpu: 1 },
    ];

    const [taken, , , ended] = shown([...setUp, own, OFF, ON, { ...EOI, vcpu: 1 } as Step], 4);

    expect(taken.value).toBe('0x10');
    expect(ended).toEqual(SKIPPED);
  });
});

describe('a workload that is migrated', () => {
  it.each([
    [1, 0],
    [4, 2],
    [5, 2],
  ])('of %i steps is so once, after %i of them', (length, after) => {
    const system = findImplementation('model:kvm@7.2').create(v3);
    const done: string[] = [];
    const { setLine } = system;
    system.setLine = (...given) => {
      done.push('step');
      setLine.call(system, ...given);
    };
    system.migrate = () => void done.push('migrate');
    const steps = Array.from({ length }, (): Step => ({ step: 'raise', intid: 40 }));
    const given = encode(workload(v3, steps));

    new Executor(v3).run(system, given, new Trace(1), true);

    expect(done.indexOf('migrate')).toBe(after);
    expect(done).toHaveLength(length + 1);
    new Executor(v3).run(system, given, new Trace(1));
    expect(done).toHaveLength(2 * length + 1);
  });
});
