import type { Step } from '../../models/contract/workload';
import type { Remote } from '../../models/contract/implementation';
import { KIND, StepKind, STRIDE } from '../../models/contract/encoded';
import { Trace } from '../../models/contract/trace';
import { firstDifference } from '../../src/engine/compare';
import { Executor } from '../../src/engine/execute';
import { encode } from '../../src/workload/encode';
import { machine, workload } from '../src/support';
import { describeTarget, show, workloadsFor } from './support';

const SPI = 39;
const NOTHING = 1023;
const ppis = Array.from({ length: 16 }, (_, n) => 16 + n);
const wiring = { spis: 64, level: [...ppis, SPI], hardware: [SPI], oneOfN: false };

const registers = {
  2: { iar: 'GICC_IAR', pmr: 'GICC_PMR', enable: 'GICC_CTLR' },
  3: { iar: 'ICC_IAR1_EL1', pmr: 'ICC_PMR_EL1', enable: 'ICC_IGRPEN1_EL1' },
};

for (const id of ['xen:4.17', 'xen:4.20']) {
  describeTarget(id, (target) => {
    describe.each([2, 3] as const)('a hardware SPI on GICv%i', (gic) => {
      const { iar, pmr, enable } = registers[gic];
      const write = (register: string, value: string): Step => {
        return { step: 'write', vcpu: 0, register, value };
      };
      const open = [
        write(pmr, '0xf8'),
        write(enable, '0x1'),
        write('GICD_IPRIORITYR9', '0x40404040'),
        write('GICD_ISENABLER1', '0x80'),
      ];
      const acknowledge: Step = { step: 'acknowledge', vcpu: 0, register: iar };
      const eoi: Step = { step: 'eoi', vcpu: 0, interface: 'cpu' };
      let remote: Remote;
      beforeAll(() => {
        remote = target.open!();
      });
      afterAll(() => remote.close());

      /** What the acknowledgements of a workload returned. */
      async function acknowledged(steps: Step[]): Promise<number[]> {
        const given = workload(machine(gic, wiring), [...open, ...steps]);
        const trace = await show(remote, encode(given));
        return given.steps.flatMap(({ step }, n) => (step === 'acknowledge' ? [trace.low[n]] : []));
      }

      it('comes again after its EOI until its line is low', async () => {
        const steps: Step[] = [
          acknowledge,
          { step: 'raise', intid: SPI },
          ...[acknowledge, acknowledge, eoi, acknowledge],
          { step: 'lower', intid: SPI },
          ...[eoi, acknowledge],
        ];

        expect(await acknowledged(steps)).toEqual([NOTHING, SPI, NOTHING, SPI, NOTHING]);
      });

      it('leaves nothing behind for the next workload', async () => {
        const left = await acknowledged([{ step: 'raise', intid: SPI }, acknowledge]);
        const next = await acknowledged([acknowledge]);

        expect(left).toEqual([SPI]);
        expect(next).toEqual([NOTHING]);
      });

      it('shows what the twin shows', async () => {
        const given = workloadsFor(target, { seed: 39, count: 60, steps: 150, gic }).filter(
          ({ machine: { hardware } }) => hardware.length > 0,
        );
        let driven = 0;
        for (const one of given) {
          for (let n = 0; n < one.length; n++) {
            const kind = one.steps[n * STRIDE + KIND];
            if (kind >= StepKind.Raise && kind <= StepKind.Pulse) driven++;
          }
          const expected = new Trace(1);
          new Executor(one.machine).run(target.twin!.create(one.machine), one, expected);

          const trace = await show(remote, one);

          expect(firstDifference(trace, expected, 0, one.machine.vcpus)).toBe(-1);
        }
        expect(driven).toBeGreaterThan(20);
      });
    });
  });
}
