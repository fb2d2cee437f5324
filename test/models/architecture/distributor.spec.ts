import { ArchitectureGic, Register } from '../../../models/architecture';
import { Line } from '../../../models/contract/observation';
import {
  acknowledge,
  eoi,
  LEVEL_PPI,
  LEVEL_SPI,
  machine,
  read,
  readByte,
  runningGic,
  write,
  writeByte,
} from './support';

describe('identification registers', () => {
  it('describe a GICv2', () => {
    const gic = new ArchitectureGic(machine(2, { vcpus: 4, spis: 988 }));

    expect(read(gic, 0, Register.GICD_TYPER)).toBe(31 | (3 << 5));
    expect(read(gic, 0, Register.GICD_ICPIDR2) >> 4).toBe(2);
  });

  it('describe a GICv3', () => {
    const gic = new ArchitectureGic(machine(3));
    const typer = read(gic, 0, Register.GICD_TYPER);

    expect(typer & 31).toBe(2);
    expect((typer >>> 19) & 31).toBe(15);
    expect((typer >>> 25) & 1).toBe(0);
    expect(read(gic, 0, Register.GICD_PIDR2) >> 4).toBe(3);
    expect(read(gic, 0, Register.GICD_CTLR)).toBe(0x50);
  });

  it('describe each redistributor, the last of them as Last', () => {
    const gic = new ArchitectureGic(machine(3));

    const low = [0, 1].map((pe) => gic.read(0, Register.GICR_TYPER, 0, 8, pe));

    expect(gic.high).toBe(1);
    expect(low).toEqual([0, (1 << 8) | 0x10]);
  });

  it('ignore writes', () => {
    const gic = new ArchitectureGic(machine(2));
    const before = read(gic, 0, Register.GICD_TYPER);

    write(gic, 0, Register.GICD_TYPER, -1);

    expect(read(gic, 0, Register.GICD_TYPER)).toBe(before);
  });
});

describe('one field per INTID', () => {
  it('implements the priority bits of the machine', () => {
    const gic = new ArchitectureGic(machine(3, { priorityBits: 6 }));

    write(gic, 0, Register.GICD_IPRIORITYR, -1, 10);
    writeByte(gic, Register.GICD_IPRIORITYR, 41, 0x10);

    expect(read(gic, 0, Register.GICD_IPRIORITYR, 10)).toBe(0xfcfc10fc);
    expect(readByte(gic, Register.GICD_IPRIORITYR, 42)).toBe(0xfc);
  });

  it('caps the INTIDs at 1020', () => {
    const gic = new ArchitectureGic(machine(2, { spis: 988 }));

    write(gic, 0, Register.GICD_ISENABLER, -1, 31);

    expect(read(gic, 0, Register.GICD_ISENABLER, 31)).toBe(0x0fffffff);
  });

  it('sets and clears by ones, and both registers read the bit', () => {
    const gic = new ArchitectureGic(machine(2));

    write(gic, 0, Register.GICD_ISENABLER, 0xf0, 1);
    write(gic, 0, Register.GICD_ISENABLER, 0, 1);
    write(gic, 0, Register.GICD_ICENABLER, 0x30, 1);

    expect(read(gic, 0, Register.GICD_ISENABLER, 1)).toBe(0xc0);
    expect(read(gic, 0, Register.GICD_ICENABLER, 1)).toBe(0xc0);
  });

  it('reserves INTID 0–31 of GICD on GICv3 in favour of GICR', () => {
    const gic = new ArchitectureGic(machine(3));

    write(gic, 0, Register.GICD_ISENABLER, -1, 0);
    write(gic, 0, Register.GICD_IPRIORITYR, -1, 0);
    write(gic, 0, Register.GICR_ISENABLER0, 0x10001, 0, 1);

    expect(read(gic, 0, Register.GICD_ISENABLER, 0)).toBe(0);
    expect(read(gic, 0, Register.GICD_IPRIORITYR, 0)).toBe(0);
    expect(read(gic, 0, Register.GICD_ICFGR, 0)).toBe(0);
    expect(read(gic, 0, Register.GICR_ISENABLER0, 0, 0)).toBe(0);
    expect(read(gic, 1, Register.GICR_ISENABLER0, 0, 1)).toBe(0x10001);
  });

  it('shows configuration as wired, of which that of SPIs can be changed', () => {
    const gic = new ArchitectureGic(machine(2));

    expect(read(gic, 0, Register.GICD_ICFGR, 0)).toBe(0xaaaaaaaa);
    const ppi = 0xaaaaaaaa & ~(2 << ((LEVEL_PPI - 16) * 2));
    expect(read(gic, 0, Register.GICD_ICFGR, 1)).toBe(ppi >>> 0);
    write(gic, 0, Register.GICD_ICFGR, 0, 1);
    expect(read(gic, 0, Register.GICD_ICFGR, 1)).toBe(ppi >>> 0);

    expect((read(gic, 0, Register.GICD_ICFGR, 2) >>> ((LEVEL_SPI - 32) * 2)) & 3).toBe(0);
    write(gic, 0, Register.GICD_ICFGR, 0xf000000d | 0, 2);
    expect(read(gic, 0, Register.GICD_ICFGR, 2)).toBe(0xa0000008);
    write(gic, 0, Register.GICD_ICFGR, 0x80000002 | 0, 3);
    expect(read(gic, 0, Register.GICD_ICFGR, 3)).toBe(0x80000002);
    expect(read(gic, 0, Register.GICD_ICFGR, 2)).toBe(0xa0000008);
  });
});

describe('SGIs of GICv2', () => {
  it('stay apart by source', () => {
    const gic = runningGic(2, { vcpus: 3 });
    write(gic, 2, Register.GICD_SGIR, (1 << 16) | 5);
    write(gic, 1, Register.GICD_SGIR, (1 << 16) | 5);

    expect(readByte(gic, Register.GICD_SPENDSGIR, 5)).toBe(0b110);
    const first = acknowledge(gic, 0);
    expect(read(gic, 0, Register.GICD_ISPENDR) & (1 << 5)).toBe(1 << 5);
    eoi(gic, 0, first);
    const second = acknowledge(gic, 0);
    eoi(gic, 0, second);

    expect([first, second]).toEqual([(1 << 10) | 5, (2 << 10) | 5]);
    expect(gic.lines(0)).toBe(0);
  });

  it.each([
    [0, [true, false, true]],
    [1, [true, false, true]],
    [2, [false, true, false]],
    [3, [false, false, false]],
  ])('go to the targets of filter %i', (filter, expected) => {
    const gic = runningGic(2, { vcpus: 3 });

    write(gic, 1, Register.GICD_SGIR, (filter << 24) | (0xf5 << 16) | 1);

    expect([0, 1, 2].map((pe) => gic.lines(pe) === Line.Irq)).toEqual(expected);
  });

  it('ignore ISPENDR and ICPENDR', () => {
    const gic = runningGic(2);
    write(gic, 0, Register.GICD_ISPENDR, 0x1000f);
    expect(read(gic, 0, Register.GICD_ISPENDR)).toBe(0x10000);

    write(gic, 0, Register.GICD_SGIR, (2 << 24) | 3);
    write(gic, 0, Register.GICD_ICPENDR, -1);

    expect(read(gic, 0, Register.GICD_ISPENDR)).toBe(1 << 3);
  });

  it('are set and cleared by source through SPENDSGIR and CPENDSGIR', () => {
    const gic = runningGic(2);

    write(gic, 0, Register.GICD_SPENDSGIR, 0xff000000 | 0, 1);
    expect(read(gic, 0, Register.GICD_CPENDSGIR, 1)).toBe(0x03000000);
    writeByte(gic, Register.GICD_CPENDSGIR, 7, 1);

    expect(acknowledge(gic, 0)).toBe((1 << 10) | 7);
  });
});

describe('SGIs of GICv3', () => {
  it('go to PEs of affinity 0.0.0.x in the list', () => {
    const gic = runningGic(3, { vcpus: 3 });

    gic.write(0, Register.ICC_SGI1R_EL1, 0, 8, (4 << 24) | 0b1110, 0, 0);
    gic.write(0, Register.ICC_SGI1R_EL1, 0, 8, (6 << 24) | (1 << 16) | 0b111, 0, 0);

    expect([0, 1, 2].map((pe) => gic.lines(pe))).toEqual([0, Line.Irq, Line.Irq]);
    expect(acknowledge(gic, 1)).toBe(4);
    expect(read(gic, 1, Register.GICR_ISPENDR0, 0, 1)).toBe(0);
  });

  it('go to all others with IRM', () => {
    const gic = runningGic(3, { vcpus: 3 });

    gic.write(1, Register.ICC_SGI1R_EL1, 0, 8, 4 << 24, 1 << 8, 0);

    expect([0, 1, 2].map((pe) => gic.lines(pe))).toEqual([Line.Irq, 0, Line.Irq]);
  });

  it('reach Group 0 only through SGI0R', () => {
    const gic = runningGic(3);
    write(gic, 0, Register.GICR_IGROUPR0, 0, 0, 1);

    gic.write(0, Register.ICC_SGI0R_EL1, 0, 8, (4 << 24) | 0b11, 0, 0);

    expect([gic.lines(0), gic.lines(1)]).toEqual([0, Line.Fiq]);
  });

  it('can be set pending through GICR_ISPENDR0', () => {
    const gic = runningGic(3);

    write(gic, 0, Register.GICR_ISPENDR0, 1 << 9, 0, 0);

    expect(acknowledge(gic, 0)).toBe(9);
  });
});

describe('raw accesses', () => {
  it('read and write registers, bytes and halves where supported', () => {
    const gic = new ArchitectureGic(machine(3));

    gic.rawWrite(0, 0, 0x400 + 33, 1, 0x80, 0);
    gic.rawWrite(0, 0, 0x6000 + 33 * 8 + 4, 4, 3, 0);
    gic.rawWrite(1, 1, 0x10100, 4, 0xff, 0);

    expect(gic.rawRead(0, 0, 0x400 + 32, 4)).toBe(0x8000);
    expect(gic.rawRead(0, 0, 0x6000 + 33 * 8 + 4, 4)).toBe(3);
    expect(gic.rawRead(0, 0, 0x6000 + 33 * 8, 8)).toBe(0);
    expect(gic.high).toBe(3);
    expect(gic.rawRead(0, 1, 0x10100, 4)).toBe(0);
    expect(gic.rawRead(1, 1, 0x10100, 4)).toBe(0xff);
    expect(gic.rawRead(1, 1, 0xc, 4)).toBe(1);
  });

  it('read as zero at reserved offsets and unsupported sizes', () => {
    const gic = new ArchitectureGic(machine(2));
    write(gic, 0, Register.GICD_ISENABLER, -1, 1);

    expect(gic.rawRead(0, 0, 0x104, 4)).toBe(-1);
    expect(gic.rawRead(0, 0, 0x104, 1)).toBe(0);
    expect(gic.rawRead(0, 0, 0x104, 2)).toBe(0);
    expect(gic.rawRead(0, 0, 0x106, 4)).toBe(0);
    expect(gic.rawRead(0, 0, 0xd00, 4)).toBe(0);
    expect(gic.rawRead(0, 0, 0x1f000, 4)).toBe(0);
  });

  it('acknowledge through the offset of GICC_IAR', () => {
    const gic = runningGic(2);
    gic.setLine(20, 0, true);

    expect(gic.rawRead(0, 2, 0xc, 4)).toBe(20);
  });
});
