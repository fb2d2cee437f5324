import fc from 'fast-check';
import type { ArchitectureGic } from '../../../models/architecture';
import { implementedCount, Register, registers } from '../../../models/architecture';
import type { Machine } from '../../../models/contract/machine';
import { LEVEL_SPI, machine, runningGic } from './support';

/** An access, a line or a power change, of numbers that are reduced to what the machine has. */
const operation = fc.tuple(
  fc.nat({ max: 9 }),
  fc.nat(),
  fc.nat(),
  fc.nat(),
  fc.oneof(fc.constantFrom(0, -1, 1), fc.integer()),
  fc.oneof(fc.constantFrom(0, -1, 1), fc.integer()),
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

const machines: Machine[] = [
  machine(2, { vcpus: 3 }),
  machine(2, { vcpus: 8, spis: 988, listRegisters: 40, priorityBits: 8 }),
  machine(3, { vcpus: 3, priorityBits: 8, preemptionBits: 7 }),
];

/** What the CPU interfaces are used for most often, so that interrupts really come and go. */
function often(version: 2 | 3): number[] {
  return version === 2
    ? [Register.GICC_IAR, Register.GICC_EOIR, Register.GICD_ISPENDR, Register.GICV_IAR]
    : [Register.ICC_IAR1_EL1, Register.ICC_EOIR1_EL1, Register.GICD_ISPENDR, Register.ICV_IAR1_EL1];
}

function apply(gic: ArchitectureGic, [kind, a, b, c, low, high]: Operation): void {
  const vcpu = a % gic.vcpus;
  const all = registers.flatMap((entry, id) => (entry.gic.includes(gic.version) ? [id] : []));
  const frequent = often(gic.version);
  const register = kind < 4 ? frequent[b % frequent.length] : all[b % all.length];
  const entry = registers[register];
  const index = c % implementedCount(gic.machine, register);
  const aux = entry.side === 'redistributor' ? b % gic.vcpus : 0;
  if (kind === 9) {
    gic.powerOff(vcpu);
    gic.powerOn(0, b % gic.vcpus);
  } else if (kind === 8) gic.setLine(16 + (c % 90), vcpu, low !== 0);
  else if (kind === 7) gic.setLine(LEVEL_SPI, vcpu, low !== 0);
  else if (kind % 2 === 0) gic.read(vcpu, register, index, entry.width, aux);
  else gic.write(vcpu, register, index, entry.width, low, high, aux);
}

describe.each(machines)('what is kept between changes, on GICv$gic with $vcpus PEs', (config) => {
  it('shows the lines that a fresh look would', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 80 }), (operations) => {
        const gic = runningGic(config.gic, config);
        for (const step of operations) {
          apply(gic, step);
          const shown = gic.virtual.map((_, pe) => gic.lines(pe));
          gic.changes.mark(-1);
          expect(gic.virtual.map((_, pe) => gic.lines(pe))).toEqual(shown);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('keeps the running priority and the forwardable words true', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 80 }), (operations) => {
        const gic = runningGic(config.gic, config);
        for (const step of operations) apply(gic, step);
        const { interrupts } = gic;
        for (let word = 0; word < interrupts.words; word++) {
          const expected =
            interrupts.pending(word) & interrupts.enabled[word] & ~interrupts.active[word];
          expect(interrupts.forwardable[word]).toBe(expected);
          if (word < gic.vcpus) continue;
          const summary = (interrupts.forwardableWords >>> (word - gic.vcpus)) & 1;
          expect(summary).toBe(expected === 0 ? 0 : 1);
        }
        for (const { priority } of [...gic.cpus, ...gic.virtual]) {
          expect(priority.running).toBe(priority.highestActive());
        }
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same answers after a reset as a fresh instance', () => {
    fc.assert(
      fc.property(
        fc.array(operation, { maxLength: 60 }),
        fc.array(operation, { maxLength: 60 }),
        (before, after) => {
          const used = runningGic(config.gic, config);
          const fresh = runningGic(config.gic, config);
          for (const step of before) apply(used, step);
          used.reset();
          fresh.reset();
          for (const step of after) {
            apply(used, step);
            apply(fresh, step);
            expect([used.outcome, used.high]).toEqual([fresh.outcome, fresh.high]);
            expect(used.virtual.map((_, pe) => used.lines(pe))).toEqual(
              fresh.virtual.map((_, pe) => fresh.lines(pe)),
            );
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
