import { InputError } from '../../../src/errors';
import { checkBoard } from '../../../src/layout/check';
import { findDesign } from '../../../src/layout/designs';
import { temporaryFolder } from '../cli/support';
import { madeUp } from './made-up';
import { madeUpDesign, writeBoard } from './support';
import { boardTree } from './trees';

const folder = temporaryFolder();

describe('the designs of Xen', () => {
  it.each(['upstream+fixed', '2023', '2023-reserving', 'v2-2023+fixed', 'on-demand'])(
    '%s: nothing is wrong with a good board, all requirements considered',
    (name) => {
      const { violations: found } = checkBoard(writeBoard(folder()), findDesign(name));

      expect(found).toEqual([]);
    },
  );

  it.each(['upstream', '2023', '2023-reserving', 'on-demand'])(
    '%s: nothing is wrong with a Cortex-R82, where WXN keeps EL2 from executing what it writes',
    (name) => {
      const cpus = { 'cpu@0': { device_type: 'cpu', compatible: 'arm,cortex-r82' } };
      const given = writeBoard(folder(), boardTree({}, { cpus }));

      const { violations: found, contexts, machine } = checkBoard(given, findDesign(name));

      expect(machine.format).toBe(64);
      expect(found).toEqual([]);
      const regions = contexts.flatMap((context) => context.regions);
      expect(regions.filter(({ el2 }) => el2 === 'rwx')).toEqual([]);
      const memory = regions.filter(({ what }) => / memory$/.test(what));
      for (const { el1, el2 } of memory) expect([el1, el2]).toEqual(['rwx', 'rw-']);
    },
  );

  it('are judged by all requirements, besides the checks', () => {
    const { violations: found } = checkBoard(writeBoard(folder()), findDesign('upstream'));

    // The byte that becomes a word (XMPU-02) shows in no table.
    expect(found.map(({ requirement }) => requirement)).toContain('MPU-X-005');
  });
});

describe('findDesign', () => {
  it.each<[string, string]>([
    ['other', '--design: "other" is unknown; there are upstream'],
    ['upstream+XMPU-99', 'model:made-up has no deviation "XMPU-99"; it has panics'],
    ['upstream+fixed-XMPU-99', 'model:made-up has no deviation "XMPU-99"'],
  ])('refuses %s', (name, message) => {
    const design = { ...madeUpDesign(), implementation: madeUp(['panics']) };

    expect(() => findDesign(name, [design])).toThrow(InputError);
    expect(() => findDesign(name, [design])).toThrow(message);
  });
});
