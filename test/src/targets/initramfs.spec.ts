import { fc, test } from '@fast-check/jest';
import { initramfs } from '../../../src/targets/initramfs';

const HEADER = 110;
const fields = [
  ...['ino', 'mode', 'uid', 'gid', 'nlink', 'mtime', 'filesize'],
  ...['devmajor', 'devminor', 'rdevmajor', 'rdevminor', 'namesize', 'check'],
];

interface Member {
  name: string;
  at: Record<string, number>;
  content: Buffer;
}

/** Members of a "newc" archive (Linux, Documentation/driver-api/early-userspace/buffer-format.rst). */
function members(archive: Buffer): { members: Member[]; end: number } {
  const found: Member[] = [];
  let at = 0;
  const align = (): void => {
    while (at % 4 !== 0) expect(archive[at++]).toBe(0);
  };
  while (found.at(-1)?.name !== 'TRAILER!!!') {
    expect(archive.toString('latin1', at, at + 6)).toBe('070701');
    const digits = archive.toString('latin1', at + 6, at + HEADER);
    expect(digits).toMatch(/^[0-9A-Fa-f]{104}$/);
    const values = fields.map((_, n) => parseInt(digits.slice(n * 8, n * 8 + 8), 16));
    const header = Object.fromEntries(fields.map((field, n) => [field, values[n]]));
    at += HEADER;
    const name = archive.toString('latin1', at, at + header.namesize - 1);
    expect(archive[at + header.namesize - 1]).toBe(0);
    at += header.namesize;
    align();
    const content = archive.subarray(at, at + header.filesize);
    expect(content).toHaveLength(header.filesize);
    at += header.filesize;
    align();
    found.push({ name, at: header, content });
  }
  return { members: found, end: at };
}

describe('an initramfs', () => {
  test.prop([fc.uint8Array({ maxLength: 5000 })])('holds /init, and then its trailer', (init) => {
    const archive = Buffer.from(initramfs(init));

    const { members: found, end } = members(archive);
    expect(found.map(({ name }) => name)).toEqual(['init', 'TRAILER!!!']);
    const [file, trailer] = found;
    expect(file.content.equals(init)).toBe(true);
    // A regular file that everybody may run, of root.
    expect(file.at).toMatchObject({ mode: 0o100755, uid: 0, gid: 0, nlink: 1, check: 0 });
    expect(trailer.content).toHaveLength(0);
    expect(end).toBe(archive.length);
  });
});
