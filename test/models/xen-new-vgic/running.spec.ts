import type { Machine } from '../../../models/contract/machine';
import type { Step } from '../../../models/contract/workload';
import { xenNewFixed } from '../../../models/xen-new-vgic/xen-new-vgic';
import { machine, observe, workload } from '../../src/support';

const write = (vcpu: number, register: string, value: number, byte?: 0 | 1 | 2 | 3): Step => ({
  step: 'write',
  vcpu,
  register,
  value: `0x${(value >>> 0).toString(16)}`,
  ...(byte === undefined ? {} : { byte }),
});
const read = (register: string): Step => ({ step: 'read', vcpu: 0, register });
const pend = (spi: number): Step => write(0, 'GICD_ISPENDR1', 1 << (spi - 32));
const acknowledge: Step = { step: 'acknowledge', vcpu: 0, register: 'GICC_IAR' };
const eoi: Step = { step: 'eoi', vcpu: 0, interface: 'cpu' };
const barrier: Step = { step: 'barrier' };
const interface0 = [write(0, 'GICC_PMR', 0xf8), write(0, 'GICC_CTLR', 1)];

/** SPIs 32 to 35 go to vCPU 0, at priorities 0x08, 0x10, 0x20 and 0x00. */
const open: Step[] = [
  write(0, 'GICD_CTLR', 1),
  write(0, 'GICD_IPRIORITYR8', 0x00201008),
  write(0, 'GICD_ITARGETSR8', 0x01010101),
  write(0, 'GICD_ISENABLER1', 0xf),
  ...interface0,
];

function last(steps: Step[], on: Partial<Machine> = {}): number {
  const given = workload(machine(2, { listRegisters: 1, ...on }), [...open, ...steps]);
  return Number(observe(given, xenNewFixed).at(-1)!.value ?? 0);
}

/** What is active in the end, as bits from SPI 32. */
const active = (steps: Step[]): number => last([...steps, barrier, read('GICD_ISACTIVER1')]);

describe('what an EOI ends that finds no list register (DIFF-36 mended)', () => {
  it('is the last that was acknowledged', () => {
    const nested = [pend(33), acknowledge, pend(32), acknowledge, pend(35), acknowledge];
    expect(active(nested)).toBe(0b1011);
    expect(active([...nested, eoi, eoi])).toBe(0b0010);
    expect(active([...nested, eoi, eoi, eoi])).toBe(0);
  });

  it('is found when the binary point changes after the acknowledge', () => {
    const steps = [pend(32), acknowledge, write(0, 'GICC_BPR', 3), pend(33), eoi];
    expect(active(steps)).toBe(0);
    expect(last([...steps, barrier, acknowledge])).toBe(33);
  });

  it('is the one that took a dropped priority over (EOImode 1)', () => {
    const dropped = [write(0, 'GICC_CTLR', 0x201), pend(35), acknowledge, barrier, eoi];
    const same = [write(0, 'GICD_IPRIORITYR8', 0, 0), pend(32), acknowledge, pend(33)];
    expect(active([...dropped, ...same, write(0, 'GICC_CTLR', 1), eoi])).toBe(0b1000);
  });

  it('is one that was made active anew while it ran', () => {
    const steps = [
      pend(34),
      acknowledge,
      write(0, 'GICD_ICACTIVER1', 4),
      pend(32),
      acknowledge,
      write(0, 'GICD_ISACTIVER1', 4),
    ];
    expect(active([...steps, eoi])).toBe(0b0100);
    expect(active([...steps, eoi, eoi])).toBe(0);
  });

  it('stays on the vCPU where its priority is active, whatever its target is', () => {
    const steps = [
      pend(34),
      acknowledge,
      write(0, 'GICD_ICACTIVER1', 4),
      write(0, 'GICD_ITARGETSR8', 2, 2),
      write(0, 'GICD_ISACTIVER1', 4),
    ];
    expect(active(steps)).toBe(0b0100);
    expect(active([...steps, eoi])).toBe(0);
  });

  it('is none of those from before the vCPU was powered off', () => {
    const before = [pend(35), acknowledge, { step: 'cpu-off', vcpu: 0 } as Step];
    const on: Step = { step: 'cpu-on', vcpu: 1, target: 0 };
    const same = [write(0, 'GICD_IPRIORITYR8', 0, 0), pend(32), acknowledge, pend(33)];
    expect(active([...before, on, ...interface0, ...same, eoi])).toBe(0b1000);
  });
});

it('an edge reaches the guest after the line fell unseen and ICFGR made it edge (N-ICFGR mended)', () => {
  const steps: Step[] = [
    { step: 'raise', intid: 32 },
    write(0, 'GICD_ICENABLER1', 1),
    { step: 'lower', intid: 32 },
    write(0, 'GICD_ICFGR2', 2),
    { step: 'raise', intid: 32 },
    write(0, 'GICD_ISENABLER1', 1),
    barrier,
    acknowledge,
  ];
  expect(last(steps, { level: [32], hardware: [32] })).toBe(32);
});
