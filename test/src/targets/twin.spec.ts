import { fc, test } from '@fast-check/jest';
import type { Capabilities, Implementation } from '../../../models/contract/implementation';
import { StepKind } from '../../../models/contract/encoded';
import { MAX_VCPUS } from '../../../models/contract/machine';
import type { Step, Workload } from '../../../models/contract/workload';
import { Trace } from '../../../models/contract/trace';
import { architecturalHardware } from '../../../models/architecture/guest-system';
import { kvmVgic } from '../../../models/kvm-vgic/kvm-vgic';
import { xenVgic } from '../../../models/xen-vgic/xen-vgic';
import { firstDifference } from '../../../src/engine/compare';
import { Executor } from '../../../src/engine/execute';
import { Runner } from '../../../src/engine/runner';
import type { Pace } from '../../../src/targets/pacer';
import { freeTargets, realTargets } from '../../../src/targets/registry';
import type { ModelOn } from '../../../src/targets/twin';
import { PacedSystem, twinOf } from '../../../src/targets/twin';
import { workloads } from '../../../src/workload/arbitrary';
import { encode } from '../../../src/workload/encode';
import { machine, workload } from '../support';
import { explicit, showExplicitly } from './explicit';

const models: [string, ModelOn][] = [
  ['xen', (repairs, hardware) => xenVgic({ version: '4.20', repairs, hardware })],
  ['old kvm', (repairs, hardware) => kvmVgic({ era: 'old', repairs, hardware })],
  ['new kvm', (repairs, hardware) => kvmVgic({ era: 'new', repairs, hardware })],
];
const paces: readonly Pace[] = ['resident', 'turns', 'free-resident', 'free-turns'];
const cases = models.flatMap(([name, make]) => paces.map((pace) => ({ name, make, pace })));

/** Everything a model can do, on machines with few list registers and vCPUs. */
function offeredBy(model: Implementation): Capabilities {
  return { ...model.capabilities, vcpus: 3, spis: 64, listRegisters: { 2: [1, 4], 3: [1, 4] } };
}

function twinShows(twin: Implementation, workload: Workload): Trace {
  const encoded = encode(workload);
  const trace = new Trace(1);
  new Executor(encoded.machine).run(twin.create(encoded.machine), encoded, trace);
  return trace;
}

describe.each(cases)('a twin made of the model of $name ($pace)', ({ name, make, pace }) => {
  const model = make([], architecturalHardware);
  const offered = offeredBy(model);
  const system = (given: Workload) =>
    new PacedSystem(model.create(given.machine), given.machine, pace);

  test.prop([workloads({ offered, maxSteps: 80, hostile: 3 })], { numRuns: 60 })(
    'shows what the model does with every exit written out',
    (given) => {
      const encoded = encode(given);
      const trace = new Trace(1);
      new Executor(given.machine).run(system(given), encoded, trace);

      const same = showExplicitly(model, explicit(encoded, pace));

      expect(firstDifference(trace, same, 0, given.machine.vcpus)).toBe(-1);
    },
  );

  test.prop([workloads({ offered, maxSteps: 60 })], { numRuns: 15 })(
    'shows the same after other workloads as at first',
    (given) => {
      const encoded = encode(given);
      const one = system(given);
      const [first, again] = [new Trace(1), new Trace(1)];

      new Executor(given.machine).run(one, encoded, first);
      new Executor(given.machine).run(one, encoded, again);

      expect(firstDifference(first, again, 0, given.machine.vcpus)).toBe(-1);
    },
  );

  it('is not the model itself: when vCPUs exit decides what is seen', () => {
    const twin = twinOf(name, make, pace, offered);
    const samples = fc.sample(workloads({ offered, maxSteps: 80, hostile: 0 }), {
      numRuns: 60,
      seed: 4,
    });

    const plain = new Runner(make([], architecturalHardware), []);
    const differing = samples.filter((given) => {
      plain.execute(encode(given));
      return firstDifference(twinShows(twin, given), plain.trace, 0, given.machine.vcpus) >= 0;
    });

    expect(differing.length).toBeGreaterThan(5);
  });
});

describe('a vCPU that was away', () => {
  const steps: Step[] = [
    { step: 'write', vcpu: 0, register: 'GICD_CTLR', value: '0x1' },
    { step: 'write', vcpu: 0, register: 'GICD_ITARGETSR15', value: '0x2000000' },
    { step: 'write', vcpu: 0, register: 'GICD_ISENABLER1', value: '0x80000000' },
    { step: 'write', vcpu: 1, register: 'GICC_PMR', value: '0x8' },
    { step: 'write', vcpu: 1, register: 'GICC_CTLR', value: '0x1' },
    { step: 'pulse', intid: 63 },
    { step: 'acknowledge', vcpu: 1, register: 'GICC_IAR' },
  ];

  it('enters before it exits: KVM then notices that a physical source of a level went low', () => {
    const given = workload(machine(2, { level: [63], hardware: [63] }), steps);
    const model = kvmVgic({ era: 'new', repairs: [], hardware: architecturalHardware });
    const twin = twinOf('kvm', () => model, 'turns', offeredBy(model));

    const trace = twinShows(twin, given);

    expect(trace.low[6]).toBe(1023);
    expect(trace.lines[6 * MAX_VCPUS + 1]).toBe(0);
  });
});

describe('the twin of a real target', () => {
  const targets = [...realTargets(), ...freeTargets()].filter(({ twin }) =>
    twin?.id.startsWith('twin:'),
  );

  it.each(targets.map((target) => [target.id, target] as const))(
    'of %s is named after it, and offers the same',
    (id, { twin, capabilities, deviations }) => {
      expect(twin!.id).toBe(`twin:${id}`);
      expect(twin!.capabilities).toEqual(capabilities);
      expect(deviations).toBe(twin!.deviations);
      expect(twin!.open).toBeUndefined();
    },
  );

  it.each(targets.map((target) => [target.id, target] as const))(
    'of %s can be mended, and is then another',
    (id, { twin, capabilities }) => {
      const [first, second] = twin!.deviations.filter(({ notShown }) => !notShown);

      const mended = twin!.repaired!([first.id]).repaired!([second.id, first.id]);

      expect(mended.id).toBe(`twin:${id}+${first.id}+${second.id}`);
      expect(mended.capabilities).toEqual(capabilities);
      expect(mended.deviations.map((one) => one.id)).toEqual(
        twin!.deviations.map((one) => one.id).filter((one) => ![first.id, second.id].includes(one)),
      );
    },
  );

  it('stands on the hardware of QEMU until that is mended', () => {
    const [name, make] = models[0];
    const offered = { ...offeredBy(make([], architecturalHardware)), groups: false };
    const twin = twinOf(name, make, 'resident', offered);
    const mended = twin.repaired!(['QEMU']);
    const right = make([], architecturalHardware);
    const samples = fc.sample(workloads({ offered, maxSteps: 100, hostile: 0 }), {
      numRuns: 150,
      seed: 8,
    });

    let differing = 0;
    for (const given of samples) {
      const { vcpus } = given.machine;
      const same = showExplicitly(right, explicit(encode(given), 'resident'));
      expect(firstDifference(twinShows(mended, given), same, 0, vcpus)).toBe(-1);
      if (firstDifference(twinShows(twin, given), same, 0, vcpus) >= 0) differing++;
    }

    expect(differing).toBeGreaterThan(0);
    const ids = ({ deviations }: Implementation) => deviations.map(({ id }) => id);
    expect(ids(twin)).toContain('QEMU');
    expect(ids(mended)).not.toContain('QEMU');
  });

  it('offers no step that real targets cannot do', () => {
    const hostSteps = [StepKind.Exit, StepKind.Enter, StepKind.Preempt, StepKind.Schedule];
    for (const { capabilities } of targets) {
      expect(capabilities.without).toEqual(expect.arrayContaining(hostSteps));
    }
  });
});
