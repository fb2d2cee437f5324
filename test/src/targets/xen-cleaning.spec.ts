import { fc, test } from '@fast-check/jest';
import type { EncodedWorkload } from '../../../models/contract/encoded';
import type { Machine } from '../../../models/contract/machine';
import type { Step } from '../../../models/contract/workload';
import { Trace } from '../../../models/contract/trace';
import { qemuHardware } from '../../../models/qemu-hardware/qemu-hardware';
import type { XenVgic } from '../../../models/xen-vgic/xen-vgic';
import { xenVgic } from '../../../models/xen-vgic/xen-vgic';
import { firstDifference } from '../../../src/engine/compare';
import { Executor } from '../../../src/engine/execute';
import { configurationOf } from '../../../src/targets/configuration';
import { findImplementation } from '../../../src/targets/registry';
import { PacedSystem } from '../../../src/targets/twin';
import { clean, cleaningOf } from '../../../src/targets/xen-cleaning';
import { workloads } from '../../../src/workload/arbitrary';
import { encode } from '../../../src/workload/encode';
import { Generator } from '../../../src/workload/generator';
import { machine, workload } from '../support';

const { capabilities } = findImplementation('xen:4.20');
const model = xenVgic({ version: '4.20', repairs: [], hardware: qemuHardware, domain: 'other' });

/** A Xen that workloads run on one after another, without a reset between them. */
class Used {
  readonly vgic: XenVgic;
  private readonly paced: PacedSystem;

  constructor(private readonly machine: Machine) {
    this.vgic = model.create(machine) as XenVgic;
    this.vgic.reset();
    this.vgic.reset = () => undefined;
    this.paced = new PacedSystem(this.vgic, machine, 'resident');
  }

  run(given: EncodedWorkload): Trace {
    for (const { vcpu, register, index, size, aux, value } of configurationOf(
      model,
      this.machine,
    )) {
      this.vgic.write(vcpu, register, index, size, value, 0, aux);
    }
    const trace = new Trace(1);
    new Executor(this.machine).run(this.paced, given, trace);
    return trace;
  }

  clean(): void {
    clean(this.vgic, this.machine, cleaningOf(this.machine, this.vgic.off));
  }
}

const offered = capabilities;
const withPower = { ...capabilities, power: true };

describe('cleaning after a workload', () => {
  it.each([
    ['what real Xen is given', offered, 0.8],
    ['what switches vCPUs off, too', withPower, 0.6],
  ])('leaves Xen idle most often: %s', (_, given, share) => {
    const samples = fc.sample(workloads({ offered: given, maxSteps: 200, hostile: 0 }), {
      numRuns: 250,
      seed: 12,
    });

    let idle = 0;
    let dirty = 0;
    for (const one of samples) {
      const used = new Used(one.machine);
      used.run(encode(one));
      if (!used.vgic.isIdle) dirty++;
      used.clean();
      if (used.vgic.isIdle) idle++;
      expect(used.vgic.off).toBe(0);
    }

    expect(dirty).toBeGreaterThan(samples.length / 2);
    expect(idle).toBeGreaterThan(samples.length * share);
  });

  test.prop([fc.nat(), fc.nat(7), fc.nat(7)], { numRuns: 60 })(
    'lets the next workload show what it shows at first, if Xen is idle',
    (seed, first, second) => {
      // Neighbours have the same machine.
      const options = { offers: [withPower], maxSteps: 120, hostile: 0 };
      const generator = new Generator(seed, options);
      const [before, after] = [first, second].map((index) => {
        const made = generator.newWorkload();
        generator.generate(0, index, made);
        return made;
      });
      expect(after.machine).toBe(before.machine);
      const used = new Used(before.machine);
      used.run(before);
      used.clean();
      fc.pre(used.vgic.isIdle);

      const trace = used.run(after);

      const fresh = new Used(after.machine).run(after);
      expect(firstDifference(trace, fresh, 0, after.machine.vcpus)).toBe(-1);
    },
  );

  it('switches vCPUs on again, the first by the second', () => {
    const given = machine(3);

    const ons = (off: number) => cleaningOf(given, off).filter(({ does }) => does === 'on');

    expect(ons(0)).toEqual([]);
    expect(ons(1)).toEqual([{ vcpu: 1, does: 'on', target: 0 }]);
    expect(ons(2)).toEqual([{ vcpu: 0, does: 'on', target: 1 }]);
  });

  it('takes what is pending, active and nested', () => {
    const given = machine(2, { spis: 64 });
    const write = (vcpu: number, register: string, value: string): Step => {
      return { step: 'write', vcpu, register, value };
    };
    const steps: Step[] = [
      write(0, 'GICD_CTLR', '0x1'),
      write(0, 'GICC_CTLR', '0x201'),
      write(0, 'GICC_PMR', '0xf8'),
      write(0, 'GICD_IPRIORITYR0', '0x10203040'),
      write(0, 'GICD_ISENABLER0', '0xf'),
      ...[0, 1, 2, 3].flatMap((intid): Step[] => [
        { step: 'sgi', vcpu: 0, intid, to: 'self' },
        { step: 'acknowledge', vcpu: 0, register: 'GICC_IAR' },
      ]),
      { step: 'sgi', vcpu: 1, intid: 3, to: [0] },
      { step: 'eoi', vcpu: 0, interface: 'cpu' },
    ];
    const used = new Used(given);
    const trace = used.run(encode(workload(given, steps)));
    expect([6, 8, 10, 12].map((n) => trace.low[n])).toEqual([0, 1, 2, 3]);
    expect(used.vgic.isIdle).toBe(false);

    used.clean();

    expect(used.vgic.isIdle).toBe(true);
  });
});
