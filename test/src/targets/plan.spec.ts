import { test } from '@fast-check/jest';
import type { Implementation, System } from '../../../models/contract/implementation';
import type { Step, Workload } from '../../../models/contract/workload';
import { StepKind } from '../../../models/contract/encoded';
import { Outcome, outcomeNames } from '../../../models/contract/observation';
import { Trace } from '../../../models/contract/trace';
import { architecture } from '../../../models/architecture';
import { kvm61, kvm72 } from '../../../models/kvm-vgic/kvm-vgic';
import { xen420 } from '../../../models/xen-vgic/xen-vgic';
import { firstDifference } from '../../../src/engine/compare';
import { Executor } from '../../../src/engine/execute';
import { Batch, NOBODY, Results, SKIPPED } from '../../../src/targets/mailbox';
import type { Surroundings } from '../../../src/targets/surroundings';
import { Plan } from '../../../src/targets/plan';
import { PacedSystem } from '../../../src/targets/twin';
import { workloads } from '../../../src/workload/arbitrary';
import { encode } from '../../../src/workload/encode';
import { machine, workload } from '../support';
import { ProbeEmulator, surroundings } from './probe-emulator';
import { constants } from './probe-header';

const { Wfi } = StepKind;
/** Each at the pace of its hypervisor: what changes a vCPU that is away differs between them. */
const cases = [
  { id: xen420.id, model: xen420, pace: 'resident' },
  { id: kvm61.id, model: kvm61, pace: 'turns' },
  { id: kvm72.id, model: kvm72, pace: 'turns' },
] as const;

/** What a probe shows that runs on a model. */
function throughProbe(given: Workload, model: Implementation, around: Surroundings): Trace {
  const encoded = encode(given);
  const [batch, results] = [new Batch(), new Results()];
  const plan = new Plan(around, encoded, batch);
  new ProbeEmulator(given.machine, model.create(given.machine)).run(batch, results);
  const trace = new Trace(1);
  plan.read(results, trace);
  return trace;
}

function directly(given: Workload, system: System): Trace {
  const trace = new Trace(1);
  new Executor(given.machine).run(system, encode(given), trace);
  return trace;
}

/** First difference as text, for a message that says something. */
function difference(given: Workload, a: Trace, b: Trace): string {
  const step = firstDifference(a, b, 0, given.machine.vcpus);
  const shown = ({ outcome, low, high, lines }: Trace) =>
    `${outcomeNames[outcome[step]]} ${high[step]}:${low[step]} [${[...lines.slice(step * 8, step * 8 + 8)].join()}]`;
  if (step < 0) return 'none';
  return `step ${step}, ${JSON.stringify(given.steps[step])}: ${shown(a)}, not ${shown(b)}`;
}

describe.each(cases)('a plan for a guest of $id ($pace)', ({ model, pace }) => {
  const offered = { ...model.capabilities, vcpus: 3, spis: 64, without: [Wfi] };

  test.prop([workloads({ offered, maxSteps: 80, hostile: 2 })], { numRuns: 40 })(
    'shows what the twin shows',
    (given) => {
      const trace = throughProbe(given, model, surroundings({ pace }));

      const system = new PacedSystem(model.create(given.machine), given.machine, pace);
      expect(difference(given, trace, directly(given, system))).toBe('none');
    },
  );
});

describe('a plan on bare hardware', () => {
  const offered = {
    ...architecture.capabilities,
    ...{ vcpus: 3, spis: 64, power: false, without: [Wfi] },
  };
  const around = surroundings({ isBare: true, showsAllLines: true });

  test.prop([workloads({ offered, maxSteps: 80, hostile: 2 })], { numRuns: 60 })(
    'shows what the architecture shows, with the lines of every PE after every step',
    (given) => {
      const trace = throughProbe(given, architecture, around);

      const system = architecture.create(given.machine);
      expect(difference(given, trace, directly(given, system))).toBe('none');
    },
  );

  it('accesses the virtual interface from EL1, and nothing else', () => {
    const steps: Step[] = [
      { step: 'read', vcpu: 0, register: 'ICV_HPPIR1_EL1' },
      { step: 'read', vcpu: 0, register: 'ICC_HPPIR1_EL1' },
      { step: 'read', vcpu: 0, register: 'ICH_HCR_EL2' },
    ];
    const batch = new Batch();

    new Plan(around, encode(workload(machine(3), steps)), batch);

    const el1 = operationsOf(batch)
      .filter(({ name }) => name === 'READ' || name === 'SAVE')
      .map(({ code }) => (code & constants.FLAG_EL1) !== 0);
    expect(el1).toEqual([true, false, false]);
  });

  it('does not show what the GIC drives itself', () => {
    const steps: Step[] = [
      { step: 'read', vcpu: 0, register: 'GICD_ISPENDR0' },
      { step: 'read', vcpu: 0, register: 'GICD_ICPENDR0' },
      { step: 'read', vcpu: 0, register: 'GICD_ISPENDR1' },
      { step: 'read', vcpu: 0, register: 'GICD_ISENABLER0' },
    ];
    const wired = surroundings({ isBare: true, showsAllLines: true, wiredToItself: 1 << 25 });

    const trace = answered(steps, wired, () => ({ low: 0xffffffff }));

    expect([...trace.low.slice(0, 4)]).toEqual([~(1 << 25), ~(1 << 25), -1, -1]);
  });
});

interface Shown {
  code: number;
  name: string;
  cpu: number;
  address: number;
  low: number;
  high: number;
}

const operationNames = Object.fromEntries(
  Object.entries(constants)
    .filter(([name]) => name.startsWith('OP_') && name !== 'OP_HOST')
    .map(([name, code]) => [code, name.slice(3)]),
);

function operationsOf({ words, length }: Batch): Shown[] {
  return Array.from({ length }, (_, n) => {
    const [first, address, low, high] = words.subarray(n * 4, n * 4 + 4);
    const name = operationNames[first & 0x3f];
    return { code: first & 0xff, name, cpu: (first >>> 8) & 0xff, address, low, high };
  });
}

interface Answer {
  low?: number;
  high?: number;
  status?: number;
  lines?: number;
  id?: number;
}

/** The trace of steps whose operations were answered in some way. */
function answered(
  steps: Step[],
  around: Surroundings,
  answer: (operation: Shown, nth: number) => Answer,
  gic: 2 | 3 = 2,
): Trace {
  const [batch, results] = [new Batch(), new Results()];
  const plan = new Plan(around, encode(workload(machine(gic), steps)), batch);
  const shown = results.bytes(batch.length);
  const words = new Uint32Array(shown.buffer, shown.byteOffset, batch.length * 4);
  operationsOf(batch).forEach((operation, n) => {
    const { low = 0, high = 0, status = 0, lines = 0, id = 0 } = answer(operation, n);
    words.set([low, high, status, lines | (id << 16)], n * 4);
  });
  const trace = new Trace(1);
  plan.read(results, trace);
  return trace;
}

describe('a plan', () => {
  const read: Step = { step: 'read', vcpu: 1, register: 'GICD_ISENABLER1' };

  /** `cpu operation address`; an exit is a read of GICD_TYPER. */
  function planned(steps: Step[], pace: 'resident' | 'turns', gic: 2 | 3 = 2): string[] {
    const batch = new Batch();
    new Plan(surroundings({ pace }), encode(workload(machine(gic), steps)), batch);
    return operationsOf(batch).map(({ name, cpu, address }) => {
      if (name === 'READ' && address === 0x08000004) return `${cpu} exit`;
      return `${cpu} ${name}${address === 0 ? '' : ` ${address.toString(16)}`}`;
    });
  }

  it('is a step and the exits after it, where all vCPUs are resident', () => {
    expect(planned([read, { step: 'barrier' }], 'resident')).toEqual([
      ...['0 CLEAR', '1 READ 8000104', '1 exit', '0 exit'],
      ...['0 exit', '1 exit'],
    ]);
  });

  it('is a vCPU that comes, acts and leaves, where they take turns', () => {
    const steps: Step[] = [read, { step: 'raise', intid: 40 }];

    expect(planned(steps, 'turns')).toEqual([
      ...['0 CLEAR', '0 HOST_LEAVE', '1 HOST_LEAVE'],
      ...['1 READ 8000104'],
      ...['1 HOST_LEAVE', '0 HOST_LINE 28'],
    ]);
  });

  it('is a high and a low input for a pulse, of the PPI of one vCPU', () => {
    const batch = new Batch();
    const steps: Step[] = [{ step: 'pulse', intid: 20, vcpu: 1 }];
    const moves: unknown[] = [];
    const setLine: Surroundings['setLine'] = (_, ...given) => moves.push(given);

    new Plan(surroundings({ setLine }), encode(workload(machine(3), steps)), batch);

    expect(moves).toEqual([
      [20, 1, true],
      [20, 1, false],
    ]);
  });

  it('leaves what was acknowledged to the probe', () => {
    const steps: Step[] = [
      { step: 'write', vcpu: 1, register: 'ICC_CTLR_EL1', value: '0x2' },
      { step: 'acknowledge', vcpu: 1, register: 'ICC_IAR0_EL1' },
      { step: 'eoi', vcpu: 1, interface: 'cpu' },
      { step: 'deactivate', vcpu: 0, interface: 'cpu', nth: 3, of: 1 },
      { step: 'deactivate', vcpu: 1, interface: 'cpu', nth: 0, early: true },
      { step: 'write', vcpu: 1, register: 'ICC_CTLR_EL1', value: '0x0' },
      { step: 'eoi', vcpu: 1, interface: 'cpu' },
    ];
    const batch = new Batch();

    new Plan(surroundings(), encode(workload(machine(3), steps)), batch);

    const { KEEP, EARLY } = constants;
    const stack = 2;
    const [, , acknowledge, end, deactivate, early, , last] = operationsOf(batch);
    // ICC_EOIR0_EL1: CRm 8, op2 1.
    expect(acknowledge).toMatchObject({ name: 'ACKNOWLEDGE', high: 65 });
    expect(acknowledge.low & 0x1f).toBe(stack);
    expect(end).toMatchObject({ name: 'END', low: stack | KEEP });
    expect(deactivate).toMatchObject({ name: 'DEACTIVATE', cpu: 0, low: stack | (3 << 16) });
    expect(early).toMatchObject({ name: 'DEACTIVATE', cpu: 1, low: stack | EARLY });
    expect(last).toMatchObject({ name: 'END', low: stack });
  });

  it('does nothing for a vCPU that is off, and knows who is left so', () => {
    const off: Step = { step: 'cpu-off', vcpu: 1 };
    const batch = new Batch();
    const encoded = encode(
      workload(machine(2), [off, read, { step: 'eoi', vcpu: 1, interface: 'cpu' }]),
    );

    const plan = new Plan(surroundings(), encoded, batch);
    const trace = answered([off, read], surroundings(), () => ({ low: 7 }));

    expect(operationsOf(batch).map(({ name }) => name)).toEqual(['CLEAR', 'CPU_OFF']);
    expect(plan.leftOff).toBe(2);
    expect([...trace.outcome.slice(0, 2)]).toEqual([Outcome.None, Outcome.Skipped]);
  });

  it('skips a restore of what was never read', () => {
    const steps: Step[] = [
      { step: 'restore', vcpu: 0, register: 'GICH_VMCR' },
      { step: 'read', vcpu: 0, register: 'GICH_VMCR' },
      { step: 'restore', vcpu: 0, register: 'GICH_VMCR' },
    ];

    const trace = answered(steps, surroundings({ isBare: true }), () => ({ low: 9 }));

    const { Skipped, Value, None } = Outcome;
    expect([...trace.outcome.slice(0, 3)]).toEqual([Skipped, Value, None]);
    expect(trace.low[2]).toBe(9);
  });

  it('reads values of 64 bits, EOIs with their register, and lines', () => {
    const steps: Step[] = [
      { step: 'read', vcpu: 0, register: 'GICR_TYPER' },
      { step: 'acknowledge', vcpu: 1, register: 'ICC_IAR1_EL1' },
      { step: 'eoi', vcpu: 1, interface: 'cpu' },
      { step: 'write', vcpu: 0, register: 'GICD_IROUTER40', value: '0x100000001' },
    ];

    const trace = answered(
      steps,
      surroundings(),
      ({ name, cpu }) => ({
        low: 0xfffffff0,
        high: 5,
        lines: cpu + 1,
        id: name === 'END' ? 77 : 0,
      }),
      3,
    );

    const { Value, None } = Outcome;
    expect([...trace.outcome.slice(0, 4)]).toEqual([Value, Value, None, None]);
    expect([...trace.low.slice(0, 4)]).toEqual([-16, -16, -16, 1]);
    expect([...trace.high.slice(0, 4)]).toEqual([5, 5, 77, 1]);
    // Each vCPU shows its lines when it acts; until then they are what they were.
    const lines = [0, 1, 2, 3].map((n) => [trace.lines[n * 8], trace.lines[n * 8 + 1]]);
    expect(lines).toEqual([
      [1, 0],
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
  });

  it.each([
    ['a data abort', 0x96000010, Outcome.Abort],
    ['an UNDEFINED instruction', 0x02000000, Outcome.Undefined],
    ['a trap to EL2', 0x62000000, Outcome.Trap],
    ['nothing to act on', SKIPPED, Outcome.Skipped],
    ['nobody who answers', NOBODY, Outcome.Value],
    ['no exception', 0, Outcome.Value],
  ])('shows %s', (_, status, outcome) => {
    const trace = answered([read], surroundings(), ({ name }) => ({
      status: name === 'READ' ? status : 0,
    }));

    expect(trace.outcome[0]).toBe(outcome);
    expect(trace.low[0]).toBe(0);
  });
});
