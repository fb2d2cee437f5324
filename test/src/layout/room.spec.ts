import { checkBoard } from '../../../src/layout/check';
import { findDesign } from '../../../src/layout/designs';
import { temporaryFolder } from '../cli/support';
import { writeBoard } from './support';
import { boardTree, domain, MEGABYTE } from './trees';

const folder = temporaryFolder();

/** A domain with so many ranges of memory, and what is emulated for it: GICD, GICR, UART. */
const withRanges = (count: number): ReturnType<typeof boardTree> =>
  boardTree({
    domU2: domain(0, {
      'xen,static-mem': Array.from({ length: count }, (_, n) => [
        ...[0x40200000 + n * 2 * MEGABYTE, MEGABYTE],
      ]).flat(),
    }),
  });

describe('do the regions suffice', () => {
  it('says where, and how many would do', () => {
    const given = writeBoard(folder(), withRanges(7));

    const { violations, remarks } = checkBoard(given, findDesign('2023'));

    // 5 sections and the heap; init text, init data, device tree and boot modules while domains are made.
    expect(violations).toEqual([
      {
        requirement: 'MPU-P-022',
        message:
          "Xen gets ENOENT while making domU2, which needs 10 regions beside Xen's and those of booting (16 regions at EL2)",
        where: [`${given.files[0]}: /chosen/domU2`],
      },
    ]);
    expect(remarks).toEqual(['with 20 regions at EL2 none would be lacking; there are 16']);
    const more = checkBoard({ ...given, el2Regions: 20 }, findDesign('2023'));
    expect([more.violations, more.remarks]).toEqual([[], []]);
    expect(checkBoard({ ...given, el2Regions: 19 }, findDesign('2023')).violations).toHaveLength(1);
  });

  it('says nothing of numbers where no number would do', () => {
    const given = writeBoard(folder(), boardTree({ 'mpu,guest-memory-section': [0, MEGABYTE] }));

    const { violations, remarks } = checkBoard(given, findDesign('2023'));

    expect(violations.length).toBeGreaterThan(0);
    expect(remarks).toEqual([]);
  });

  it('says what domains would take where the hypervisor does not switch to them', () => {
    const given = writeBoard(folder(), withRanges(7));

    const { violations, remarks } = checkBoard(given, findDesign('upstream+fixed'));

    expect(violations).toEqual([]);
    expect(remarks).toEqual([
      'domU1 would need 1 of the 8 regions left',
      'domU2 would need 7 of the 8 regions left',
    ]);
  });
});
