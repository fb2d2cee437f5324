import { Register } from '../../../models/architecture';
import { SPURIOUS } from '../../../models/contract/machine';
import { Line } from '../../../models/contract/observation';
import {
  acknowledge,
  eoi,
  isActive,
  isPending,
  LEVEL_SPI,
  read,
  routeTo,
  runningGic,
  write,
} from './support';

const EDGE_SPI = 41;

describe.each([2, 3] as const)('life cycle of an interrupt on GICv%i', (version) => {
  it('latches an edge until it is acknowledged', () => {
    const gic = runningGic(version);
    routeTo(gic, EDGE_SPI, 0);

    gic.setLine(EDGE_SPI, 0, true);
    gic.setLine(EDGE_SPI, 0, false);

    expect(isPending(gic, EDGE_SPI)).toBe(true);
    expect(gic.lines(0)).toBe(Line.Irq);
    expect(acknowledge(gic, 0)).toBe(EDGE_SPI);
    expect(isPending(gic, EDGE_SPI)).toBe(false);
    expect(isActive(gic, EDGE_SPI)).toBe(true);
    expect(gic.lines(0)).toBe(0);
  });

  it('collapses edges while pending and keeps one that arrives while active', () => {
    const gic = runningGic(version);
    routeTo(gic, EDGE_SPI, 0);
    const pulse = (): void => {
      gic.setLine(EDGE_SPI, 0, true);
      gic.setLine(EDGE_SPI, 0, false);
    };

    pulse();
    pulse();
    acknowledge(gic, 0);
    pulse();
    pulse();
    eoi(gic, 0, EDGE_SPI);

    expect(acknowledge(gic, 0)).toBe(EDGE_SPI);
    eoi(gic, 0, EDGE_SPI);
    expect(acknowledge(gic, 0)).toBe(SPURIOUS);
  });

  it('is active and pending after the acknowledge of a line that is still high', () => {
    const gic = runningGic(version);
    routeTo(gic, LEVEL_SPI, 0);

    gic.setLine(LEVEL_SPI, 0, true);
    acknowledge(gic, 0);

    expect(isPending(gic, LEVEL_SPI)).toBe(true);
    expect(isActive(gic, LEVEL_SPI)).toBe(true);
    expect(gic.lines(0)).toBe(0);
    eoi(gic, 0, LEVEL_SPI);
    expect(gic.lines(0)).toBe(Line.Irq);
  });

  it('withdraws a level interrupt whose line falls, unless it is latched', () => {
    const gic = runningGic(version);
    routeTo(gic, LEVEL_SPI, 0);

    gic.setLine(LEVEL_SPI, 0, true);
    gic.setLine(LEVEL_SPI, 0, false);
    expect(gic.lines(0)).toBe(0);
    expect(acknowledge(gic, 0)).toBe(SPURIOUS);

    gic.setLine(LEVEL_SPI, 0, true);
    write(gic, 0, Register.GICD_ISPENDR, 1 << 8, 1);
    gic.setLine(LEVEL_SPI, 0, false);
    expect(gic.lines(0)).toBe(Line.Irq);
  });

  it('clears only the latch through ICPENDR', () => {
    const gic = runningGic(version);
    gic.setLine(LEVEL_SPI, 0, true);

    write(gic, 0, Register.GICD_ICPENDR, 1 << 8, 1);

    expect(isPending(gic, LEVEL_SPI)).toBe(true);
  });

  it('does not forward what is active again, whatever its priority', () => {
    const gic = runningGic(version);
    routeTo(gic, EDGE_SPI, 0);
    write(gic, 0, Register.GICD_ISACTIVER, 1 << 9, 1);
    write(gic, 0, Register.GICD_ISPENDR, 1 << 9, 1);

    expect(acknowledge(gic, 0)).toBe(SPURIOUS);
    write(gic, 0, Register.GICD_ICACTIVER, 1 << 9, 1);
    expect(acknowledge(gic, 0)).toBe(EDGE_SPI);
  });

  it('records pending while disabled and forwards it once enabled', () => {
    const gic = runningGic(version);
    routeTo(gic, EDGE_SPI, 0);
    write(gic, 0, Register.GICD_ICENABLER, 1 << 9, 1);

    gic.setLine(EDGE_SPI, 0, true);

    expect(gic.lines(0)).toBe(0);
    expect(isPending(gic, EDGE_SPI)).toBe(true);
    write(gic, 0, Register.GICD_ISENABLER, 1 << 9, 1);
    expect(gic.lines(0)).toBe(Line.Irq);
  });

  it('stops forwarding a group that the distributor disables', () => {
    const gic = runningGic(version);
    routeTo(gic, EDGE_SPI, 0);
    gic.setLine(EDGE_SPI, 0, true);

    write(gic, 0, Register.GICD_CTLR, 1);

    expect(gic.lines(0)).toBe(0);
    expect(isPending(gic, EDGE_SPI)).toBe(true);
  });

  it('keeps PPIs of different PEs apart', () => {
    const gic = runningGic(version);

    gic.setLine(20, 1, true);

    expect(gic.lines(0)).toBe(0);
    expect(gic.lines(1)).toBe(Line.Irq);
    expect(acknowledge(gic, 1)).toBe(20);
  });

  it('offers the lowest INTID first among equal priorities', () => {
    const gic = runningGic(version);
    routeTo(gic, 33, 0);
    routeTo(gic, 70, 0);
    write(gic, 0, Register.GICD_ISPENDR, 1 << 6, 2);
    write(gic, 0, Register.GICD_ISPENDR, 1 << 1, 1);

    expect(acknowledge(gic, 0)).toBe(33);
  });

  it('shows nothing of unimplemented INTIDs', () => {
    const gic = runningGic(version);

    gic.setLine(32 + 64, 0, true);
    write(gic, 0, Register.GICD_ISPENDR, -1, 3);

    expect(read(gic, 0, Register.GICD_ISPENDR, 3)).toBe(0);
  });

  it('is as new after a reset', () => {
    const gic = runningGic(version);
    routeTo(gic, EDGE_SPI, 1);
    gic.setLine(EDGE_SPI, 0, true);
    acknowledge(gic, 1);

    gic.reset();

    expect(isActive(gic, EDGE_SPI)).toBe(false);
    expect(read(gic, 0, Register.GICD_ISENABLER, 1)).toBe(0);
    expect(gic.lines(0)).toBe(0);
    expect(gic.lines(1)).toBe(0);
  });

  it('lets a fault replace one operation', () => {
    const gic = runningGic(version);
    routeTo(gic, EDGE_SPI, 0);
    gic.interrupts.clearActive = () => undefined;
    gic.setLine(EDGE_SPI, 0, true);

    eoi(gic, 0, acknowledge(gic, 0));

    expect(isActive(gic, EDGE_SPI)).toBe(true);
  });
});
