import { Register } from '../../../models/architecture';
import { SPURIOUS } from '../../../models/contract/machine';
import { Line, Outcome } from '../../../models/contract/observation';
import {
  acknowledge,
  cpuV2,
  eoi,
  isActive,
  read,
  routeTo,
  runningGic,
  write,
  writeByte,
} from './support';

const [LOW, HIGH] = [50, 51];

/** Two SPIs at PE 0 of priorities 0x80 and 0x40, not pending. */
function twoPriorities(version: 2 | 3) {
  const gic = runningGic(version);
  for (const intid of [LOW, HIGH]) routeTo(gic, intid, 0);
  writeByte(gic, Register.GICD_IPRIORITYR, LOW, 0x80);
  writeByte(gic, Register.GICD_IPRIORITYR, HIGH, 0x40);
  return gic;
}

describe.each([2, 3] as const)('preemption on GICv%i', (version) => {
  const rpr = version === 2 ? Register.GICC_RPR : Register.ICC_RPR_EL1;
  const pmr = version === 2 ? Register.GICC_PMR : Register.ICC_PMR_EL1;
  const hppir = version === 2 ? Register.GICC_HPPIR : Register.ICC_HPPIR1_EL1;

  it('interrupts a lower priority and returns to it', () => {
    const gic = twoPriorities(version);
    gic.setLine(LOW, 0, true);
    expect(acknowledge(gic, 0)).toBe(LOW);
    expect(acknowledge(gic, 0)).toBe(SPURIOUS);

    gic.setLine(HIGH, 0, true);
    expect(acknowledge(gic, 0)).toBe(HIGH);
    expect(read(gic, 0, rpr)).toBe(0x40);
    eoi(gic, 0, HIGH);

    expect(read(gic, 0, rpr)).toBe(0x80);
    expect(isActive(gic, HIGH)).toBe(false);
    expect(isActive(gic, LOW)).toBe(true);
  });

  it('shows the highest pending without regard to PMR', () => {
    const gic = twoPriorities(version);
    write(gic, 0, pmr, 0x40);
    gic.setLine(HIGH, 0, true);

    expect(gic.lines(0)).toBe(0);
    expect(read(gic, 0, hppir)).toBe(HIGH);
    expect(acknowledge(gic, 0)).toBe(SPURIOUS);
    write(gic, 0, pmr, 0x48);
    expect(gic.lines(0)).toBe(Line.Irq);
  });

  it('looks again when a priority or a group enable changes', () => {
    const gic = twoPriorities(version);
    gic.setLine(LOW, 0, true);
    gic.setLine(HIGH, 0, true);
    expect(read(gic, 0, hppir)).toBe(HIGH);

    writeByte(gic, Register.GICD_IPRIORITYR, HIGH, 0xa0);

    expect(read(gic, 0, hppir)).toBe(LOW);
    write(gic, 0, Register.GICD_IGROUPR, 0, 1);
    write(gic, 0, Register.GICD_CTLR, 2);
    expect(read(gic, 0, hppir)).toBe(SPURIOUS);
  });

  it('ignores special INTIDs, and an EOI with nothing active', () => {
    const gic = twoPriorities(version);
    write(gic, 0, Register.GICD_ISACTIVER, 1 << 18, 1);
    eoi(gic, 0, LOW);
    expect(isActive(gic, LOW)).toBe(true);

    gic.setLine(HIGH, 0, true);
    acknowledge(gic, 0);
    eoi(gic, 0, SPURIOUS);

    expect(read(gic, 0, rpr)).toBe(0x40);
  });
});

describe('GICC', () => {
  it('separates the groups with AckCtl 0', () => {
    const gic = runningGic(2);
    write(gic, 0, Register.GICC_CTLR, 3);
    gic.setLine(20, 0, true);

    expect(read(gic, 0, Register.GICC_IAR)).toBe(1022);
    expect(read(gic, 0, Register.GICC_HPPIR)).toBe(1022);
    expect(read(gic, 0, Register.GICC_AHPPIR)).toBe(20);
    expect(read(gic, 0, Register.GICC_AIAR)).toBe(20);
    write(gic, 0, Register.GICC_AEOIR, 20);
    expect(cpuV2(gic, 0).priority.readRpr()).toBe(0xff);
  });

  it('does not acknowledge Group 0 through the aliases, and signals it as FIQ with FIQEn', () => {
    const gic = runningGic(2);
    write(gic, 0, Register.GICD_IGROUPR, 0);
    gic.setLine(20, 0, true);

    expect(read(gic, 0, Register.GICC_AIAR)).toBe(SPURIOUS);
    expect(read(gic, 0, Register.GICC_AHPPIR)).toBe(SPURIOUS);
    expect(gic.lines(0)).toBe(Line.Irq);
    write(gic, 0, Register.GICC_CTLR, 0xb);
    expect(gic.lines(0)).toBe(Line.Fiq);
    expect(read(gic, 0, Register.GICC_IAR)).toBe(20);
    write(gic, 0, Register.GICC_AEOIR, 20);
    expect(read(gic, 0, Register.GICC_RPR)).toBe(0);
  });

  it('reads back CTLR, PMR and the binary points', () => {
    const gic = runningGic(2);

    write(gic, 0, Register.GICC_CTLR, -1);
    write(gic, 0, Register.GICC_CTLR, 0x20f);
    write(gic, 0, Register.GICC_BPR, 0);
    write(gic, 0, Register.GICC_ABPR, 0);

    expect(read(gic, 0, Register.GICC_CTLR)).toBe(0x20f);
    expect(read(gic, 0, Register.GICC_BPR)).toBe(2);
    expect(read(gic, 0, Register.GICC_ABPR)).toBe(3);
    expect(read(gic, 1, Register.GICC_CTLR)).toBe(7);
  });

  it('splits EOI with EOImode 1', () => {
    const gic = runningGic(2);
    write(gic, 0, Register.GICC_CTLR, 0x207);
    gic.setLine(20, 0, true);
    write(gic, 0, Register.GICC_EOIR, acknowledge(gic, 0));

    expect(isActive(gic, 20)).toBe(true);
    expect(read(gic, 0, Register.GICC_RPR)).toBe(0xff);
    write(gic, 0, Register.GICC_DIR, 20);
    expect(isActive(gic, 20)).toBe(false);
  });

  it('ignores DIR with EOImode 0', () => {
    const gic = runningGic(2);
    gic.setLine(20, 0, true);
    acknowledge(gic, 0);

    write(gic, 0, Register.GICC_DIR, 20);

    expect(isActive(gic, 20)).toBe(true);
  });
});

describe('ICC', () => {
  it('acknowledges a group only if the highest priority is in it', () => {
    const gic = runningGic(3);
    write(gic, 0, Register.GICR_IGROUPR0, 1 << 21, 0, 0);
    writeByte(gic, Register.GICR_IPRIORITYR, 21, 0x10);
    gic.setLine(20, 0, true);
    gic.setLine(21, 0, true);

    expect(gic.lines(0)).toBe(Line.Fiq);
    expect(read(gic, 0, Register.ICC_IAR1_EL1)).toBe(SPURIOUS);
    expect(read(gic, 0, Register.ICC_HPPIR1_EL1)).toBe(SPURIOUS);
    expect(read(gic, 0, Register.ICC_HPPIR0_EL1)).toBe(20);
    expect(read(gic, 0, Register.ICC_IAR0_EL1)).toBe(20);
    expect(read(gic, 0, Register.ICC_AP0R_EL1)).toBe(1);
    write(gic, 0, Register.ICC_EOIR1_EL1, 20);
    expect(read(gic, 0, Register.ICC_AP0R_EL1)).toBe(1);
    write(gic, 0, Register.ICC_EOIR0_EL1, 20);
    expect(read(gic, 0, Register.ICC_IAR1_EL1)).toBe(21);
  });

  it('has as many active priority registers as preemption bits ask for', () => {
    const gic = runningGic(3, { priorityBits: 6, preemptionBits: 6 });

    read(gic, 0, Register.ICC_AP1R_EL1, 1);
    expect(gic.outcome).toBe(Outcome.Value);
    read(gic, 0, Register.ICC_AP1R_EL1, 2);
    expect(gic.outcome).toBe(Outcome.Undefined);
    write(gic, 0, Register.ICC_AP0R_EL1, 1, 2);
    expect(gic.outcome).toBe(Outcome.Undefined);
  });

  it('reads SRE as on and CTLR with its constants', () => {
    const gic = runningGic(3);

    write(gic, 0, Register.ICC_SRE_EL1, 0);
    write(gic, 0, Register.ICC_CTLR_EL1, -1);

    expect(read(gic, 0, Register.ICC_SRE_EL1)).toBe(7);
    expect(read(gic, 0, Register.ICC_CTLR_EL1) & 0x3fff).toBe(3 | (4 << 8));
  });

  it('makes the write of a read-only register UNDEFINED', () => {
    const gic = runningGic(3);

    write(gic, 0, Register.ICC_IAR1_EL1, 0);

    expect(gic.outcome).toBe(Outcome.Undefined);
  });

  it('deactivates an SPI from another PE through DIR', () => {
    const gic = runningGic(3);
    for (const pe of [0, 1]) write(gic, pe, Register.ICC_CTLR_EL1, 2);
    gic.setLine(LOW, 0, true);
    eoi(gic, 0, acknowledge(gic, 0));

    write(gic, 1, Register.ICC_DIR_EL1, LOW);

    expect(isActive(gic, LOW)).toBe(false);
  });
});
