import { fc, test } from '@fast-check/jest';
import type { Capabilities } from '../../../models/contract/implementation';
import type { Step, Workload } from '../../../models/contract/workload';
import { STEP_KINDS } from '../../../models/contract/encoded';
import { architecture } from '../../../models/architecture';
import { workloads } from '../../../src/workload/arbitrary';
import { stepNames } from '../../../src/workload/names';

const everything: Capabilities = { ...architecture.capabilities, immediate: false };
const ppis = fc.uniqueArray(fc.integer({ min: 16, max: 31 }), { minLength: 1, maxLength: 5 });

/** Legal workloads of what is offered, less something. */
function legal(changes: Partial<Capabilities>): fc.Arbitrary<Workload> {
  return workloads({ offered: { ...everything, ...changes }, maxSteps: 100, hostile: 0 });
}

/** Workloads with a filter that was drawn, beside the filter. */
function filtered<T>(
  filter: fc.Arbitrary<T>,
  changes: (drawn: T) => Partial<Capabilities>,
): fc.Arbitrary<[T, Workload]> {
  return filter.chain((drawn) => fc.tuple(fc.constant(drawn), legal(changes(drawn))));
}

const unfiltered = fc.sample(legal({}), { numRuns: 200, seed: 9 });
const anywhere = (is: (step: Step, workload: Workload) => boolean): boolean =>
  unfiltered.some((workload) => workload.steps.some((step) => is(step, workload)));

function isInput(step: Step): step is Extract<Step, { step: 'raise' | 'lower' | 'pulse' }> {
  return ['raise', 'lower', 'pulse'].includes(step.step);
}

/** Value of a write to a register; nothing for other steps. */
function written(step: Step, register: RegExp): number | undefined {
  return step.step === 'write' && register.test(step.register)
    ? Number(BigInt(step.value) & 0xffffffffn)
    : undefined;
}

const bits = (intids: readonly number[]): number =>
  intids.reduce((mask, intid) => (mask | (1 << intid)) >>> 0, 0);

describe('kinds of step that are not offered', () => {
  const kinds = fc.uniqueArray(fc.integer({ min: 0, max: STEP_KINDS - 1 }), { maxLength: 15 });

  test.prop([filtered(kinds, (without) => ({ without: without as Capabilities['without'] }))], {
    numRuns: 40,
  })('are in no workload', ([without, { steps }]) => {
    const left = without.map((kind) => stepNames[kind]);
    expect(steps.filter(({ step }) => left.includes(step))).toEqual([]);
  });
});

describe('inputs that cannot be driven', () => {
  const some = fc.uniqueArray(fc.integer({ min: 16, max: 63 }), { maxLength: 6 });

  test.prop([filtered(some, (inputs) => ({ inputs }))], { numRuns: 40 })(
    'are not',
    ([inputs, { steps }]) => {
      const driven = steps.filter(isInput).map(({ intid }) => intid);
      expect(driven.filter((intid) => !inputs.includes(intid))).toEqual([]);
    },
  );

  it('leave the others to be driven often', () => {
    const samples = fc.sample(legal({ inputs: [27, 34] }), { numRuns: 100, seed: 3 });
    const driven = samples.flatMap(({ steps }) => steps.filter(isInput));

    expect(new Set(driven.map(({ intid }) => intid))).toEqual(new Set([27, 34]));
    expect(driven.length).toBeGreaterThan(20);
    expect(anywhere((step) => isInput(step) && ![27, 34].includes(step.intid))).toBe(true);
  });
});

describe('inputs of SPIs with a physical source', () => {
  it('are driven where the machine has them, and nowhere else', () => {
    const samples = fc.sample(legal({ inputs: [], hardware: [39] }), { numRuns: 100, seed: 3 });
    const driven = (wired: number) =>
      samples
        .filter(({ machine }) => machine.hardware.length === wired)
        .flatMap(({ steps }) => steps.filter(isInput));

    expect(driven(0)).toEqual([]);
    expect(new Set(driven(1).map(({ intid }) => intid))).toEqual(new Set([39]));
    expect(driven(1).length).toBeGreaterThan(50);
  });
});

const state = /^GIC[DR]_I[SC](PEND|ACTIVE)R0$/;
const enable = /^GIC[DR]_ISENABLER0$/;

describe('PPIs of its own devices', () => {
  test.prop([filtered(ppis, (ownPpis) => ({ ownPpis }))], { numRuns: 40 })(
    'are neither driven, pended nor activated',
    ([own, { steps }]) => {
      for (const step of steps) {
        expect((written(step, state) ?? 0) & bits(own)).toBe(0);
        if (isInput(step)) expect(own).not.toContain(step.intid);
      }
    },
  );

  it('are, where they are not its own', () => {
    for (const ppi of [16, 27, 30]) {
      expect(anywhere((step) => ((written(step, state) ?? 0) & bits([ppi])) !== 0)).toBe(true);
      expect(anywhere((step) => isInput(step) && step.intid === ppi)).toBe(true);
    }
  });
});

describe('the PPI of the maintenance interrupt', () => {
  const one = fc.integer({ min: 16, max: 31 });

  test.prop([filtered(one, (maintenancePpi) => ({ maintenancePpi }))], { numRuns: 40 })(
    'is neither driven, pended, activated nor enabled',
    ([ppi, { steps }]) => {
      for (const step of steps) {
        expect((written(step, state) ?? 0) & bits([ppi])).toBe(0);
        expect((written(step, enable) ?? 0) & bits([ppi])).toBe(0);
        if (isInput(step)) expect(step.intid).not.toBe(ppi);
      }
    },
  );

  it('is enabled, where it is not for that', () => {
    expect(anywhere((step) => ((written(step, enable) ?? 0) & bits([25])) !== 0)).toBe(true);
  });
});

describe('the lowest priority', () => {
  /** Whether a write of IPRIORITYR has a byte that is the lowest of five bits. */
  const isLowest = (step: Step): boolean => {
    const value = written(step, /_IPRIORITYR\d+$/);
    if (value === undefined) return false;
    const bytes = 'byte' in step && step.byte !== undefined ? 1 : 4;
    return [24, 16, 8, 0].slice(-bytes).some((shift) => ((value >>> shift) & 0xff) >= 0xf8);
  };

  test.prop([legal({ withoutLowestPriority: true })], { numRuns: 40 })(
    'is not given',
    ({ steps }) => {
      expect(steps.filter(isLowest)).toEqual([]);
    },
  );

  it('is given where nothing forbids it', () => {
    expect(anywhere(isLowest)).toBe(true);
  });
});

describe('Group 0 of a GICv3', () => {
  /** Whether it is enabled at some time while Group 1 is not, if every write counts. */
  function isEverAlone({ steps }: Workload): boolean {
    const enables = Array.from({ length: 8 }, () => [0, 0]);
    return steps.some((step) => {
      if (step.step === 'cpu-off') enables[step.vcpu] = [0, 0];
      const match = step.step === 'write' && /^ICC_IGRPEN([01])_EL1$/.exec(step.register);
      if (!match) return false;
      const own = enables[step.vcpu];
      own[Number(match[1])] = Number(BigInt(step.value) & 1n);
      return own[0] === 1 && own[1] === 0;
    });
  }
  const isEnabled = (step: Step): boolean => ((written(step, /^ICC_IGRPEN0_/) ?? 0) & 1) !== 0;

  test.prop([legal({ gic: [3], withoutGroup0Alone: true })], { numRuns: 40 })(
    'is never enabled alone',
    (given) => {
      expect(isEverAlone(given)).toBe(false);
    },
  );

  it('is enabled all the same, and alone where nothing forbids it', () => {
    const samples = fc.sample(legal({ gic: [3], withoutGroup0Alone: true }), {
      numRuns: 50,
      seed: 2,
    });

    expect(samples.some(({ steps }) => steps.some(isEnabled))).toBe(true);
    expect(unfiltered.some((given) => given.machine.gic === 3 && isEverAlone(given))).toBe(true);
  });
});

describe('SGIs that are made pending', () => {
  const spends = /^GICD_SPENDSGIR\d$/;
  const isEmpty = (step: Step): boolean => {
    const value = written(step, spends);
    return value !== undefined && (value === 0 || !('byte' in step));
  };

  test.prop([legal({ gic: [2], withoutEmptySgiSources: true })], { numRuns: 40 })(
    'have a source each, where that matters',
    ({ steps }) => {
      expect(steps.filter(isEmpty)).toEqual([]);
    },
  );

  it('are made pending all the same, and in any way where nothing forbids it', () => {
    const samples = fc.sample(legal({ gic: [2], withoutEmptySgiSources: true }), {
      numRuns: 100,
      seed: 2,
    });

    const made = samples.some(({ steps }) => steps.some((step) => written(step, spends)));
    expect(made).toBe(true);
    expect(anywhere(isEmpty)).toBe(true);
  });
});

describe('machines that are as they are', () => {
  const fixed = { vcpus: 2, listRegisters: 4, priorityBits: 5, preemptionBits: 5, spis: 64 };

  test.prop([legal({ machine: { ...fixed, hardware: [], oneOfN: false }, ppis: 'level' })], {
    numRuns: 40,
  })('are so in every workload', ({ machine }) => {
    const all = Array.from({ length: 16 }, (_, n) => 16 + n);
    expect(machine).toMatchObject({ ...fixed, hardware: [], oneOfN: false });
    expect(machine.level).toEqual(expect.arrayContaining(all));
  });
});
