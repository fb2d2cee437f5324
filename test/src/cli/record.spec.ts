import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nothingInstalled } from './elsewhere';
import { call, plain } from './support';

const folder = nothingInstalled();

describe('lockstep record, with nothing installed', () => {
  it('says what is not run, and how to get it', async () => {
    const out = join(folder(), 'recordings/xen.json');

    const { status, stdout, stderr } = await call('record', 'xen:4.17', 'xen:4.20', '--out', out);

    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(plain(stdout)).toMatch(
      /^xen:4.17: not run: .*; get it with: npx lockstep targets install xen:4.17$/m,
    );
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    [['xen:9'], 'unknown implementation "xen:9"'],
    [['xen:4.17', 'model:xen@4.20'], 'model:xen@4.20 is no real target'],
    [['twin:kvm:7.2'], 'twin:kvm:7.2 is no real target'],
    [['xen:4.17', '--steps', '3001'], 'from 10 to 3000'],
    [['xen:4.17', '--runs', '0'], 'of 1 or more'],
    [[], "missing required argument 'targets'"],
  ])('refuses %j', async (given, message) => {
    const out = join(folder(), 'out.json');

    const { status, stdout, stderr } = await call('record', ...given, '--out', out);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(plain(stderr)).toContain(message);
    expect(existsSync(out)).toBe(false);
  });

  it('wants to know where to', async () => {
    const { status, stderr } = await call('record', 'xen:4.17');

    expect(status).toBe(2);
    expect(plain(stderr)).toContain("required option '--out <file>' not specified");
  });
});
