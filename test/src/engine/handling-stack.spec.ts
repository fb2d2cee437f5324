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
