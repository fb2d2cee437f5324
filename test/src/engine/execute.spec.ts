import type { Step } from '../../../models/contract/workload';
import { machine, observe, openGicv3, workload } from '../support';

const v3 = machine(3);
const ACKNOWLEDGE: Step = { step: 'acknowledge', vcpu: 0, register: 'ICC_IAR1_EL1' };
const EOI: Step = { step: 'eoi', vcpu: 0, interface: 'cpu' };
const RPR: Step = { step: 'read', vcpu: 0, register: 'ICC_RPR_EL1' };
const SPLIT: Step = { step: 'write', vcpu: 0, register: 'ICC_CTLR_EL1', value: '0x2' };
const raise = (intid: number): Step => ({ step: 'raise', intid });
const deactivate = (nth: number, more = {}): Step => ({
  step: 'deactivate',
  vcpu: 0,
  interface: 'cpu',
  nth,
  ...more,
});

/** What the last steps show, after PE 0 was opened. */
function shown(steps: Step[], last: number) {
  return observe(workload(v3, [...openGicv3, ...steps])).slice(-last);
}

const SKIPPED = { outcome: 'skipped', lines: [] };

describe('EOI', () => {
  it('is skipped with nothing acknowledged', () => {
    expect(shown([EOI], 1)).toEqual([SKIPPED]);
  });

  it('is skipped after an acknowledge that returned a special INTID', () => {
    expect(shown([ACKNOWLEDGE, EOI], 2)).toEqual([
      { outcome: 'value', value: '0x3ff', lines: [] },
      SKIPPED,
    ]);
  });

  it('ends what was acknowledged last, once', () => {
    const steps = [raise(40), ACKNOWLEDGE, EOI, RPR, EOI];

    const [acknowledged, ended, idle, again] = shown(steps, 4);

    expect(acknowledged.value).toBe('0x28');
    expect(ended).toEqual({ outcome: 'none', value: '0x28', lines: [] });
    expect(idle.value).toBe('0xff');
    expect(again).toEqual(SKIPPED);
  });

  it('ends nested interrupts from the inside out', () => {
    const outer: Step = { step: 'write', vcpu: 0, register: 'GICD_IPRIORITYR8', value: '0x80' };
    const steps = [outer, raise(32), ACKNOWLEDGE, raise(33), ACKNOWLEDGE, EOI, EOI];

    expect(shown(steps, 2).map(({ value }) => value)).toEqual(['0x21', '0x20']);
  });

  it('of one interface does not end what another acknowledged', () => {
    const virtual: Step = { step: 'eoi', vcpu: 0, interface: 'virtual' };
    const other: Step = { step: 'eoi', vcpu: 1, interface: 'cpu' };

    expect(shown([raise(40), ACKNOWLEDGE, virtual, other], 2)).toEqual([SKIPPED, SKIPPED]);
  });

  it('takes along the source of a GICv2 SGI', () => {
    const steps: Step[] = [
      { step: 'write', vcpu: 0, register: 'GICD_CTLR', value: '0x3' },
      { step: 'write', vcpu: 0, register: 'GICC_PMR', value: '0xf8' },
      { step: 'write', vcpu: 0, register: 'GICC_CTLR', value: '0x3' },
      { step: 'write', vcpu: 0, register: 'GICD_ISENABLER0', value: '0x8' },
      { step: 'sgi', vcpu: 1, intid: 3, to: [0] },
      { step: 'acknowledge', vcpu: 0, register: 'GICC_IAR' },
      EOI,
    ];

    const values = observe(workload(machine(2), steps)).map(({ value }) => value);

    expect(values.slice(-2)).toEqual(['0x403', '0x403']);
  });
});

describe('deactivate', () => {
  const handled = [32, 33, 34].flatMap((intid) => [raise(intid), ACKNOWLEDGE, EOI]);
  const ACTIVE: Step = { step: 'read', vcpu: 0, register: 'GICD_ISACTIVER1' };

  it('is skipped where EOI already deactivates', () => {
    expect(shown([...handled, deactivate(0)], 1)).toEqual([SKIPPED]);
  });

  it('takes the nth of those that wait, modulo their number', () => {
    const steps = [SPLIT, ...handled, ACTIVE, deactivate(4), ACTIVE, deactivate(1), deactivate(9)];

    const values = shown([...steps, ACTIVE, deactivate(0)], 7);

    expect(values.map(({ value }) => value)).toEqual([
      '0x7',
      '0x21',
      '0x5',
      '0x22',
      '0x20',
      '0x0',
      undefined,
    ]);
    expect(values[6]).toEqual(SKIPPED);
  });

  it('takes one that is being handled only if early, and not again at its EOI', () => {
    const steps = [SPLIT, raise(40), ACKNOWLEDGE, deactivate(0), deactivate(0, { early: true })];

    const [late, early, ended, after] = shown([...steps, EOI, deactivate(0)], 4);

    expect(late).toEqual(SKIPPED);
    expect(early.value).toBe('0x28');
    expect(ended.value).toBe('0x28');
    expect(after).toEqual(SKIPPED);
  });

  it('takes those of another vCPU if told', () => {
    const byOther: Step = { ...deactivate(0, { of: 0 }), vcpu: 1 } as Step;
    const own: Step = { ...deactivate(0), vcpu: 1 } as Step;

    const [nothing, taken] = shown([SPLIT, ...handled, own, byOther], 2);

    expect(nothing).toEqual(SKIPPED);
    expect(taken.value).toBe('0x20');
  });
});

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
