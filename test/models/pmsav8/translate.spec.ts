import type { MpuSystem } from '../../../models/pmsav8';
import { combine, Hcr, Sctlr, stageOf, statusOf, VTCR_MSA } from '../../../models/pmsav8';
import { A, program, region, resolve, rights, system, verdict, write } from './support';

const M = Sctlr.M;

/** Who of EL2 may read where, with these regions. */
function readable(regions: ReturnType<typeof region>[], addresses: number[], bits = 0) {
  const on = system({ format: 64 });
  program(on, 2, regions);
  write(on, 'SCTLR_EL2', M | bits);
  return addresses.map((address) => verdict(on, 'EL2 read', address));
}

describe('Matching', () => {
  it.each([
    [A, A + 63],
    [A + 64, A + 0x1fff],
    [0, 63],
    [0xffffffc0, 0x10000003f],
    [0xffffffffffc0, 0xffffffffffff],
  ])('MPU-A-001: a region goes from its base to the last byte of its limit (%d)', (base, limit) => {
    const near = [base - 1, base, base + 63, limit - 63, limit, limit + 1];
    const inside = near.filter((address) => address >= 0 && address < 2 ** 48);

    expect(readable([region(base, { limit })], inside)).toEqual(
      inside.map((address) => (address >= base && address <= limit ? 'ok' : 'stage 1')),
    );
  });

  it('MPU-A-002: a disabled region does not take part', () => {
    const disabled = region(A, { enabled: false });

    expect(readable([disabled], [A])).toEqual(['stage 1']);
    expect(readable([disabled, region(A)], [A])).toEqual(['ok']);
  });

  it('MPU-A-003: a limit below the base matches nothing', () => {
    const inverted = region(A + 0x1000, { limit: A + 63 });

    expect(readable([inverted], [A, A + 63, A + 0x800, A + 0x1000])).toEqual(
      new Array(4).fill('stage 1'),
    );
    expect(readable([inverted, region(A, { limit: A + 0x1fff })], [A, A + 0x1000])).toEqual([
      'ok',
      'ok',
    ]);
  });

  it.each([0, Sctlr.BR])('MPU-A-004: two regions fault where both match (BR %i)', (bits) => {
    const pair = [region(A), region(A + 0xfc0)];

    expect(readable(pair, [A, A + 0xfbf, A + 0xfc0, A + 0xfff, A + 0x1000], bits)).toEqual([
      'ok',
      'ok',
      'stage 1',
      'stage 1',
      'ok',
    ]);
  });

  it('MPU-A-004: the same holds in stage 2', () => {
    const on = system();
    program(on, 2, [region(A), region(A)]);
    write(on, 'HCR_EL2', Hcr.VM);

    expect(rights(on, A)).toBe('EL2 rwx, EL1 ---, EL0 ---');
    expect(verdict(on, 'EL1 read', A)).toBe('stage 2');
  });
});

describe('Background region and default map', () => {
  it('MPU-A-005: serves the level that owns the MPU, where no region matches', () => {
    const on = system();
    write(on, 'SCTLR_EL1', M | Sctlr.BR);
    write(on, 'SCTLR_EL2', M | Sctlr.BR);

    expect(rights(on, A)).toBe('EL2 rwx, EL1 rwx, EL0 ---');
    expect(rights(on, 0x80000000)).toBe('EL2 rw-, EL1 rw-, EL0 ---');
  });

  it('MPU-A-006: never serves stage 2', () => {
    const on = system();
    write(on, 'SCTLR_EL2', M | Sctlr.BR);
    write(on, 'HCR_EL2', Hcr.VM);

    expect(rights(on, A)).toBe('EL2 rwx, EL1 ---, EL0 ---');
    expect(verdict(on, 'EL1 read', A)).toBe('stage 2');
  });

  it('MPU-A-016: with the MPU off the default map serves everybody, whatever the regions', () => {
    const on = system();
    program(on, 1, [region(A, { ap: 2, xn: 1 })]);
    program(on, 2, [region(A, { ap: 2, xn: 1 })]);

    expect(rights(on, A)).toBe('EL2 rwx, EL1 rwx, EL0 rwx');
    expect(resolve(on, 'EL0 read', A)).toBe(0x200);
  });

  it('is what the choice says', () => {
    const readOnly = system({}, { defaultMap: () => 0xff | (3 << 8) | (1 << 10) });

    expect(rights(readOnly, A)).toBe('EL2 r--, EL1 r--, EL0 r--');
    expect(resolve(readOnly, 'EL2 read', A)).toBe(0x3ff);
  });
});

describe('Permissions', () => {
  it.each([
    [0, 'EL2 rwx, EL1 rwx, EL0 ---'],
    [1, 'EL2 rwx, EL1 rwx, EL0 rwx'],
    [2, 'EL2 rwx, EL1 r-x, EL0 ---'],
    [3, 'EL2 rwx, EL1 r-x, EL0 r-x'],
  ])('AP %i in the EL1 MPU', (ap, expected) => {
    const on = system();
    program(on, 1, [region(A, { ap })]);
    write(on, 'SCTLR_EL1', M);

    expect(rights(on, A)).toBe(expected);
  });

  it.each([
    [0, 'EL2 rwx, EL1 ---, EL0 ---'],
    [1, 'EL2 rwx, EL1 rwx, EL0 rwx'],
    [2, 'EL2 r-x, EL1 ---, EL0 ---'],
    [3, 'EL2 r-x, EL1 r-x, EL0 r-x'],
  ])('AP %i in the EL2 MPU', (ap, expected) => {
    const on = system();
    program(on, 2, [region(A, { ap })]);
    write(on, 'SCTLR_EL2', M);
    write(on, 'HCR_EL2', Hcr.VM);

    expect(rights(on, A)).toBe(expected);
  });

  it.each([
    [0, 'EL2 rwx, EL1 rwx, EL0 rwx'],
    [1, 'EL2 rwx, EL1 rw-, EL0 rw-'],
    [2, 'EL2 rw-, EL1 rwx, EL0 rwx'],
    [3, 'EL2 rw-, EL1 rw-, EL0 rw-'],
  ])('XN %i in the EL2 MPU of PMSAv8-64: bit 1 for EL2, bit 0 for stage 2', (xn, expected) => {
    const on = system({ format: 64 });
    program(on, 2, [region(A, { xn })]);
    write(on, 'SCTLR_EL2', M);
    write(on, 'HCR_EL2', Hcr.VM);

    expect(rights(on, A)).toBe(expected);
  });

  it('reads XN of PMSAv8-64 as the choice says', () => {
    const executeNever = { el0: 2, el1: 1, el2: 1, stage2: 2 };
    const on = system({ format: 64 }, { executeNever });
    program(on, 1, [region(A, { xn: 1 })]);
    program(on, 2, [region(A, { xn: 1 })]);
    write(on, 'SCTLR_EL1', M);
    write(on, 'SCTLR_EL2', M);
    write(on, 'HCR_EL2', Hcr.VM);

    expect(rights(on, A)).toBe('EL2 rw-, EL1 rw-, EL0 rwx');
  });

  it('MPU-A-017: with WXN what a level may write it may not execute', () => {
    const on = system();
    program(on, 1, [region(A, { ap: 0 }), region(A + 0x1000), region(A + 0x2000, { ap: 3 })]);
    program(on, 2, [region(A, { limit: A + 0x2fff })]);
    write(on, 'SCTLR_EL1', M | Sctlr.WXN);
    write(on, 'SCTLR_EL2', M | Sctlr.WXN);
    write(on, 'HCR_EL2', Hcr.VM);

    expect(rights(on, A)).toBe('EL2 rw-, EL1 rw-, EL0 ---');
    expect(rights(on, A + 0x1000)).toBe('EL2 rw-, EL1 rw-, EL0 rw-');
    // WXN of EL2 does not concern fetches of EL1 and EL0.
    expect(rights(on, A + 0x2000)).toBe('EL2 rw-, EL1 r-x, EL0 r-x');
  });
});

describe('Fault status codes', () => {
  const codes = (on: MpuSystem, access: string, ...addresses: number[]): string[] =>
    addresses.map((address) => {
      const found = resolve(on, access, address);
      return found < 0 ? `${stageOf(found)} 0b${statusOf(found).toString(2)}` : 'ok';
    });

  it('a translation fault for no region and for several, else a permission fault', () => {
    const on = system();
    program(on, 1, [region(A, { ap: 0 }), region(A + 0xfc0), region(A + 0x3000)]);
    program(on, 2, [region(A + 0x3000, { ap: 3 }), region(A + 0x3000, { limit: A + 0x303f })]);
    write(on, 'SCTLR_EL1', M);
    write(on, 'HCR_EL2', Hcr.VM);

    expect(codes(on, 'EL0 write', A, A + 0xfc0, A + 0x2fff)).toEqual([
      ...['1 0b1100', '1 0b100', '1 0b100'],
    ]);
    expect(codes(on, 'EL1 write', A + 0x1000, A + 0x3000, A + 0x3040)).toEqual([
      ...['2 0b100', '2 0b100', '2 0b1100'],
    ]);
  });

  it('a permission fault where the default map forbids it', () => {
    const on = system();

    expect(codes(on, 'EL2 execute', 0x80000000)).toEqual(['1 0b1100']);
    write(on, 'SCTLR_EL2', M | Sctlr.BR);
    expect(codes(on, 'EL2 execute', 0x80000000)).toEqual(['1 0b1100']);
    write(on, 'HCR_EL2', Hcr.DC);
    expect(codes(on, 'EL1 execute', 0x80000000, 0)).toEqual(['1 0b1100', '2 0b100']);
  });
});

describe('Two stages', () => {
  it('MPU-A-019: permissions combine by conjunction, and stage 1 faults first', () => {
    const on = system();
    write(on, 'SCTLR_EL1', M);
    write(on, 'HCR_EL2', Hcr.VM);
    for (let one = 0; one < 4; one++) {
      for (let two = 0; two < 4; two++) {
        program(on, 1, [region(A, { ap: one })]);
        program(on, 2, [region(A, { ap: two })]);
        const writes = (one & 2) === 0 ? ((two & 3) === 1 ? 'ok' : 'stage 2') : 'stage 1';

        expect(verdict(on, 'EL1 read', A)).toBe((two & 1) === 1 ? 'ok' : 'stage 2');
        expect(verdict(on, 'EL1 write', A)).toBe(writes);
      }
    }
  });

  it('stage 2 is there with HCR.VM alone, whatever SCTLR_EL2.M', () => {
    const verdicts = [0, Hcr.VM].map((hcr) =>
      [0, M].map((sctlr) => {
        const on = system();
        write(on, 'SCTLR_EL2', sctlr);
        write(on, 'HCR_EL2', hcr);
        return verdict(on, 'EL1 read', A);
      }),
    );

    expect(verdicts).toEqual([
      ['ok', 'ok'],
      ['stage 2', 'stage 2'],
    ]);
  });

  it('HCR.DC: stage 1 is off and Write-Back, stage 2 is on', () => {
    const on = system();
    write(on, 'SCTLR_EL1', M);
    write(on, 'MAIR_EL2', 0xff);
    program(on, 2, [region(A, { sh: 3 })]);
    write(on, 'HCR_EL2', Hcr.DC);

    expect(resolve(on, 'EL0 write', A)).toBe(0x3ff);
    expect(verdict(on, 'EL1 read', A + 0x1000)).toBe('stage 2');
  });

  it('MPU-A-020: with VMSA at EL1 the EL1 MPU has no say, the EL2 MPU has', () => {
    const on = system({ format: 64, vmsa: true });
    write(on, 'SCTLR_EL1', M);
    write(on, 'VTCR_EL2', VTCR_MSA);
    program(on, 2, [region(A, { ap: 3 })]);

    expect(rights(on, A)).toBe('EL2 rwx, EL1 rwx, EL0 rwx');
    write(on, 'HCR_EL2', Hcr.VM);

    expect(rights(on, A)).toBe('EL2 rwx, EL1 r-x, EL0 r-x');
  });

  it('works with any number of regions at either level', () => {
    for (let count = 0; count <= 255; count++) {
      const on = system({ format: 64, el1Regions: count, el2Regions: 255 - count });
      if (count > 0) program(on, 1, [region(A)], count - 1);
      if (count < 255) program(on, 2, [region(A)], 254 - count);
      write(on, 'SCTLR_EL1', M);
      write(on, 'SCTLR_EL2', M);
      write(on, 'HCR_EL2', Hcr.VM);

      expect(verdict(on, 'EL1 read', A)).toBe(
        count === 0 ? 'stage 1' : count === 255 ? 'stage 2' : 'ok',
      );
      expect(verdict(on, 'EL2 read', A)).toBe(count === 255 ? 'stage 1' : 'ok');
    }
  });
});

describe('Attributes', () => {
  it.each([32, 64] as const)('MPU-A-018: AttrIndx selects a byte of MAIR (PMSAv8-%i)', (format) => {
    const on = system({ format });
    write(on, 'MAIR_EL2', 0x44ff0c04, 0xbb77f44f | 0);
    write(on, 'SCTLR_EL2', M);
    const types = Array.from({ length: 8 }, (_, attribute) => {
      program(on, 2, [region(A, { attribute })]);
      return resolve(on, 'EL2 read', A) & 0xff;
    });

    expect(types).toEqual([0x04, 0x0c, 0xff, 0x44, 0x4f, 0xf4, 0x77, 0xbb]);
  });

  it.each([
    // memory, SH, seen
    [0xff, 0, 0],
    [0xff, 2, 2],
    [0xff, 3, 3],
    [0x00, 0, 2],
    [0x0c, 3, 2],
    [0x44, 0, 2],
    [0x44, 3, 2],
    [0x4f, 3, 3],
  ])(
    'MPU-A-023: device and Non-cacheable memory is outer shareable (%i, SH %i)',
    (memory, sh, seen) => {
      const on = system();
      write(on, 'MAIR_EL2', memory);
      write(on, 'SCTLR_EL2', M);
      program(on, 2, [region(A, { sh })]);

      expect(resolve(on, 'EL2 read', A)).toBe(memory | (seen << 8));
    },
  );

  it.each([
    // stage 1, stage 2, both
    [0x0ff, 0x0ff, 0x0ff],
    [0x3ff, 0x0ff, 0x3ff],
    [0x0ff, 0x2ff, 0x2ff],
    [0x3ff, 0x2ff, 0x2ff],
    [0x3ff, 0x244, 0x244],
    [0x200, 0x3ff, 0x200],
    [0x3ff, 0x20c, 0x20c],
    [0x204, 0x208, 0x204],
    [0x244, 0x20c, 0x20c],
    [0x3ff, 0x3bb, 0x3bb],
    [0x3bb, 0x3ff, 0x3bb],
    [0x3dd, 0x3bb, 0x399],
    [0x34f, 0x3f4, 0x244],
  ])('the weaker memory type, the wider shareability (%i, %i)', (first, second, both) => {
    expect(combine(first, second)).toBe(both);
  });
});
