import { MpuRegister } from '../../../models/contract/mpu-registers';
import {
  allDeviations,
  areDisjoint,
  boot,
  bootedXen,
  enabledRegions,
  machineOf,
  probe,
  range,
  tableRegions,
  usualSections,
  xenOf,
} from './support';

const UART = { earlyUart: range(0x9c090000, 0x9c091000) };

/** base, limit, barBits, larBits */
type Row = [number, number, number, number];
const rows = (regions: ReturnType<typeof tableRegions>): Row[] =>
  regions.map(({ base, limit, barBits, larBits }) => [base, limit, barBits, larBits]);

const booted64: Row[] = [
  [0x200000, 0x26007f, 0x38, 0x0f],
  [0x261000, 0x2700ff, 0x3a, 0x0f],
  [0x271000, 0x27ffff, 0x32, 0x0f],
  [0x280000, 0x28ffff, 0x38, 0x0f],
  [0x290000, 0x2b123f, 0x32, 0x0f],
  [0x9c090000, 0x9c090fff, 0x22, 0x09],
];

describe('assembly', () => {
  it('MPU-X-002: maps the sections in order, rounded to granules', () => {
    const shown = boot(xenOf({ layout: UART }), 'assembly');

    expect(rows(tableRegions(shown))).toEqual(booted64);
    expect(shown.table.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it.each([
    ['as it is, text writable (MPU-X-003)', [], 0x18],
    ['mended', ['XMPU-01'], 0x1c],
  ])('has the constants of PMSAv8-32: %s', (_name, mended, text) => {
    const shown = boot(xenOf({ machine: machineOf(16, 32), layout: UART, mended }), 'assembly');

    const bits = rows(tableRegions(shown)).map(([, , bar, lar]) => [bar, lar]);
    expect(bits.map(([bar]) => bar)).toEqual([text, 0x1d, 0x19, text, 0x19, 0x11]);
    expect(bits.map(([, lar]) => lar)).toEqual([15, 15, 15, 15, 15, 9]);
  });

  it.each([
    [64, [], 'fault-1'],
    [32, [], 'allowed'],
    [32, ['XMPU-01'], 'fault-1'],
  ] as const)('MPU-X-003: PMSAv8-%d, mended %j: a write to text: %s', (format, mended, result) => {
    const xen = bootedXen({ machine: machineOf(16, format), mended });

    expect(probe(xen, 0x200000, 'execute')).toBe('allowed');
    expect(probe(xen, 0x200000, 'write')).toBe(result);
    expect(probe(xen, 0x290000, 'execute')).toBe('fault-1');
  });

  it.each([16, 33, 255])('MPU-X-001: disables the rest of %d regions', (count) => {
    for (const format of [32, 64] as const) {
      const xen = xenOf({ machine: machineOf(count, format) });
      const { system } = xen.hardware;
      system.el2.writeLar(count - 1, 1, 0);

      const shown = boot(xen, 'assembly');

      expect(enabledRegions(system)).toEqual(tableRegions(shown));
      expect(xen.map.mask.filter(Boolean)).toHaveLength(5);
      expect(shown.accesses.filter(({ does }) => does === 'barrier')).toHaveLength(count);
    }
  });

  it('switches the MPU on when everything is mapped, without background region', () => {
    const { accesses } = boot(xenOf(), 'assembly');

    const on = accesses.findIndex((access) => access.does === 'write' && access.register === 12);
    expect(accesses.slice(on)).toEqual([
      { does: 'write', register: MpuRegister.SCTLR_EL2, index: -1, low: 0x80005, high: 0 },
      { does: 'isb' },
    ]);
  });

  it('skips empty sections without using a region', () => {
    const empty = { rodata: range(0x261000, 0x261000), initText: range(0x280000, 0x280000) };
    const sections = { ...empty, initData: range(0x280000, 0x2a0000) };

    const shown = boot(xenOf({ sections }), 'assembly');

    expect(rows(tableRegions(shown)).map(([base]) => base)).toEqual([0x200000, 0x271000, 0x280000]);
    expect(shown.table.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  it.each([
    [0, {}, 'stopped'],
    [4, {}, 'stopped'],
    [5, {}, 'ok'],
    [5, UART, 'stopped'],
    [6, UART, 'ok'],
  ])('MPU-X-004: with %d regions and %j: %s', (count, layout, result) => {
    const xen = xenOf({ machine: machineOf(count), layout });

    expect(boot(xen, 'assembly').result).toBe(result);
    const after = boot(xen, 'early-fdt').result;
    expect(after).toBe(result === 'ok' ? 'panic' : 'skipped');
    expect(xen.hardware.system.el2.sctlr & 1).toBe(result === 'ok' ? 1 : 0);
  });

  it.each([
    [64, [], 0],
    [32, [], 3],
    [32, ['XMPU-02'], 0],
  ] as const)('MPU-X-005: PMSAv8-%d, mended %j: %d stray bytes', (format, mended, stray) => {
    const xen = xenOf({ machine: machineOf(16, format), mended });

    expect(boot(xen, 'assembly').strayBytes).toBe(stray);
    expect(boot(xen, 'early-fdt').strayBytes).toBe(0);
  });

  it.each([
    ['text and rodata', { text: range(0x200000, 0x261010), rodata: range(0x261010, 0x2700c8) }],
    ['read-only after init and data', { roAfterInit: range(0x271000, 0x272020) }],
  ])('MPU-X-006: %s in one granule overlap; mended it stops', (_name, sections) => {
    const broken = bootedXen({ sections });
    boot(broken, 'modify-after-init');

    expect(areDisjoint(enabledRegions(broken.hardware.system))).toBe(false);
    expect(boot(xenOf({ sections, mended: ['XMPU-11'] }), 'assembly').result).toBe('stopped');
    expect(boot(xenOf({ mended: ['XMPU-11'] }), 'assembly').result).toBe('ok');
  });
});

describe('booting in C', () => {
  it('comes after the assembly, in order, each phase once', () => {
    const xen = xenOf();
    expect(boot(xen, 'static-heap').result).toBe('skipped');
    expect(boot(xen, 'assembly').result).toBe('ok');
    expect(boot(xen, 'assembly').result).toBe('skipped');
    expect(boot(xen, 'remove-early-mappings').result).toBe('skipped');
    expect(boot(xen, 'static-heap').result).toBe('skipped');
    expect(boot(xen, 'nonsense').result).toBe('skipped');
  });

  it.each([
    ['one page', 0x40000100, 0x40000fff, 0x40001000, 1],
    ['two, because the header crosses', 0x40000ff0, 0x40001010, 0x40002000, 1],
    ['mapped again, because it is longer', 0x40000100, 0x40004567, 0x40005000, 3],
  ])('MPU-X-043: maps the device tree once: %s', (_name, start, end, limit, changes) => {
    const xen = bootedXen({ layout: { fdt: range(start, end) } });

    const shown = boot(xen, 'early-fdt');

    expect(shown.result).toBe('ok');
    expect(shown.table.slice(5)).toEqual([
      { index: 5, base: 0x40000000, limit: limit - 1, barBits: 0x3a, larBits: 0x0f, references: 0 },
    ]);
    expect(shown.accesses.filter(({ does }) => does === 'barrier')).toHaveLength(changes);
    expect(boot(xen, 'remove-early-mappings').table).toHaveLength(5);
  });

  it.each([
    ['none', 0, 0x100],
    ['misaligned', 0x40000104, 0x40001000],
    ['longer than 2 MB', 0x40000000, 0x40200008],
    ['in the way', 0x200000, 0x200100],
  ])('panics with a device tree that is %s', (_name, start, end) => {
    const xen = bootedXen({ layout: { fdt: range(start, end) } });

    expect(boot(xen, 'early-fdt').result).toBe('panic');
    expect(boot(xen, 'static-heap').result).toBe('skipped');
  });

  it('MPU-X-042: maps the first bank of static heap, and panics without', () => {
    const shown = boot(bootedXen(), 'static-heap');

    expect(shown.table.slice(5).map(({ base, limit }) => [base, limit])).toEqual([
      [0x50000000, 0x50ffffff],
    ]);
    expect(boot(bootedXen({ layout: { staticHeap: [] } }), 'static-heap').result).toBe('panic');
  });

  it('MPU-X-040: moves the boundary, and never covers the moved part twice', () => {
    const xen = bootedXen();

    const shown = boot(xen, 'modify-after-init');

    const rest = booted64.slice(3, 5);
    expect(rows(tableRegions(shown))).toEqual([
      booted64[0],
      [0x261000, 0x271fff, 0x3a, 0x0f],
      [0x272000, 0x27ffff, 0x32, 0x0f],
      ...rest,
    ]);
    expect(enabledRegions(xen.hardware.system)).toEqual(tableRegions(shown));
    expect(probe(xen, 0x271000, 'read')).toBe('allowed');
    expect(probe(xen, 0x271000, 'write')).toBe('fault-1');
    expect(probe(xen, 0x272000, 'write')).toBe('allowed');
  });

  it('MPU-X-041: frees what served booting only', () => {
    const xen = bootedXen();
    boot(xen, 'modify-after-init');

    const shown = boot(xen, 'free-init-memory');

    expect(shown.result).toBe('ok');
    expect(shown.table.map(({ index, base }) => [index, base])).toEqual([
      [0, 0x200000],
      [1, 0x261000],
      [2, 0x272000],
      [4, 0x2a0000],
    ]);
    for (const address of [0x280000, 0x290000, 0x29ffff]) {
      expect(probe(xen, address, 'read')).toBe('fault-1');
    }
    for (const address of [0x2a0000, 0x2b1237])
      expect(probe(xen, address, 'write')).toBe('allowed');
  });

  it.each([
    [
      'roAfterInit to the end',
      { data: range(0x272000, 0x272000), roAfterInit: range(0x271000, 0x280000) },
      'modify-after-init',
    ],
    ['no BSS', { bss: range(0x2a0000, 0x2a0000) }, 'free-init-memory'],
  ])('XMPU-12: a region that lost its range stays enabled: %s', (_name, sections, phase) => {
    const broken = bootedXen({ sections });
    const mended = bootedXen({ sections, mended: ['XMPU-12'] });
    const isInverted = ({ base, limit }: { base: number; limit: number }) => limit < base;

    expect(boot(broken, phase).table.filter(isInverted)).toHaveLength(1);
    const shown = boot(mended, phase);

    expect(shown.result).toBe('ok');
    expect(shown.table).toHaveLength(phase === 'free-init-memory' ? 3 : 4);
    expect(enabledRegions(mended.hardware.system)).toEqual(tableRegions(shown));
  });

  it('panics where sections that it has to move are not there', () => {
    const sections = { rodata: range(0x261000, 0x261000) };
    expect(boot(bootedXen({ sections }), 'modify-after-init').result).toBe('panic');
    const unaligned = { initText: range(0x280000, 0x28ff40), initData: range(0x28ff40, 0x2a0000) };
    const xen = bootedXen({ sections: unaligned, mended: allDeviations });
    expect(boot(xen, 'free-init-memory').result).toBe('panic');
  });

  it('keeps every section of Xen covered in the whole of booting', () => {
    const xen = bootedXen({ mended: allDeviations });
    const live = ['text', 'rodata', 'roAfterInit', 'data', 'bss'] as const;
    for (const phase of ['early-fdt', 'static-heap', 'virtual-paging', 'remove-early-mappings']) {
      expect(boot(xen, phase).result).toBe('ok');
    }
    for (const phase of ['modify-after-init', 'free-init-memory']) {
      expect(boot(xen, phase).result).toBe('ok');
      for (const name of live) {
        const { start, end } = usualSections[name];
        for (const address of [Number(start), Number(end) - 1]) {
          expect(probe(xen, address, 'read')).toBe('allowed');
        }
      }
    }
  });
});
