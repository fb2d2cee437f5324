import { test } from '@fast-check/jest';
import type { Implementation } from '../../../models/contract/implementation';
import type { Step, Workload } from '../../../models/contract/workload';
import type { Requirement } from '../../../properties/requirement';
import { architecture } from '../../../models/architecture';
import { allRequirements } from '../../../properties';
import { compareTraces, findDifference, newComparison } from '../../../src/engine/compare';
import { Runner } from '../../../src/engine/runner';
import { workloads } from '../../../src/workload/arbitrary';
import { encode } from '../../../src/workload/encode';
import { machine, openGicv3, variant, workload } from '../support';

/** Takes the highest INTID of several with the same priority: as right as the reference. */
const otherOrder = variant('other-order', (gic) => {
  const { priority } = gic.interrupts;
  gic.forwarding.prefers = (instance, best) => priority[instance] <= priority[best];
});

/** Shows a running priority that nobody asked for. */
const wrongRpr = variant('wrong-rpr', (gic) => {
  for (const { priority } of gic.cpus) priority.readRpr = () => 0x42;
});

const RPR: Step = { step: 'read', vcpu: 0, register: 'ICC_RPR_EL1' };
const ACKNOWLEDGE: Step = { step: 'acknowledge', vcpu: 0, register: 'ICC_IAR1_EL1' };
const HPPIR: Step = { step: 'read', vcpu: 0, register: 'ICC_HPPIR1_EL1' };
const raised: Step[] = [
  { step: 'raise', intid: 40 },
  { step: 'raise', intid: 41 },
];
const tie = [...openGicv3, ...raised];

function compare(
  other: Implementation,
  given: Workload,
  requirements: readonly Requirement[] = [],
  index = 0,
) {
  const encoded = encode(given);
  const runners = [architecture, other].map((i) => new Runner(i, requirements));
  for (const runner of runners) runner.run(encoded);
  const comparison = newComparison(0, 1);
  compareTraces(comparison, runners[0], runners[1], encoded, index);
  const differences = findDifference(encoded, runners[0].trace, runners[1].trace, {
    immediate: true,
    groups: true,
    lines: true,
  });
  return { comparison, found: differences.map((d) => [d.step, d.divergence?.id]) };
}

const NOTHING = { a: 0, b: 1, workloads: 1, agreed: 0, allowed: {}, judged: 0, unexplained: 0 };

describe('comparing two implementations', () => {
  test.prop([workloads({ maxSteps: 80, hostile: 4 })], { numRuns: 20 })(
    'finds that one agrees with itself',
    (generated) => {
      const { comparison, found } = compare(architecture, generated);

      expect(comparison).toMatchObject({ ...NOTHING, agreed: 1 });
      expect(found).toEqual([]);
    },
  );

  it.each([ACKNOWLEDGE, HPPIR])('allows either of two equal priorities: %j', (step) => {
    const { comparison, found } = compare(otherOrder, workload(machine(3), [...tie, step]));

    expect(found).toEqual([[tie.length, 'DIV-07']]);
    expect(comparison).toMatchObject({ ...NOTHING, allowed: { 'DIV-07': 1 } });
  });

  it('looks no further once the states differ', () => {
    const steps: Step[] = [...tie, ACKNOWLEDGE, { step: 'eoi', vcpu: 0, interface: 'cpu' }, RPR];

    const { found } = compare(otherOrder, workload(machine(3), steps));

    expect(found).toEqual([[tie.length, 'DIV-07']]);
  });

  it('does not allow another order among different priorities', () => {
    const first: Step = { step: 'write', vcpu: 0, register: 'GICD_IPRIORITYR10', value: '0x8000' };
    const reversed = variant('reversed', (gic) => {
      gic.forwarding.prefers = () => true;
    });

    const { comparison, found } = compare(
      reversed,
      workload(machine(3), [...openGicv3, first, ...raised, ACKNOWLEDGE]),
    );

    expect(found).toEqual([[tie.length + 1, undefined]]);
    expect(comparison).toMatchObject({ ...NOTHING, unexplained: 1 });
  });

  it('finds a difference that nothing explains, and keeps the first workload', () => {
    const given = workload(machine(3), [...openGicv3, RPR]);

    const { comparison, found } = compare(wrongRpr, given, [], 17);

    expect(found).toEqual([[openGicv3.length, undefined]]);
    expect(comparison).toMatchObject({ ...NOTHING, unexplained: 1, firstUnexplained: 17 });
  });

  it('counts a difference as judged if one broke a requirement by then', () => {
    const requirements = allRequirements().filter(({ id }) => id === 'GIC-CPU-030');

    const { comparison } = compare(wrongRpr, workload(machine(3), [RPR]), requirements);

    expect(comparison).toMatchObject({ ...NOTHING, judged: 1 });
  });

  it('finds a difference that only the lines show', () => {
    const silent = variant('silent', (gic) => {
      gic.sampleLines = () => 0;
    });
    const given = workload(machine(3), [...openGicv3, { step: 'raise', intid: 40 }]);

    const { found } = compare(silent, given);

    expect(found).toEqual([[openGicv3.length, undefined]]);
  });

  it('does not excuse the lines of one vCPU by doubts about another', () => {
    const silent = variant('silent', (gic) => {
      gic.sampleLines = () => 0;
    });
    const powerCycle: Step[] = [
      { step: 'cpu-off', vcpu: 1 },
      { step: 'cpu-on', vcpu: 0, target: 1 },
    ];
    const steps: Step[] = [...openGicv3, ...powerCycle, { step: 'raise', intid: 40 }];

    const { found } = compare(silent, workload(machine(3), steps));

    expect(found).toEqual([[steps.length - 1, undefined]]);
  });
});
