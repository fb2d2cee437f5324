import { Register } from '../../../models/architecture/registers';
import type { Implementation } from '../../../models/contract/implementation';
import { Outcome } from '../../../models/contract/observation';
import { xen420, xen420Fixed } from '../../../models/xen-vgic/xen-vgic';
import { Guest, machineV2, machineV3, SPI } from './support';

const NOTHING = 1023;
const BIT = 1 << (SPI & 31);
const WORD = SPI >> 5;

describe.each([machineV2, machineV3])('Xen with all mended on GICv$gic', (machine) => {
  const boot = (changes = {}): Guest => new Guest(xen420Fixed, { ...machine, ...changes });
  const dir = machine.gic === 2 ? Register.GICC_DIR : Register.ICC_DIR_EL1;
  const isActive = (guest: Guest): boolean =>
    (guest.read(0, Register.GICD_ISACTIVER, WORD) & BIT) !== 0;

  test('what is pended again after ICPENDR in the list register of a vCPU that is off can move', () => {
    const guest = boot();
    guest.retarget(0, SPI, 1);
    guest.pend(0, SPI);
    guest.trap(1);
    guest.system.powerOff(1);
    guest.write(0, Register.GICD_ICPENDR, WORD, BIT);
    guest.pend(0, SPI);
    guest.retarget(0, SPI, 0);
    expect(guest.acknowledge(0)).toBe(SPI);
  });

  test('pended after ICPENDR and ISACTIVER on a vCPU that is off: only what is pended', () => {
    const guest = boot();
    guest.retarget(0, SPI, 1);
    guest.pend(0, SPI);
    guest.trap(1);
    guest.system.powerOff(1);
    guest.write(0, Register.GICD_ICPENDR, WORD, BIT);
    guest.write(0, Register.GICD_ISACTIVER, WORD, BIT);
    expect(guest.read(0, Register.GICD_ISPENDR, WORD) & BIT).toBe(0);
  });

  test('pending and active on a vCPU that is off: its request moves when it is deactivated', () => {
    const guest = boot();
    guest.retarget(0, SPI, 1);
    guest.pend(0, SPI);
    expect(guest.acknowledge(1)).toBe(SPI);
    guest.pend(0, SPI);
    guest.trap(1);
    guest.system.powerOff(1);
    guest.retarget(0, SPI, 0);
    expect(guest.acknowledge(0)).toBe(NOTHING);
    guest.write(0, Register.GICD_ICACTIVER, WORD, BIT);
    expect(guest.acknowledge(0)).toBe(SPI);
  });

  test('activated again by ISACTIVER and held outside, it is ended by its EOI', () => {
    const guest = boot({ listRegisters: 1 });
    guest.pend(0, SPI);
    expect(guest.acknowledge(0)).toBe(SPI);
    guest.write(0, Register.GICD_ICACTIVER, WORD, BIT);
    guest.pend(0, SPI + 1);
    guest.write(0, Register.GICD_ISACTIVER, WORD, BIT);
    expect(isActive(guest)).toBe(true);
    guest.eoi(0, SPI);
    expect(isActive(guest)).toBe(false);
    expect(guest.acknowledge(0)).toBe(SPI + 1);
  });

  test('with the binary point changed between two acknowledges each EOI ends its own', () => {
    const guest = boot({ listRegisters: 1, priorityBits: 5, preemptionBits: 5 });
    const bpr = machine.gic === 2 ? Register.GICC_BPR : Register.ICC_BPR1_EL1;
    for (const intid of [SPI, SPI + 1, SPI + 2]) guest.setPriority(0, intid, 0x88);
    guest.setPriority(0, SPI + 2, 0x90);
    for (const intid of [SPI, SPI + 1, SPI + 2]) guest.pend(0, intid);
    expect(guest.acknowledge(0)).toBe(SPI);
    guest.write(0, bpr, 0, 4);
    expect(guest.acknowledge(0)).toBe(SPI + 1);
    guest.eoi(0, SPI + 1);
    expect(isActive(guest)).toBe(true);
    guest.eoi(0, SPI);
    expect(isActive(guest)).toBe(false);
  });

  test('a request that waits disabled has the priority that was written meanwhile', () => {
    const guest = boot();
    const control = machine.gic === 2 ? Register.GICC_CTLR : Register.ICC_CTLR_EL1;
    guest.write(0, control, 0, machine.gic === 2 ? 0x201 : 2);
    guest.setMask(0, 0x20);
    guest.pend(0, SPI);
    expect(guest.acknowledge(0)).toBe(SPI);
    guest.eoi(0, SPI);
    guest.setPriority(0, SPI, 0x40);
    guest.pend(0, SPI);
    guest.disable(0, SPI);
    guest.write(0, dir, 0, SPI);
    guest.enable(0, SPI);
    expect(guest.acknowledge(0)).toBe(NOTHING);
    guest.setMask(0, 0xff);
    expect(guest.acknowledge(0)).toBe(SPI);
  });
});

test('DIFF-24: a byte write of ITARGETSR0 to ITARGETSR7 aborts', () => {
  const scene = (implementation: Implementation): Outcome => {
    const guest = new Guest(implementation, machineV2);
    guest.write(0, Register.GICD_ITARGETSR, 29, 2, 1);
    return guest.system.outcome;
  };
  expect(scene(xen420)).toBe(Outcome.Abort);
  expect(scene(xen420Fixed)).toBe(Outcome.None);
});
