import { MpuOutcome } from '../../../models/contract/mpu-encoded';
import { MpuRegister } from '../../../models/contract/mpu-registers';
import type { MpuSystem } from '../../../models/pmsav8';
import { A, program, read, region, system, verdict, write } from './support';

/** Writes PRBAR<n>_EL2 and PRLAR<n>_EL2. */
function direct(on: MpuSystem, index: number, bar: number, lar: number): void {
  on.write(MpuRegister.PRBAR_EL2, index, bar, 0);
  on.write(MpuRegister.PRLAR_EL2, index, lar, 0);
}

/** PRBAR and PRLAR of a region of EL2 by PRSELR. */
function selected(on: MpuSystem, number: number): number[] {
  write(on, 'PRSELR_EL2', number);
  return [read(on, 'PRBAR_EL2'), read(on, 'PRLAR_EL2')];
}

describe('Region counts', () => {
  it.each([0, 1, 16, 33, 255])(
    'MPU-A-008: MPUIR_ELx of PMSAv8-64 show them in bits 7:0 (%i)',
    (n) => {
      const on = system({ format: 64, el1Regions: n, el2Regions: 255 - n });

      expect([read(on, 'MPUIR_EL1'), read(on, 'MPUIR_EL2')]).toEqual([n, 255 - n]);
    },
  );

  it('MPU-A-009: MPUIR of PMSAv8-32 has them in bits 15:8, HMPUIR in bits 7:0', () => {
    const on = system({ format: 32, el1Regions: 20, el2Regions: 24 });

    expect([read(on, 'MPUIR_EL1'), read(on, 'MPUIR_EL2')]).toEqual([20 << 8, 24]);
  });

  it('is not writable', () => {
    const on = system();

    expect(write(on, 'MPUIR_EL1', 0)).toBe(MpuOutcome.Undefined);
    expect(read(on, 'MPUIR_EL2')).toBe(16);
  });
});

describe('MPU-A-011: selection in PMSAv8-64', () => {
  it('PRBARn means region (PRSELR & 0xf0) + n', () => {
    const on = system({ format: 64, el2Regions: 255 });
    for (const [selector, index, number] of [
      [0, 1, 1],
      [0x1f, 3, 0x13],
      [0x20, 15, 0x2f],
      [0xfe, 5, 0xf5],
    ]) {
      write(on, 'PRSELR_EL2', selector);
      direct(on, index, number << 8, (number << 8) | 1);

      expect(selected(on, number)).toEqual([number << 8, (number << 8) | 1]);
    }
  });

  it('n = 0 is PRBAR itself', () => {
    const on = system({ format: 64, el2Regions: 32 });
    write(on, 'PRSELR_EL2', 0x15);
    direct(on, 0, 0x40, 0x41);

    expect(selected(on, 0x15)).toEqual([0x40, 0x41]);
    expect(selected(on, 0x10)).toEqual([0, 0]);
  });

  it('there is no PRBAR16', () => {
    const on = system({ format: 64, el2Regions: 32 });

    expect(on.write(MpuRegister.PRBAR_EL2, 16, 0, 0)).toBe(MpuOutcome.Undefined);
    expect(on.read(MpuRegister.PRLAR_EL2, 16)).toBe(MpuOutcome.Undefined);
  });
});

describe('MPU-A-012: selection in PMSAv8-32', () => {
  it('HPRBAR0 to HPRBAR31 are direct, whatever HPRSELR says', () => {
    const on = system({ el2Regions: 64 });
    for (const number of [0, 1, 15, 16, 31]) {
      write(on, 'PRSELR_EL2', 40);
      direct(on, number, number << 8, (number << 8) | 1);

      expect(selected(on, number)).toEqual([number << 8, (number << 8) | 1]);
    }
    expect(selected(on, 40)).toEqual([0, 0]);
  });

  it('regions from 32 on are reached through HPRSELR only', () => {
    const on = system({ el2Regions: 64 });
    write(on, 'PRSELR_EL2', 63);
    write(on, 'PRBAR_EL2', 0x1000);

    expect(on.write(MpuRegister.PRBAR_EL2, 32, 0, 0)).toBe(MpuOutcome.Undefined);
    expect(selected(on, 63)).toEqual([0x1000, 0]);
  });
});

describe('MPU-A-013: PRENR', () => {
  it.each([0, 1, 16, 31, 32, 33, 255])(
    'has a bit for each of %i regions, but 32 at most',
    (count) => {
      const on = system({ format: 64, el2Regions: count });
      write(on, 'PRENR_EL2', -1);

      expect(read(on, 'PRENR_EL2')).toBe(count >= 32 ? 0xffffffff : 2 ** count - 1);
      for (let n = 0; n < count; n++) expect(selected(on, n)[1]).toBe(n < 32 ? 1 : 0);
    },
  );

  it('is an alias of EN, and changes nothing else', () => {
    const on = system({ el2Regions: 40 });
    program(on, 2, [region(A)], 0);
    program(on, 2, [region(A + 0x1000)], 33);
    write(on, 'SCTLR_EL2', 1);

    expect(read(on, 'PRENR_EL2')).toBe(1);
    write(on, 'PRENR_EL2', 0);

    expect(verdict(on, 'EL2 read', A)).toBe('stage 1');
    expect(verdict(on, 'EL2 read', A + 0x1000)).toBe('ok');
    write(on, 'PRENR_EL2', 1);

    expect(verdict(on, 'EL2 read', A)).toBe('ok');
  });
});

describe('MPU-A-014: PRSELR beyond the last region', () => {
  it('is stored, and there is nothing to read or write', () => {
    const on = system({ el2Regions: 17 });
    write(on, 'PRSELR_EL2', 17);
    write(on, 'PRBAR_EL2', -1);
    write(on, 'PRLAR_EL2', -1);

    expect(read(on, 'PRSELR_EL2')).toBe(17);
    expect([read(on, 'PRBAR_EL2'), read(on, 'PRLAR_EL2'), read(on, 'PRENR_EL2')]).toEqual([
      0, 0, 0,
    ]);
  });

  it('is ignored where that is the choice, as in QEMU', () => {
    const on = system({}, { unimplementedSelector: 'ignored' });
    write(on, 'PRSELR_EL2', 3);
    write(on, 'PRSELR_EL2', 16);

    expect(read(on, 'PRSELR_EL2')).toBe(3);
  });
});

describe('RES0 bits', () => {
  it.each([
    [32, 0xffffffdf, 0xffffffcf, 0, 0],
    [64, 0xffffffff, 0xffffffdf, 0xffff, 0xffff],
  ] as const)('read as zero in PMSAv8-%i', (format, bar, lar, barHigh, larHigh) => {
    const on = system({ format });
    write(on, 'PRBAR_EL2', -1, -1);
    write(on, 'PRLAR_EL2', -1, -1);

    expect([read(on, 'PRBAR_EL2'), on.high]).toEqual([bar, barHigh]);
    expect([read(on, 'PRLAR_EL2'), on.high]).toEqual([lar, larHigh]);
  });

  it('are kept where that is the choice, as in QEMU', () => {
    const on = system({}, { reservedBits: 'kept' });
    write(on, 'PRSELR_EL1', 1);
    write(on, 'PRBAR_EL1', -1);
    write(on, 'PRLAR_EL1', -1);

    expect(
      ['PRSELR_EL1', 'PRBAR_EL1', 'PRLAR_EL1'].map((r) => read(on, r as 'PRSELR_EL1')),
    ).toEqual([1, 0xffffffff, 0xffffffff]);
  });
});

describe('System registers', () => {
  it('MPU-A-020: VTCR_EL2.MSA can be set where VMSA is an option, in PMSAv8-64', () => {
    const values = [true, false].map((vmsa) => {
      const on = system({ format: 64, vmsa });
      write(on, 'VTCR_EL2', 1 << 31);
      return read(on, 'VTCR_EL2');
    });

    expect(values).toEqual([0x80000000, 0]);
    expect(write(system(), 'VTCR_EL2', 0)).toBe(MpuOutcome.Undefined);
    expect(system().read(MpuRegister.VTCR_EL2)).toBe(MpuOutcome.Undefined);
  });

  it('MPU-A-021: VMID is in VSCTLR_EL2 [63:48], VSCTLR [23:16]', () => {
    const wide = system({ format: 64 });
    write(wide, 'VSCTLR_EL2', -1, -1);
    const narrow = system({ format: 32 });
    write(narrow, 'VSCTLR_EL2', -1);

    expect([read(wide, 'VSCTLR_EL2'), wide.high >>> 0]).toEqual([0, 0xffff0000]);
    expect([read(narrow, 'VSCTLR_EL2'), narrow.high]).toEqual([0x00ff0000, 0]);
  });

  it('keeps EL1 and EL2 apart', () => {
    const on = system({ format: 64, el1Regions: 20, el2Regions: 24 });
    for (const level of [1, 2] as const) {
      program(on, level, [region(A * level)], 10 + level);
      write(on, `MAIR_EL${level}`, level, 16 * level);
      write(on, `SCTLR_EL${level}`, level === 1 ? 1 : 1 << 17);
    }

    expect([1, 2].map((level) => read(on, `PRSELR_EL${level as 1}`))).toEqual([11, 12]);
    expect([1, 2].map((level) => read(on, `PRLAR_EL${level as 1}`))).toEqual([
      A + 0xfc1,
      2 * A + 0xfc1,
    ]);
    expect([1, 2].map((level) => read(on, `PRENR_EL${level as 1}`))).toEqual([1 << 11, 1 << 12]);
    expect([1, 2].map((level) => read(on, `MAIR_EL${level as 1}`))).toEqual([1, 2]);
    expect([1, 2].map((level) => read(on, `SCTLR_EL${level as 1}`))).toEqual([1, 1 << 17]);
  });
});
