import { Register } from '../../../models/architecture';
import { SPURIOUS } from '../../../models/contract/machine';
import { Line } from '../../../models/contract/observation';
import {
  acknowledge,
  isPending,
  read,
  readByte,
  routeTo,
  runningGic,
  write,
  writeByte,
} from './support';

const SPI = 45;

describe('GICD_ITARGETSR', () => {
  it('offers an SPI to all its targets; one takes it', () => {
    const gic = runningGic(2);
    writeByte(gic, Register.GICD_ITARGETSR, SPI, 3);

    gic.setLine(SPI, 0, true);

    expect([gic.lines(0), gic.lines(1)]).toEqual([Line.Irq, Line.Irq]);
    expect(acknowledge(gic, 1)).toBe(SPI);
    expect(acknowledge(gic, 0)).toBe(SPURIOUS);
    expect(gic.lines(0)).toBe(0);
  });

  it('leaves out PEs that do not exist and holds an SPI without targets', () => {
    const gic = runningGic(2);
    writeByte(gic, Register.GICD_ITARGETSR, SPI, 0xfc);
    gic.setLine(SPI, 0, true);

    expect(readByte(gic, Register.GICD_ITARGETSR, SPI)).toBe(0);
    expect(isPending(gic, SPI)).toBe(true);
    expect(gic.lines(0)).toBe(0);
    writeByte(gic, Register.GICD_ITARGETSR, SPI, 2);
    expect(gic.lines(1)).toBe(Line.Irq);
  });

  it('reads the own bit for private interrupts and ignores writes there', () => {
    const gic = runningGic(2);
    write(gic, 1, Register.GICD_ITARGETSR, 0x01010101, 7);

    expect(read(gic, 1, Register.GICD_ITARGETSR, 7)).toBe(0x02020202);
  });

  it('is RAZ/WI on a uniprocessor, where every SPI goes to PE 0', () => {
    const gic = runningGic(2, { vcpus: 1 });
    writeByte(gic, Register.GICD_ITARGETSR, SPI, 1);
    gic.setLine(SPI, 0, true);

    expect(read(gic, 0, Register.GICD_ITARGETSR, 0)).toBe(0);
    expect(readByte(gic, Register.GICD_ITARGETSR, SPI)).toBe(0);
    expect(acknowledge(gic, 0)).toBe(SPI);
  });
});

describe('GICD_IROUTER', () => {
  it('moves a pending SPI to another PE', () => {
    const gic = runningGic(3);
    gic.setLine(SPI, 0, true);
    expect(gic.lines(0)).toBe(Line.Irq);

    routeTo(gic, SPI, 1);

    expect([gic.lines(0), gic.lines(1)]).toEqual([0, Line.Irq]);
  });

  it('holds an SPI that is routed to no PE and reads what was written', () => {
    const gic = runningGic(3);
    gic.write(0, Register.GICD_IROUTER, SPI, 8, 0x050403, 2, 0);
    gic.setLine(SPI, 0, true);

    const low = gic.read(0, Register.GICD_IROUTER, SPI, 8, 0);

    expect([gic.high, low]).toEqual([2, 0x050403]);
    expect([gic.lines(0), gic.lines(1)]).toEqual([0, 0]);
  });

  it('offers a 1-of-N SPI to every PE that is awake', () => {
    const gic = runningGic(3, { vcpus: 3 });
    gic.write(0, Register.GICD_IROUTER, SPI, 4, 1 << 31, 0, 0);
    write(gic, 0, Register.GICR_WAKER, 2, 0, 1);
    gic.setLine(SPI, 0, true);

    expect([gic.lines(0), gic.lines(1), gic.lines(2)]).toEqual([Line.Irq, 0, Line.Irq]);
    expect(acknowledge(gic, 1)).toBe(SPURIOUS);
    expect(acknowledge(gic, 2)).toBe(SPI);
    expect(gic.lines(0)).toBe(0);
  });

  it('has no 1-of-N mode where the machine has none', () => {
    const gic = runningGic(3, { oneOfN: false });
    gic.write(0, Register.GICD_IROUTER, SPI, 8, (1 << 31) | 1, 0, 0);

    expect(gic.read(0, Register.GICD_IROUTER, SPI, 8, 0)).toBe(1);
    expect((read(gic, 0, Register.GICD_TYPER) >>> 25) & 1).toBe(1);
  });

  it('is accessed in halves', () => {
    const gic = runningGic(3);
    gic.write(0, Register.GICD_IROUTER, SPI, 4, 7, 0, 1);
    gic.write(0, Register.GICD_IROUTER, SPI, 4, 1, 0, 0);

    expect(gic.read(0, Register.GICD_IROUTER, SPI, 4, 0)).toBe(1);
    expect(gic.read(0, Register.GICD_IROUTER, SPI, 4, 1)).toBe(7);
  });
});

describe('GICR_WAKER', () => {
  it('keeps the interrupts of a sleeping PE pending until it is awake', () => {
    const gic = runningGic(3);
    routeTo(gic, SPI, 1);
    write(gic, 1, Register.GICR_WAKER, 2, 0, 1);
    gic.setLine(SPI, 0, true);

    expect(read(gic, 0, Register.GICR_WAKER, 0, 1)).toBe(6);
    expect(gic.lines(1)).toBe(0);
    write(gic, 1, Register.GICR_WAKER, 0, 0, 1);
    expect(gic.lines(1)).toBe(Line.Irq);
  });
});
