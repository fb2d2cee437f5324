import { fc, test } from '@fast-check/jest';
import type { Implementation, System } from '../../../models/contract/implementation';
import type { Machine } from '../../../models/contract/machine';
import { architecture } from '../../../models/architecture';
import { findRegister, Register, registerName } from '../../../models/architecture/registers';
import { kvm72 } from '../../../models/kvm-vgic/kvm-vgic';
import { xen420 } from '../../../models/xen-vgic/xen-vgic';
import type { RegisterWrite } from '../../../src/targets/configuration';
import { configurationOf } from '../../../src/targets/configuration';
import { machine } from '../support';

const implementations = [architecture, xen420, kvm72];
const cases = implementations.flatMap((implementation) =>
  ([2, 3] as const).map((gic) => ({ id: implementation.id, implementation, gic })),
);

/** Registers that say how a guest's GIC is configured: [vCPU, register, index, redistributor]. */
type At = [vcpu: number, register: number, index: number, aux: number];

function configurable({ gic, vcpus, spis }: Machine): At[] {
  const found: At[] = [];
  const add = (vcpu: number, name: string, aux = 0): void => {
    const { register, index } = findRegister(name, gic)!;
    found.push([vcpu, register, index, aux]);
  };
  const over = (vcpu: number, name: string, per: number, from: number, to: number, aux = 0) => {
    for (let n = from / per; n < to / per; n++) add(vcpu, `${name}${n}`, aux);
  };
  const arrays: [string, number][] = [
    ['GICD_IGROUPR', 32],
    ['GICD_ISENABLER', 32],
    ['GICD_IPRIORITYR', 4],
    ['GICD_ICFGR', 16],
    ...(gic === 2 ? [['GICD_ITARGETSR', 4] as [string, number]] : []),
  ];
  for (const [name, per] of arrays) over(0, name, per, 32, 32 + spis);
  if (gic === 3) over(0, 'GICD_IROUTER', 1, 32, 32 + spis);
  for (let v = 0; v < vcpus; v++) {
    if (gic === 2) for (const [name, per] of arrays) over(v, name, per, 0, 32);
    else {
      for (const name of ['GICR_IGROUPR0', 'GICR_ISENABLER0', 'GICR_ICFGR1']) add(v, name, v);
      over(v, 'GICR_IPRIORITYR', 4, 0, 32, v);
    }
    const cpu =
      gic === 2
        ? ['GICC_CTLR', 'GICC_PMR', 'GICC_BPR', 'GICC_ABPR']
        : ['CTLR', 'PMR', 'BPR0', 'BPR1', 'IGRPEN0', 'IGRPEN1'].map((name) => `ICC_${name}_EL1`);
    for (const name of cpu) add(v, name);
  }
  add(0, 'GICD_CTLR');
  return found;
}

function readAll(system: System, given: Machine): Record<string, number> {
  return Object.fromEntries(
    configurable(given).map(([vcpu, register, index, aux]) => [
      `vcpu ${vcpu} ${registerName(register, index)} of ${aux}`,
      system.read(vcpu, register, index, 4, aux),
    ]),
  );
}

function writeAll(system: System, writes: readonly RegisterWrite[]): void {
  for (const { vcpu, register, index, size, aux, value } of writes) {
    system.write(vcpu, register, index, size, value, 0, aux);
  }
}

/** Disables everything: a configuration says so, but can only enable. */
function disableAll(system: System, { gic, vcpus, spis }: Machine): void {
  for (let word = 1; word <= spis / 32; word++) {
    system.write(0, Register.GICD_ICENABLER, word, 4, -1, 0, 0);
  }
  for (let v = 0; v < vcpus; v++) {
    if (gic === 2) system.write(v, Register.GICD_ICENABLER, 0, 4, -1, 0, 0);
    else system.write(v, Register.GICR_ICENABLER0, 0, 4, -1, 0, v);
  }
}

const levels = fc.uniqueArray(fc.integer({ min: 32, max: 95 }), { maxLength: 30 });

describe.each(cases)('a configuration of $id, GICv$gic', ({ implementation, gic }) => {
  const start = (given: Machine, of: Implementation = implementation): System => {
    const system = of.create(given);
    system.reset();
    return system;
  };

  test.prop([levels, fc.infiniteStream(fc.integer())], { numRuns: 20 })(
    'brings back what a reset gives, whatever was written',
    (level, values) => {
      const given = machine(gic, { level, spis: 64, oneOfN: false });
      const system = start(given);
      for (const [vcpu, register, index, aux] of configurable(given)) {
        const { value } = values.next() as { value: number };
        system.write(vcpu, register, index, 4, value, 0, aux);
      }
      system.write(0, Register.GICD_CTLR, 0, 4, 0, 0, 0);
      disableAll(system, given);

      writeAll(system, configurationOf(implementation, given));

      expect(readAll(system, given)).toEqual(readAll(start(given), given));
    },
  );

  it('changes nothing after a reset', () => {
    const given = machine(gic, { level: [34, 40, 95], spis: 64, oneOfN: false });
    const system = start(given);
    const before = readAll(system, given);

    writeAll(system, configurationOf(implementation, given));

    expect(readAll(system, given)).toEqual(before);
  });

  it('wires the inputs as the machine says', () => {
    const given = machine(gic, { level: [33, 47] });

    const writes = configurationOf(implementation, given);

    const icfgr2 = writes.find(
      ({ register, index }) => register === Register.GICD_ICFGR && index === 2,
    )!;
    // Two bits each, from INTID 32; 2 is an edge.
    expect(icfgr2.value >>> 0).toBe(0x2aaaaaa2);
  });

  it('opens the distributor last', () => {
    const writes = configurationOf(implementation, machine(gic));

    const at = writes.findIndex(({ register }) => register === Register.GICD_CTLR);
    expect(at).toBe(writes.length - 1);
  });
});
