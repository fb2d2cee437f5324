import type { Step, Workload } from '../../models/contract/workload';
import { Runner } from '../../src/engine/runner';
import { findImplementation } from '../../src/targets/registry';
import { encode } from '../../src/workload/encode';

/** Shrunk workloads on which the real Xen 4.20 showed what the model had not. */
const machine: Workload['machine'] = {
  gic: 2,
  vcpus: 2,
  listRegisters: 4,
  priorityBits: 5,
  preemptionBits: 5,
  spis: 64,
  level: [],
  hardware: [],
  oneOfN: false,
};

const write = (vcpu: number, register: string, value: number, byte?: number): Step => ({
  step: 'write',
  vcpu,
  register,
  value: `0x${value.toString(16)}`,
  ...(byte === undefined ? {} : { byte }),
});
const acknowledge = (vcpu: number): Step => ({ step: 'acknowledge', vcpu, register: 'GICC_IAR' });
const end = (vcpu: number): Step => ({ step: 'eoi', vcpu, interface: 'cpu' });
const sgi = (vcpu: number, to: 'others' | number[]): Step => ({ step: 'sgi', vcpu, intid: 12, to });

/** @returns by step: what it read, and the lines of both vCPUs */
function run(steps: Step[]): { value: number; lines: number[] }[] {
  const twin = new Runner(findImplementation('xen:4.20').twin!, []);
  twin.execute(encode({ format: 'lockstep-workload-1', flavour: 'legal', machine, steps }));
  const { low, lines } = twin.trace;
  return steps.map((_, n) => ({ value: low[n], lines: [lines[n * 8], lines[n * 8 + 1]] }));
}

test('GICv2: an SGI in two list registers is acknowledged for ever', () => {
  const steps = [
    write(0, 'GICD_ITARGETSR19', 2, 1),
    write(0, 'GICD_ISENABLER2', 0x2000),
    write(0, 'GICD_ISENABLER0', 0x4003000),
    write(0, 'GICC_PMR', 0xff),
    write(0, 'GICC_CTLR', 3),
    write(1, 'GICD_ISENABLER0', 0xf00f000),
    { step: 'sgi', vcpu: 0, intid: 15, to: [1] } as Step,
    write(0, 'GICD_ISPENDR2', 0x2000),
    write(0, 'GICD_ISPENDR0', 0x4000000),
    acknowledge(0),
    sgi(0, [0]),
    end(0),
    write(0, 'GICC_CTLR', 0x203),
    write(0, 'GICD_ITARGETSR19', 1, 1),
    acknowledge(0),
    end(0),
    { step: 'deactivate', vcpu: 0, interface: 'cpu', nth: 0 } as Step,
    sgi(1, 'others'),
    write(0, 'GICD_ISPENDR2', 0xa000),
    sgi(0, [0]),
  ];
  const again = Array.from({ length: 5 }, () => [acknowledge(0), end(0)]).flat();
  const shown = run([...steps, ...again]).slice(steps.length);
  expect(shown.map(({ value }) => value)).toEqual(Array.from({ length: 10 }, () => 12));
  expect(shown.map(({ lines }) => lines[0])).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
});

test('the search for a victim goes on from the other end of inflight_irqs', () => {
  const steps = [
    write(1, 'GICC_CTLR', 1),
    write(1, 'GICC_PMR', 0x88),
    write(0, 'GICD_IPRIORITYR9', 0x20000000),
    write(0, 'GICD_IPRIORITYR10', 0x80002000),
    write(0, 'GICD_IPRIORITYR11', 0x104050),
    write(0, 'GICD_ITARGETSR9', 0x2000000),
    write(0, 'GICD_ISENABLER1', 0x2800),
    write(0, 'GICD_ITARGETSR10', 0x2020200),
    write(0, 'GICD_ISPENDR1', 0x880),
    acknowledge(1),
    write(0, 'GICD_ISPENDR1', 0x200),
    write(0, 'GICD_ITARGETSR11', 0x20200),
    write(0, 'GICD_ISPENDR1', 0x3000),
    acknowledge(1),
    write(0, 'GICD_ISENABLER1', 0x4200),
    write(0, 'GICD_ITARGETSR11', 2),
    acknowledge(1),
    write(0, 'GICD_ISPENDR1', 0x4400),
    write(1, 'GICD_ISENABLER1', 0x1480),
  ];
  expect(run(steps)[18].lines).toEqual([0, 0]);
});
