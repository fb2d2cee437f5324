import { architecture, Register } from '../../../models/architecture';
import { Line } from '../../../models/contract/observation';
import { machine, read, routeTo, runningGic, write } from './support';

const SPI = 45;

describe.each([2, 3] as const)('power on GICv%i', (version) => {
  const PMR = version === 2 ? Register.GICC_PMR : Register.ICC_PMR_EL1;

  it('signals nothing to a PE that is off, and keeps its interrupts', () => {
    const gic = runningGic(version);
    routeTo(gic, SPI, 1);
    gic.setLine(SPI, 0, true);
    expect(gic.lines(1)).toBe(Line.Irq);

    gic.powerOff(1);

    expect(gic.isOn(1)).toBe(false);
    expect(gic.lines(1)).toBe(0);
    expect((read(gic, 0, Register.GICD_ISPENDR, 1) >>> (SPI - 32)) & 1).toBe(1);
  });

  it('resets the CPU interface of a PE that is powered on', () => {
    const gic = runningGic(version);
    routeTo(gic, SPI, 1);
    gic.powerOff(1);
    gic.setLine(SPI, 0, true);

    expect(gic.powerOn(0, 1)).toBe(0);

    expect(gic.isOn(1)).toBe(true);
    expect(read(gic, 1, PMR)).toBe(0);
    expect(gic.lines(1)).toBe(0);
    write(gic, 1, PMR, 0xff);
    if (version === 2) write(gic, 1, Register.GICC_CTLR, 2);
    else write(gic, 1, Register.ICC_IGRPEN1_EL1, 1);
    expect(gic.lines(1)).toBe(Line.Irq);
  });

  it('answers ALREADY_ON and INVALID_PARAMETERS', () => {
    const gic = runningGic(version);

    expect(gic.powerOn(0, 1)).toBe(-4);
    expect(gic.powerOn(0, 2)).toBe(-2);
  });

  it('wakes from WFI for a signalled interrupt only', () => {
    const gic = runningGic(version);
    expect(gic.waitForInterrupt(0)).toBe(false);

    gic.setLine(20, 0, true);

    expect(gic.waitForInterrupt(0)).toBe(true);
    expect(gic.waitForInterrupt(1)).toBe(false);
  });
});

describe('architecture', () => {
  it('creates a system in its reset state', () => {
    const system = architecture.create(machine(3));

    expect(system.isOn(1)).toBe(true);
    expect(system.lines(0)).toBe(0);
  });
});
