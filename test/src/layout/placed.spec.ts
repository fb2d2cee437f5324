import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MpuCheck } from '../../../reports/schema/mpu-check';
import { checkBoard } from '../../../src/layout/check';
import { findDesign } from '../../../src/layout/designs';
import { flatten } from '../../../src/targets/device-tree';
import { temporaryFolder } from '../cli/support';
import { checked, madeUpDesign, writeBoard } from './support';
import { boardTree, domain, MEGABYTE as M, sections } from './trees';

const folder = temporaryFolder();

function violations({ violations: found }: MpuCheck): string[] {
  return found.map(({ requirement, message }) => `${requirement} ${message}`);
}

describe('what lies where', () => {
  it('finds a guest section that has Xen, shared memory or the device tree in it', () => {
    const given = writeBoard(
      folder(),
      boardTree({
        'mpu,guest-memory-section': [0x20000000, 0x8000000, 0x40000000, 16 * M],
        domU2: domain(0x40100000, {
          'shared@40800000': {
            compatible: 'xen,domain-shared-memory-v1',
            'xen,shm-id': 'box',
            'xen,shared-mem': [0x40800000, 0x40800000, M],
          },
        }),
      }),
    );

    const found = violations(checked(given, madeUpDesign('2023'))).join('\n');

    const section = 'guest memory section 0 (0x20000000–0x27ffffff) and ';
    expect(found).toContain(`MPU-A-004 ${section}text (0x20200000–0x20240a33) overlap`);
    expect(found).toContain(`MPU-A-004 ${section}device tree (`);
    expect(found).toContain(
      'MPU-A-004 guest memory section 1 (0x40000000–0x40ffffff) and shared memory box',
    );
    expect(violations(checked(given, madeUpDesign('upstream')))).toEqual([]);
  });

  it('minds no section that the design does not know, and no second heap where all are used', () => {
    const wrong = {
      'mpu,guest-memory-section': [0x20000020, 0x30000000],
      'mpu,device-memory-section': [0x28000000, M],
      'xen,static-heap': [0x28000000, M, 0x29000000, M],
    };
    const tree = boardTree(wrong);

    expect(violations(checked(writeBoard(folder(), tree), madeUpDesign('upstream')))).toEqual([
      expect.stringContaining('MPU-X-042 static heap 1'),
    ]);
    const given = writeBoard(folder(), boardTree({ 'xen,static-heap': wrong['xen,static-heap'] }));
    expect(checkBoard(given, findDesign('2023')).violations).toEqual([]);
  });

  it('minds init data and BSS in one granule where each has a region', () => {
    const xen = {
      ...sections,
      initData: { ...sections.initData, end: '0x20270020' },
      bss: { ...sections.bss, start: '0x20270020' },
    };
    const given = writeBoard(folder(), boardTree(), xen);

    expect(violations(checkBoard(given, findDesign('upstream+fixed')))).toEqual([
      'MPU-X-041 boot: region 4 (0x20270000–0x2028583f) still covers initData',
    ]);
    expect(violations(checkBoard(given, findDesign('2023')))).toContain(
      'MPU-X-006 initData and bss meet at 0x20270020, within a granule of 64 bytes: their regions would overlap',
    );
  });

  it('finds a device of a domain that is a part of a page', () => {
    const given = writeBoard(folder());
    const partial = join(folder(), 'domU1.dtb');
    const can = { 'xen,reg': [0xe1000000, 0x800, 0xe1000000] };
    writeFileSync(
      partial,
      flatten({ passthrough: { '#address-cells': [1], '#size-cells': [1], 'can@0': can } }),
    );
    const files = [...given.files, `domU1=${partial}`];

    for (const design of ['upstream', '2023'] as const) {
      expect(violations(checked({ ...given, files }, madeUpDesign(design)))).toContain(
        'MPU-X-011 domU1 can@0 ends at 0xe10007ff: Xen maps whole pages of 4 KiB, and refuses this',
      );
    }
  });
});
