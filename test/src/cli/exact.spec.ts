import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { targetProfiles } from '../../../src/targets/profiles';
import { checkReport } from '../../../src/validate';
import { nothingInstalled } from './elsewhere';
import { call, plain } from './support';

const folder = nothingInstalled();
/** Those with a model to compare them with. */
const ids = targetProfiles().flatMap(({ id, twin }) => (twin ? id : []));

/** What is said of a target that is not installed, at the start of a line. */
const notRun = (id: string): RegExp =>
  new RegExp(`^${id}: not run: .*; get it with: npx lockstep targets install ${id}$`, 'm');

describe('lockstep exact, with nothing installed', () => {
  it.each(ids)('says that %s is not run, and how to get it', async (id) => {
    const out = join(folder(), 'out');

    const { status, stdout, stderr } = await call('exact', id, '--runs', '1', '--out', out);

    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(plain(stdout)).toMatch(notRun(id));
    expect(plain(stdout)).toContain('qemu: ');
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    [['exact', 'xen:9'], 'unknown implementation "xen:9"; there are .*xen:4.20'],
    [['exact', 'model:xen@4.20'], 'model:xen@4.20 is no real target; there are .*xen:4.17, '],
    [['exact', 'twin:xen:4.20'], 'twin:xen:4.20 is no real target'],
    [['exact', 'xen:4.20', '--runs', '1', '--time', '1'], '--runs and --time exclude each other'],
    [['exact', 'xen:4.20', '--gic', '4'], 'from 2 to 3'],
    [['exact', 'xen:4.20', '--steps', '5'], 'from 10 to 3000'],
    [['exact', 'xen:4.20', '--lanes', '0'], 'from 1 to 64'],
    [['exact', 'xen:4.20', '--hostile', '17'], 'from 0 to 16'],
    [['exact', 'xen:4.20', '--white-box'], 'xen:4.20 does not show what it keeps .*: kvm:6.1, '],
    [['exact', 'xen:4.20', '--migrate'], 'xen:4.20 cannot be saved and restored; these can: kvm'],
    [['exact'], "missing required argument 'target'"],
  ])('refuses %j', async (given, message) => {
    const { status, stdout, stderr } = await call(...given);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(plain(stderr)).toMatch(new RegExp(message));
    expect(readdirSync(folder())).toEqual([]);
  });
});

describe('other commands, with nothing installed', () => {
  it('runs what is there, and says what is not', async () => {
    const out = join(folder(), 'out');
    const given = ['--impl', 'xen:4.20', '--impl', 'model:architecture'];

    const { status, stdout } = await call(
      'run',
      ...given,
      '--runs',
      '3',
      '--seed',
      '1',
      '--out',
      out,
    );

    // Something that was asked for is missing.
    expect(status).toBe(1);
    expect(plain(stdout)).toMatch(/^lockstep: seed 1, model:architecture, /m);
    expect(plain(stdout)).toMatch(notRun('xen:4.20'));
    const report = checkReport(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
    expect(report.campaign.workloads).toBe(3);
    expect(report.notRun).toMatchObject([
      { implementation: 'xen:4.20', command: 'lockstep targets install xen:4.20' },
    ]);
  });

  it('fails where nothing is left to run', async () => {
    const out = join(folder(), 'out');

    const { status, stdout } = await call('run', '--impl', 'kvm:7.2', '--runs', '3', '--out', out);

    expect(status).toBe(1);
    expect(plain(stdout)).toMatch(notRun('kvm:7.2'));
    expect(existsSync(join(out, 'report.json'))).toBe(false);
  });

  it('does not hunt with one alone', async () => {
    const out = join(folder(), 'out');

    const { status, stdout } = await call(
      ...['hunt', 'model:xen@4.20', 'xen:4.20', '--runs', '3', '--out', out],
    );

    expect(status).toBe(1);
    expect(plain(stdout)).toMatch(notRun('xen:4.20'));
    expect(existsSync(out)).toBe(false);
  });
});
