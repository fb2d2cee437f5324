import type { MpuFlags, MpuResult } from '../../../models/contract/mpu-script';
import {
  allDeviations,
  bootedXen,
  enabledRegions,
  machineOf,
  map,
  modify,
  range,
  tableRegions,
  unmap,
  writesOf,
} from './support';

const A = 0x60000000;
const B = 0x60010000;
const PAGE = 0x1000;

describe('xen_mpumap_update', () => {
  it.each<[string, number, number, MpuFlags]>([
    ['writable and executable', A, B, 'rwx'],
    ['empty', A, A, 'rw'],
    ['reversed', B, A, 'rw'],
    ['base off by a byte', A + 1, B, 'rw'],
    ['base off by a granule', A + 64, B, 'rw'],
    ['limit off by a byte', A, B - 1, 'rw'],
    ['limit off by a granule', A, B + 64, 'rw'],
  ])('MPU-X-011: refuses a range that is %s', (_name, start, end, flags) => {
    const shown = map(bootedXen(), start, end, flags);

    expect(shown.result).toBe('EINVAL');
    expect(shown.accesses).toEqual([]);
    expect(shown.table).toHaveLength(5);
  });

  it.each<[MpuFlags, number, number]>([
    ['ro', 0x3a, 0x0f],
    ['rw', 0x32, 0x0f],
    ['rx', 0x38, 0x0f],
    ['device', 0x22, 0x09],
    ['nc', 0x22, 0x03],
  ])('MPU-X-032, MPU-X-033: %s: PRBAR 0x%x, PRLAR 0x%x', (flags, barBits, larBits) => {
    const xen = bootedXen();

    const { result, table } = map(xen, A, B, flags);

    expect(result).toBe('ok');
    expect(table[5]).toEqual({ index: 5, base: A, limit: B - 1, barBits, larBits, references: 0 });
    expect(enabledRegions(xen.hardware.system)[5]).toMatchObject({ index: 5, barBits, larBits });
  });

  const present: [string, number, number, MpuFlags, MpuResult, number | undefined][] = [
    ['equal, same attributes', A, B, 'rw', 'ok', 1],
    ['equal, other permissions', A, B, 'ro', 'ok', 0],
    ['equal, other memory type', A, B, 'nc', 'EINVAL', 0],
    ['inside, same attributes', A + PAGE, B, 'rw', 'ok', 1],
    ['inside, other permissions', A + PAGE, B, 'ro', 'EINVAL', 0],
    ['inside, other memory type', A + PAGE, B, 'nc', 'EINVAL', 0],
    ['larger', A - PAGE, B + PAGE, 'rw', 'EINVAL', 0],
    ['overlapping below', A - PAGE, A + PAGE, 'rw', 'EINVAL', 0],
    ['overlapping above', B - PAGE, B + PAGE, 'rw', 'EINVAL', 0],
    ['adjacent below', A - PAGE, A, 'rw', 'ok', 0],
    ['adjacent above', B, B + PAGE, 'rw', 'ok', 0],
  ];
  it.each(present)('the table of results: mapping %s', (_n, start, end, flags, result, refs) => {
    const xen = bootedXen();
    map(xen, A, B, 'rw');

    const shown = map(xen, start, end, flags);

    expect(shown.result).toBe(result);
    expect(shown.table[5].references).toBe(refs);
    expect(shown.table).toHaveLength(start >= B || end <= A ? 7 : 6);
    expect(enabledRegions(xen.hardware.system)).toEqual(tableRegions(shown));
    expect(shown.accesses.at(-1)?.does).toBe(result === 'ok' ? 'barrier' : undefined);
  });

  it.each<[string, number, number, number, MpuResult, number | undefined]>([
    ['equal', A, B, 0, 'ok', undefined],
    ['equal, mapped twice', A, B, 1, 'ok', 0],
    ['inside', A, A + PAGE, 0, 'EINVAL', 0],
    ['larger', A - PAGE, B, 0, 'EINVAL', 0],
    ['overlapping', B - PAGE, B + PAGE, 0, 'EINVAL', 0],
    ['elsewhere', B, B + PAGE, 0, 'EINVAL', 0],
  ])('the table of results: unmapping %s', (_name, start, end, more, result, refs) => {
    const xen = bootedXen();
    for (let n = 0; n <= more; n++) map(xen, A, B, 'rw');

    const shown = unmap(xen, start, end);

    expect(shown.result).toBe(result);
    expect(shown.table[5]?.references).toBe(refs);
    expect(enabledRegions(xen.hardware.system)).toEqual(tableRegions(shown));
  });

  it('does not change permissions of what is mapped several times', () => {
    const xen = bootedXen();
    map(xen, A, B, 'rw');
    map(xen, A, B, 'rw');

    expect(map(xen, A, B, 'ro').result).toBe('EINVAL');
    expect(writesOf(unmap(xen, A, B))).toEqual([]);
    expect(map(xen, A, B, 'ro').result).toBe('ok');
  });

  it('MPU-X-023: counts up to 255 references', () => {
    const xen = bootedXen();
    for (let n = 0; n < 256; n++) expect(map(xen, A, B, 'rw').result).toBe('ok');

    const full = map(xen, A, B, 'rw');

    expect(full.result).toBe('ENOENT');
    expect(full.table[5].references).toBe(255);
    for (let n = 0; n < 256; n++) expect(unmap(xen, A, B).result).toBe('ok');
    expect(unmap(xen, A, B).result).toBe('EINVAL');
  });

  it.each([6, 16, 33, 255])('MPU-X-024, MPU-X-025: lowest first, up to %d', (count) => {
    const xen = bootedXen({ machine: machineOf(count), mended: allDeviations });
    const at = (n: number): number => A + n * 2 * PAGE;
    for (let n = 5; n < count; n++) {
      expect(map(xen, at(n), at(n) + PAGE, 'rw').table.at(-1)?.index).toBe(n);
    }

    const full = map(xen, B * 2, B * 2 + PAGE, 'rw');
    expect(full.result).toBe('ENOENT');
    expect(full.accesses).toEqual([]);
    expect(full.table).toHaveLength(count);

    expect(unmap(xen, at(5), at(5) + PAGE).result).toBe('ok');
    const again = map(xen, B * 2, B * 2 + PAGE, 'rw');
    expect(again.result).toBe('ok');
    expect(again.table[5]).toMatchObject({ index: 5, base: B * 2 });
  });

  it('PMSAv8-32 has addresses of 32 bits', () => {
    const machine = machineOf(16, 32);

    expect(map(bootedXen({ machine }), 0xfffff000, 2 ** 32, 'rw').result).toBe('EINVAL');
    const wide = map(bootedXen(), 2 ** 47, 2 ** 48, 'rw');
    expect(wide.table[5]).toMatchObject({ base: 2 ** 47, limit: 2 ** 48 - 1 });
  });

  it('modifies as mapping does, where something changes', () => {
    for (const mended of [[], allDeviations]) {
      const xen = bootedXen({ mended });
      map(xen, A, B, 'rw');

      expect(modify(xen, A, B, 'ro').table[5]).toMatchObject({ barBits: 0x3a, references: 0 });
      expect(modify(xen, A, A + PAGE, 'rw').result).toBe('EINVAL');
      expect(modify(xen, A, B, 'device').result).toBe(mended.length > 0 ? 'EINVAL' : 'ok');
      expect(modify(xen, A, B, 'rwx').result).toBe('EINVAL');
      expect(modify(xen, A, B + 64, 'ro').result).toBe('EINVAL');
    }
  });
});

describe('what is made of it', () => {
  it('ioremap rounds to pages and shares what is mapped', () => {
    const xen = bootedXen();
    const device = range(0x9c090010, 0x9c091001);

    const first = xen.execute({ step: 'ioremap', ...device });
    const second = xen.execute({ step: 'ioremap', ...range(0x9c091080, 0x9c0910c0) });

    expect(first.table[5]).toMatchObject({ base: 0x9c090000, limit: 0x9c091fff, larBits: 9 });
    expect(second.table[5].references).toBe(1);
    expect(xen.execute({ step: 'iounmap', ...device }).result).toBe('ok');
    expect(xen.execute({ step: 'iounmap', ...device }).table).toHaveLength(5);
    expect(xen.execute({ step: 'iounmap', ...device }).result).toBe('panic');
  });

  it('copy_from_paddr maps for the time of it, and panics over something else', () => {
    const xen = bootedXen();

    const shown = xen.execute({ step: 'copy-from-paddr', ...range(A + 5, B + 5) });

    expect(shown.result).toBe('ok');
    expect(shown.table).toHaveLength(5);
    expect(writesOf(shown)).not.toEqual([]);
    map(xen, A, B, 'rw');
    expect(xen.execute({ step: 'copy-from-paddr', ...range(A, A + 1) }).result).toBe('panic');
  });

  it('destroy_xen_mapping_containing frees the whole region', () => {
    const xen = bootedXen();
    map(xen, A, B, 'rw');
    map(xen, A + PAGE, B, 'rw');
    const page = { step: 'unmap-containing', address: '0x60001000' } as const;

    expect(xen.execute(page).table[5].references).toBe(0);
    expect(xen.execute(page).table).toHaveLength(5);
    expect(xen.execute(page).result).toBe('EINVAL');
  });

  it('map_pages_to_xen maps pages where the addresses are the same', () => {
    const pages = { step: 'map-pages', virtual: '0x60000000', pages: 3, flags: 'rw' } as const;

    for (const mended of [[], allDeviations]) {
      const shown = bootedXen({ mended }).execute({ ...pages, physical: '0x60000fff' });
      expect(shown.table[5]).toMatchObject({ base: A, limit: A + 3 * PAGE - 1 });
    }
    expect(bootedXen().execute({ ...pages, physical: '0x60000000', pages: 0 }).result).toBe(
      'EINVAL',
    );
  });
});
