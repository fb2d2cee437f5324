import { Register } from '../../../models/architecture/registers';
import type { Implementation } from '../../../models/contract/implementation';
import { Outcome } from '../../../models/contract/observation';
import { xen417, xen420, xenVgic } from '../../../models/xen-vgic/xen-vgic';
import { Guest, HARDWARE_SPI, machineV2, machineV3, SPI } from './support';

const mended = (...ids: string[]): Implementation => xen420.repaired!(ids);
const NOTHING = 1023;
const machines = [machineV2, machineV3];

describe.each(machines)('Xen on GICv$gic', (machine) => {
  const boot = (implementation: Implementation, changes = {}): Guest =>
    new Guest(implementation, { ...machine, ...changes });

  test('DIFF-01: disabled in a list register, still delivered', () => {
    const scene = (implementation: Implementation): number => {
      const guest = boot(implementation);
      guest.sgi(0, 3, 0);
      guest.disable(0, 3);
      return guest.acknowledge(0);
    };
    expect(scene(xen417)).toBe(3);
    expect(scene(xen420)).toBe(3);
    expect(scene(mended('DIFF-01'))).toBe(NOTHING);
  });

  test('XEN-08: the guest of another domain does not change the trigger type', () => {
    const scene = (domain: 'hardware' | 'other', repairs: string[] = []): number => {
      const wiring = { level: [HARDWARE_SPI], hardware: [HARDWARE_SPI] };
      const guest = boot(xenVgic({ version: '4.20', repairs, domain }), wiring);
      guest.disable(0, HARDWARE_SPI);
      guest.write(0, Register.GICD_ICFGR, HARDWARE_SPI >> 4, -1);
      guest.enable(0, HARDWARE_SPI);
      guest.system.setLine(HARDWARE_SPI, 0, true);
      expect(guest.acknowledge(0)).toBe(HARDWARE_SPI);
      guest.eoi(0, HARDWARE_SPI);
      return guest.acknowledge(0);
    };
    expect(scene('hardware')).toBe(NOTHING);
    expect(scene('other')).toBe(HARDWARE_SPI);
    expect(scene('other', ['XEN-08'])).toBe(NOTHING);
    expect(scene('other', ['XEN-01'])).toBe(HARDWARE_SPI);
  });

  test('an SPI that its own handler lets fire is injected before the guest is entered', () => {
    const wiring = { level: [HARDWARE_SPI], hardware: [HARDWARE_SPI] };
    const guest = boot(xen420, wiring);
    guest.disable(0, HARDWARE_SPI);
    guest.system.setLine(HARDWARE_SPI, 0, true);
    const exits = guest.system.costs!.exits;

    guest.enable(0, HARDWARE_SPI);

    expect(guest.system.costs!.exits).toBe(exits + 1);
    expect(guest.acknowledge(0)).toBe(HARDWARE_SPI);
  });

  test('DIFF-02: a second edge while active and disabled is lost', () => {
    const scene = (implementation: Implementation): number => {
      const guest = boot(implementation);
      guest.pulse(SPI);
      expect(guest.acknowledge(0)).toBe(SPI);
      guest.disable(0, SPI);
      guest.pulse(SPI);
      guest.eoi(0, SPI);
      guest.enable(0, SPI);
      return guest.acknowledge(0);
    };
    expect(scene(xen420)).toBe(NOTHING);
    expect(scene(mended('DIFF-02'))).toBe(SPI);
  });

  test('DIFF-04: a virtual SPI that is active is delivered again on its old target', () => {
    const scene = (implementation: Implementation): number[] => {
      const guest = boot(implementation);
      guest.pulse(SPI);
      expect(guest.acknowledge(0)).toBe(SPI);
      guest.retarget(0, SPI, 1);
      guest.pulse(SPI);
      guest.trap(0);
      guest.eoi(0, SPI);
      guest.trap(0);
      guest.trap(1);
      return [guest.acknowledge(0), guest.acknowledge(1)];
    };
    expect(scene(xen420)).toEqual([SPI, NOTHING]);
    expect(scene(mended('DIFF-04'))).toEqual([NOTHING, SPI]);
  });

  test('a virtual SPI pended while disabled is delivered on its new target once enabled', () => {
    const guest = boot(xen420);
    guest.disable(0, SPI);
    guest.pend(0, SPI);
    guest.retarget(0, SPI, 1);
    expect(guest.inflight(0)).toEqual([SPI]);
    guest.enable(0, SPI);
    expect(guest.waiting(1)).toEqual([SPI]);
    expect(guest.inflight(1)).toEqual([]);
    guest.trap(1);
    expect([guest.acknowledge(0), guest.acknowledge(1)]).toEqual([NOTHING, SPI]);
  });

  test('DIFF-05: a physical SPI finishes on its old vCPU; a second change of target is refused', () => {
    const guest = boot(xen420, { hardware: [HARDWARE_SPI] });
    const target = (): number =>
      machine.gic === 2
        ? Math.log2(guest.read(0, Register.GICD_ITARGETSR, HARDWARE_SPI, 1))
        : guest.read(0, Register.GICD_IROUTER, HARDWARE_SPI, 8);
    guest.pulse(HARDWARE_SPI);
    expect(guest.acknowledge(0)).toBe(HARDWARE_SPI);
    guest.retarget(0, HARDWARE_SPI, 1);
    expect(target()).toBe(1);
    guest.retarget(0, HARDWARE_SPI, 0);
    expect(target()).toBe(1);
    guest.eoi(0, HARDWARE_SPI);
    guest.trap(0);
    guest.pulse(HARDWARE_SPI);
    expect([guest.acknowledge(0), guest.acknowledge(1)]).toEqual([NOTHING, HARDWARE_SPI]);
  });

  test('DIFF-06: a disabled, queued physical SPI gets onto the lists of two vCPUs', () => {
    const guest = boot(xen420, { hardware: [HARDWARE_SPI], listRegisters: 1 });
    guest.system.exit(0);
    guest.system.preempt(0);
    guest.sgi(1, 1, 0);
    guest.pulse(HARDWARE_SPI);
    guest.disable(1, HARDWARE_SPI);
    guest.retarget(1, HARDWARE_SPI, 1);
    guest.enable(1, HARDWARE_SPI);
    expect(guest.inflight(0)).toContain(HARDWARE_SPI);
    expect(guest.acknowledge(1)).toBe(HARDWARE_SPI);
  });

  test('DIFF-07: after CPU_ON a list register is visible that nothing tracks', () => {
    const guest = boot(xen420);
    guest.sgi(0, 5, 1);
    guest.trap(1);
    guest.system.powerOff(1);
    expect(guest.system.powerOn(0, 1)).toBe(0);
    expect(guest.inflight(1)).toEqual([]);
    expect(guest.record(1).usedLow).toBe(0);
    expect(guest.listRegisters(1)).toContain('5p');
    expect(guest.acknowledge(1)).toBe(5);
  });

  test('DIFF-08: an interrupt for a vCPU that is off is dropped', () => {
    const scene = (implementation: Implementation): number[] => {
      const guest = boot(implementation);
      guest.system.powerOff(1);
      guest.sgi(0, 5, 1);
      guest.system.powerOn(0, 1);
      return guest.inflight(1);
    };
    expect(scene(mended('DIFF-07'))).toEqual([]);
    expect(scene(mended('DIFF-07', 'DIFF-08'))).toEqual([5]);
  });

  test('raw accesses: bad widths abort, reserved offsets read zero', () => {
    const { system } = boot(xen420);
    for (const [offset, size, outcome] of [
      [0x104, 1, Outcome.Abort],
      [0x104, 2, Outcome.Abort],
      [0x100, 8, Outcome.Abort],
      [0x420, 2, Outcome.Abort],
      [0x420, 1, Outcome.Value],
      [0x00c, 4, Outcome.Value],
      [0x7fc, 4, Outcome.Value],
      [0xfe8, 4, machine.gic === 2 ? Outcome.Abort : Outcome.Value],
      [0x1000, 4, machine.gic === 2 ? Outcome.Abort : Outcome.Value],
    ] as const) {
      system.rawRead(0, 0, offset, size);
      expect([offset, system.outcome]).toEqual([offset, outcome]);
    }
  });

  test('a lower value of ICENABLER, ICPENDR and ICACTIVER reads as observed', () => {
    const guest = boot(xen420);
    guest.pend(0, SPI);
    expect(guest.read(0, Register.GICD_ISPENDR, 1)).toBe(0);
    expect(guest.acknowledge(0)).toBe(SPI);
    expect(guest.read(0, Register.GICD_ISACTIVER, 1)).toBe(0);
    guest.write(0, Register.GICD_ISACTIVER, 1, 0);
    expect(guest.system.outcome).toBe(machine.gic === 2 ? Outcome.None : Outcome.Abort);
    guest.write(0, Register.GICD_ISACTIVER, 1, 1 << 8);
    expect(guest.system.outcome).toBe(Outcome.Abort);
  });
});

test('locks are taken in order', () => {
  const guest = new Guest(xen420, { ...machineV3, hardware: [HARDWARE_SPI] });
  guest.pulse(HARDWARE_SPI);
  guest.retarget(0, HARDWARE_SPI, 1);
  guest.disable(0, HARDWARE_SPI);
  guest.enable(0, HARDWARE_SPI);
  guest.sgi(0, 1, 1);
  expect(guest.record(0).lockFaults).toBe(0);
});

test('profiles', () => {
  const exercisable = xen420.deviations.filter(({ notShown }) => !notShown).map(({ id }) => id);
  expect(xen420.id).toBe('model:xen@4.20');
  expect(mended('DIFF-03', 'DIFF-01').id).toBe('model:xen@4.20+DIFF-01+DIFF-03');
  const fixed = mended(...exercisable);
  expect(fixed.id).toBe('model:xen@4.20+fixed');
  expect(fixed.deviations.every(({ notShown }) => notShown)).toBe(true);
});

test('DIFF-38: the fourth active priority register stays in the physical CPU', () => {
  const scene = (implementation: Implementation): number[] => {
    const guest = new Guest(implementation, machineV3);
    guest.setPriority(0, 5, 0xc8);
    guest.sgi(0, 5, 0);
    expect(guest.acknowledge(0)).toBe(5);
    guest.system.preempt(0);
    guest.system.schedule(0, 1);
    const moved = guest.runningPriority(0);
    guest.system.schedule(0, 0);
    return [moved, guest.runningPriority(0)];
  };
  expect(scene(xen420)).toEqual([0xff, 0xc8]);
  expect(scene(mended('DIFF-38'))).toEqual([0xc8, 0xc8]);
});

test('DIFF-36: with all list registers active nothing preempts', () => {
  const scene = (implementation: Implementation): number[] => {
    const guest = new Guest(implementation, { ...machineV3, listRegisters: 1 });
    guest.setPriority(0, 5, 0x80);
    guest.setPriority(0, 6, 0x40);
    const taken: number[] = [];
    for (const intid of [5, 6]) {
      guest.sgi(0, intid, 0);
      taken.push(guest.acknowledge(0));
    }
    for (const intid of [6, 5]) if (taken.includes(intid)) guest.eoi(0, intid);
    taken.push(guest.acknowledge(0));
    return taken;
  };
  expect(scene(xen420)).toEqual([5, NOTHING, 6]);
  expect(scene(mended('DIFF-36'))).toEqual([5, 6, NOTHING]);
});
