import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Given } from '../../../src/layout/input';
import { takeIn } from '../../../src/layout/input';
import { temporaryFolder } from '../cli/support';
import { sections } from './trees';

const folder = temporaryFolder();

function written(): string {
  const file = join(folder(), 'layout.json');
  const fdt = { start: '0x20400000', end: '0x20401000' };
  writeFileSync(file, JSON.stringify({ sections, fdt }));
  return file;
}

describe('a whole layout in JSON', () => {
  it('is a board', () => {
    const { board, machine } = takeIn({ files: [written()], format: 32, el1Regions: 8 });

    expect(board.placed.map(({ kind }) => kind)).toEqual([
      ...Object.keys(sections).map(() => 'section'),
      'fdt',
    ]);
    expect(machine).toMatchObject({ format: 32, el1Regions: 8, el2Regions: 16 });
  });

  it.each<Partial<Given>>([
    { elf: 'xen-syms' },
    { map: 'xen.map' },
    { layout: 'layout.json' },
    { fdt: '0x20000000' },
    { earlyUart: true },
    { files: ['domU1=domU1.dtb'] },
  ])('stands alone: %j', ({ files = [], ...beside }) => {
    const file = written();

    expect(() => takeIn({ files: [file, ...files], ...beside })).toThrow(
      `${file}: is a whole layout: nothing can be given beside it`,
    );
  });
});
