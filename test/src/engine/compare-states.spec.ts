import { fc, test } from '@fast-check/jest';
import type { GicState, InterruptState } from '../../../models/contract/interrupt-state';
import { NOBODY } from '../../../models/contract/interrupt-state';
import { stateDifferences } from '../../../src/engine/compare-states';

const fields = [
  ...['pendingLatch', 'lineLevel', 'active', 'enabled', 'hw', 'level', 'group'],
  ...['targetVcpu', 'targets', 'source', 'priority', 'vcpu'],
] as Exclude<keyof InterruptState, 'intid' | 'bank'>[];

function interrupt(intid: number, bank: number, values: readonly number[]): InterruptState {
  const one = { intid, bank } as InterruptState;
  fields.forEach((field, n) => (one[field] = values[n]));
  return one;
}

const values = fc.array(fc.nat(255), { minLength: fields.length, maxLength: fields.length });
const states: fc.Arbitrary<GicState> = fc
  .tuple(fc.constantFrom(2 as const, 3 as const), fc.nat(1), fc.array(values, { minLength: 3 }))
  .map(([gic, enabled, all]) => ({
    gic,
    enabled,
    interrupts: all.map((one, n) => interrupt(n === 0 ? 27 : 30 + n, n < 2 ? n : NOBODY, one)),
  }));
const copy = (state: GicState): GicState => structuredClone(state);

describe('states of interrupts', () => {
  test.prop([states])('equal ones do not differ', (state) => {
    expect(stateDifferences(state, copy(state))).toEqual([]);
  });

  test.prop([states, fc.nat(), fc.constantFrom(...fields)])(
    'that differ in one field give one sentence',
    (state, at, field) => {
      const other = copy(state);
      const one = state.interrupts[at % state.interrupts.length];
      other.interrupts[at % state.interrupts.length][field] = one[field] + 1;

      const found = stateDifferences(state, other);

      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(new RegExp(`is ${one[field]}, in the model ${one[field] + 1}$`));
      expect(found[0]).toContain(String(one.intid));
    },
  );

  it('names the interrupt as a hypervisor developer would', () => {
    const zero = fields.map(() => 0);
    const state = (first: number): GicState => ({
      ...{ gic: 2, enabled: 1 },
      interrupts: [
        interrupt(3, 1, [first, ...zero]),
        interrupt(20, 0, [0, 0, first, ...zero]),
        interrupt(40, NOBODY, [...zero.slice(0, 11), first]),
      ],
    });

    expect(stateDifferences(state(1), state(0))).toEqual([
      'SGI 3 of vCPU 1: pending_latch is 1, in the model 0',
      'PPI 20 of vCPU 0: active is 1, in the model 0',
      'SPI 40: vcpu, whose ap_list it is on is 1, in the model 0',
    ]);
  });

  test.prop([states])('tells a distributor of another kind', (state) => {
    const larger = copy(state);
    larger.interrupts.push(larger.interrupts[0]);
    const off = { ...state, enabled: 1 - state.enabled };

    expect(stateDifferences(state, larger)[0]).toMatch(/^distributor: number of interrupts/);
    expect(stateDifferences(state, off)[0]).toMatch(/^distributor: enabled is/);
    const moved = copy(state);
    moved.interrupts[0].intid++;
    expect(stateDifferences(state, moved)).toEqual([
      'interrupt 0 is PPI 27 of vCPU 0, in the model PPI 28 of vCPU 0',
    ]);
  });
});
