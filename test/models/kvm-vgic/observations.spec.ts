import { Register } from '../../../models/architecture/registers';
import type { Guest } from './support';
import { guest } from './support';

// What the real kernels answered (observations/kvm-*.txt).

const both = [2, 3] as const;
const eras = [
  ['old', 2],
  ['old', 3],
  ['new', 2],
  ['new', 3],
] as const;

/** Pends 8 SGIs of descending urgency. */
function eightSgis(vm: Guest): void {
  for (let n = 0; n < 8; n++) {
    vm.priority(n, 0x10 + n * 0x10);
    vm.sgi(n, 0, 0);
  }
}

describe.each(eras)('%s, GICv%i', (era, gic) => {
  test('16 SGIs through 4 list registers come in priority order', () => {
    const vm = guest(era, gic);
    for (let n = 0; n < 16; n++) {
      vm.priority(n, (15 - n) * 8);
      vm.sgi(n, 0, 0);
    }
    expect(vm.drain()).toEqual([15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });

  test('equal priorities come in the order of their arrival', () => {
    const vm = guest(era, gic);
    for (const intid of [42, 40, 41]) vm.setBit('ISPENDR', intid);
    vm.sgi(2, 0, 0);
    expect(vm.drain()).toEqual([42, 40, 41, 2]);
  });

  test('EOImode 1: drops without DIR', () => {
    const vm = guest(era, gic, { eoiMode: 1 });
    eightSgis(vm);
    const seen: number[] = [];
    for (let n = 0; n < 7; n++) {
      const intid = vm.acknowledge();
      seen.push(intid);
      if (intid !== 1023) vm.end(intid);
    }
    const full = era === 'old' ? [0, 1, 2, 3, 1023, 1023, 1023] : [0, 1, 2, 3, 4, 5, 6];
    // QEMU's GICv3 ends a spilled interrupt at its EOIR (C5); the order is the same.
    expect(seen).toEqual(full);
    if (era === 'new') return;
    vm.deactivate(0);
    expect(vm.acknowledge()).toBe(4);
  });

  test('nested preemption, 6 deep', () => {
    const vm = guest(era, gic);
    const seen: number[] = [];
    for (let n = 0; n < 6; n++) {
      vm.priority(n, 0xf0 - n * 0x20);
      vm.sgi(n, 0, 0);
      seen.push(vm.acknowledge());
    }
    expect(seen).toEqual(era === 'old' ? [0, 1, 2, 3, 1023, 1023] : [0, 1, 2, 3, 4, 5]);
  });

  test('4 SPIs made active by ISACTIVER, then an SGI', () => {
    const vm = guest(era, gic);
    for (const intid of [40, 41, 42, 43]) vm.setBit('ISACTIVER', intid);
    vm.sgi(1, 0, 0);
    expect(vm.highestPending()).toBe(era === 'old' ? 1023 : 1);
  });

  test('GICD_CTLR off and on loses what is pending until ISENABLER is written', () => {
    const vm = guest(era, gic);
    vm.setBit('ISPENDR', 40);
    vm.write(Register.GICD_CTLR, 0, 0);
    vm.sync(0);
    expect(vm.bit('ISPENDR', 40)).toBe(1);
    vm.write(Register.GICD_CTLR, 0, gic === 2 ? 1 : 2);
    expect(vm.acknowledge()).toBe(1023);
    vm.setBit('ISENABLER', 40);
    expect(vm.acknowledge()).toBe(40);
  });

  test('every rise of an edge input that is high counts', () => {
    const vm = guest(era, gic);
    vm.line(40, true);
    expect(vm.drain()).toEqual([40]);
    vm.line(40, true);
    expect(vm.drain()).toEqual([40]);
  });

  test('IPRIORITYR keeps 5 bits', () => {
    const vm = guest(era, gic);
    for (const [written, read] of [
      [0xff, 0xf8],
      [0x07, 0],
      [0x0c, 8],
    ]) {
      vm.priority(40, written);
      expect(vm.read(Register.GICD_IPRIORITYR, 40, 0, 1)).toBe(read);
    }
  });

  test('level, line low, ISPENDR: pending until its EOI, and not again', () => {
    const vm = guest(era, gic, { level: [40] });
    vm.setBit('ISPENDR', 40);
    expect(vm.acknowledge()).toBe(40);
    expect(vm.bit('ISPENDR', 40)).toBe(1);
    vm.setBit('ISPENDR', 40);
    vm.end(40);
    expect(vm.bit('ISPENDR', 40)).toBe(0);
    expect(vm.acknowledge()).toBe(1023);
  });

  test('level, line high at EOI: again', () => {
    const vm = guest(era, gic, { level: [40] });
    vm.line(40, true);
    expect(vm.acknowledge()).toBe(40);
    vm.end(40);
    expect(vm.acknowledge()).toBe(40);
    vm.line(40, false);
    vm.end(40);
    expect(vm.acknowledge()).toBe(1023);
  });

  test('a pending SPI follows its new target', () => {
    const vm = guest(era, gic);
    vm.setBit('ISPENDR', 40);
    vm.route(40, 1);
    vm.sync(0);
    expect(vm.acknowledge()).toBe(1023);
    expect(vm.acknowledge(1)).toBe(40);
  });

  test('an active one stays, its second request follows', () => {
    const vm = guest(era, gic);
    vm.setBit('ISPENDR', 40);
    expect(vm.acknowledge()).toBe(40);
    vm.route(40, 1);
    vm.setBit('ISPENDR', 40);
    expect(vm.acknowledge(1)).toBe(1023);
    vm.end(40);
    expect(vm.acknowledge()).toBe(1023);
    expect(vm.acknowledge(1)).toBe(40);
  });

  test('WFI returns for an interrupt below the running priority, not for a masked one', () => {
    const vm = guest(era, gic);
    vm.setBit('ISPENDR', 40);
    expect(vm.acknowledge()).toBe(40);
    vm.setBit('ISPENDR', 41);
    expect(vm.vgic.waitForInterrupt(0)).toBe(true);
    vm.write(gic === 2 ? Register.GICC_PMR : Register.ICC_PMR_EL1, 0, 0x80);
    expect(vm.vgic.waitForInterrupt(0)).toBe(false);
  });
});

describe('identification', () => {
  test('GICv2', () => {
    const vm = guest('new', 2);
    vm.write(Register.GICD_CTLR, 0, -1);
    expect(vm.read(Register.GICD_CTLR, 0)).toBe(1);
    expect(vm.read(Register.GICD_TYPER, 0)).toBe(0x22);
    expect(vm.read(Register.GICD_IIDR, 0)).toBe(0x4b00343b);
    expect(vm.read(Register.GICD_ICPIDR2, 0)).toBe(0);
    expect(vm.read(Register.GICD_ITARGETSR, 0, 1)).toBe(0x02020202);
    expect(vm.read(Register.GICD_ICFGR, 2)).toBe(0xaaaaaaaa);
    vm.write(Register.GICD_ITARGETSR, 40, 0x82, 0, 1);
    expect(vm.read(Register.GICD_ITARGETSR, 40, 0, 1)).toBe(2);
  });

  test('GICv3', () => {
    const vm = guest('new', 3);
    const { vgic } = vm;
    vm.write(Register.GICD_CTLR, 0, 0x7fffffff);
    expect(vm.read(Register.GICD_CTLR, 0)).toBe(0x52);
    expect(vm.read(Register.GICD_TYPER, 0)).toBe(0x480002);
    expect(vm.read(Register.GICD_PIDR2, 0)).toBe(0x3b);
    expect(vm.read(Register.GICR_PIDR2, 0)).toBe(0x3b);
    expect(vm.read(Register.GICR_CTLR, 0)).toBe(6);
    expect(vm.read(Register.GICR_IIDR, 0)).toBe(0x4b00043b);
    expect(vgic.read(0, Register.GICR_TYPER, 0, 8, 1)).toBe(0x110);
    expect(vgic.high).toBe(1);
    expect(vm.read(Register.GICD_ISENABLER, 0)).toBe(0);
    vgic.write(0, Register.GICD_IROUTER, 40, 8, 0x80000007 | 0, 1, 0);
    expect(vgic.read(0, Register.GICD_IROUTER, 40, 8, 0)).toBe(7);
    expect(vgic.high).toBe(0);
  });

  test.each(both)('nothing aborts (GICv%i)', (gic) => {
    const { vgic } = guest('new', gic);
    for (const [offset, size] of [
      [0xd0, 4],
      [0, 1],
      [0x104, 2],
      [0x402, 4],
    ]) {
      expect(vgic.rawRead(0, 0, offset, size)).toBe(0);
      vgic.rawWrite(0, 0, offset, size, -1, 0);
      expect(vgic.outcome).toBe(0);
    }
  });
});

describe('routes', () => {
  test('IROUTER to nowhere and back: stuck until ISENABLER (GICv3)', () => {
    const vm = guest('new', 3);
    vm.setBit('ISPENDR', 40);
    vm.route(40, 7);
    vm.sync(0);
    vm.route(40, 0);
    expect(vm.acknowledge()).toBe(1023);
    vm.setBit('ISENABLER', 40);
    expect(vm.acknowledge()).toBe(40);
  });

  test('ITARGETSR 0 is vCPU 0, several are the lowest (GICv2)', () => {
    const vm = guest('new', 2);
    vm.write(Register.GICD_ITARGETSR, 40, 0, 0, 1);
    vm.write(Register.GICD_ITARGETSR, 41, 3, 0, 1);
    vm.setBit('ISPENDR', 40);
    vm.setBit('ISPENDR', 41);
    expect(vm.drain(1)).toEqual([]);
    expect(vm.drain(0)).toEqual([40, 41]);
  });
});

describe('SGIs', () => {
  test('each source by itself, the lowest first; sources are not checked (GICv2)', () => {
    const vm = guest('new', 2);
    vm.write(Register.GICD_SPENDSGIR, 5, 0x0f, 0, 1);
    expect(vm.drain()).toEqual([5, 0x405, 0x805, 0xc05]);
    vm.write(Register.GICD_SPENDSGIR, 3, 3, 0, 1);
    vm.write(Register.GICD_CPENDSGIR, 3, 1, 0, 1);
    expect(vm.read(Register.GICD_SPENDSGIR, 3, 0, 1)).toBe(2);
    expect(vm.drain()).toEqual([0x403]);
  });

  test('filters of SGIR (GICv2)', () => {
    const vm = guest('new', 2);
    for (let filter = 0; filter < 4; filter++) {
      vm.write(Register.GICD_SGIR, 0, (filter << 24) | (2 << 16) | filter);
    }
    expect(vm.drain(0)).toEqual([2]);
    expect(vm.drain(1)).toEqual([0, 1]);
  });

  test('SGI1R: broadcast, other clusters, groups (GICv3)', () => {
    const vm = guest('new', 3);
    const { vgic } = vm;
    vgic.write(0, Register.ICC_SGI1R_EL1, 0, 8, 2 << 24, 1 << 8, 0);
    vgic.write(0, Register.ICC_SGI1R_EL1, 0, 8, (3 << 24) | (1 << 16) | 3, 0, 0);
    vgic.write(0, Register.ICC_SGI1R_EL1, 0, 8, (3 << 24) | 3, 1, 0);
    vgic.write(0, Register.ICC_SGI0R_EL1, 0, 8, (4 << 24) | 1, 0, 0);
    expect(vm.drain(0)).toEqual([]);
    expect(vm.drain(1)).toEqual([2]);
    vm.write(Register.GICR_IGROUPR0, 0, ~(1 << 4));
    vgic.write(0, Register.ICC_SGI0R_EL1, 0, 8, (4 << 24) | 1, 0, 0);
    expect(vm.bit('ISPENDR', 4)).toBe(1);
  });
});
