import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../../reports/schema/report';
import { checkFinding } from '../../../src/validate';
import { bin, call, plain, root, temporaryFolder } from './support';

const FAULT = 'fault:rpr-idle-reads-zero';
const folder = temporaryFolder();

function findings(out: string): Finding[] {
  const names = readdirSync(join(out, 'findings')).sort();
  return names.map((name) =>
    checkFinding(JSON.parse(readFileSync(join(out, 'findings', name), 'utf8'))),
  );
}

describe('lockstep hunt', () => {
  it('exits 1 on what is unexplained, with a finding that its command replays', async () => {
    const out = folder();

    const { status, stdout, stderr } = await call(
      ...['hunt', 'model:architecture', FAULT, '--runs', '20', '--seed', '1', '--out', out],
    );

    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(plain(stdout)).toContain('UNEXPLAINED DIFFERENCES');
    const [found] = findings(out);
    expect(plain(stdout)).toContain(found.id);
    const [command, ...args] = found.replay.split(' ');
    expect(command).toBe('lockstep');
    const replayed = await call(...args);
    expect(replayed.status).toBe(1);
    expect(plain(replayed.stdout)).toMatch(/\^ first difference\n/);
  });

  it('exits 0 if all is explained, and counts what is allowed', async () => {
    const out = folder();
    const pair = ['model:architecture', 'model:architecture+choices'];

    const { status, stdout } = await call(
      ...['hunt', ...pair, '--runs', '60', '--seed', '2', '--divergences', '--out', out],
    );

    expect(status).toBe(0);
    expect(plain(stdout)).toContain('everything is explained');
    const allowed = findings(out);
    expect(allowed.length).toBeGreaterThan(3);
    for (const { kind, cause, id, hits } of allowed) {
      expect(kind).toBe('allowed');
      expect(id.startsWith(`${cause![0]}-`)).toBe(true);
      expect(plain(stdout)).toMatch(new RegExp(`  ${cause![0]} +${hits}  `));
    }
  });

  it('writes the same for the same seed, and clears the findings of an earlier hunt only', async () => {
    const [one, two] = [join(folder(), 'one'), join(folder(), 'two')];
    const hunt = (out: string, seed: string) =>
      call('hunt', 'model:architecture', FAULT, '--runs', '20', '--seed', seed, '--out', out);
    await hunt(one, '7');
    writeFileSync(join(one, 'findings', 'notes.json'), '{}');

    await hunt(one, '8');
    await hunt(two, '8');

    const texts = (out: string) =>
      readdirSync(join(out, 'findings'))
        .filter((name) => name !== 'notes.json')
        .map((name) => [name, readFileSync(join(out, 'findings', name), 'utf8')])
        .map(([name, text]) => [name, text.replaceAll(out, 'OUT')]);
    expect(texts(one)).toEqual(texts(two));
    expect(readdirSync(join(one, 'findings'))).toContain('notes.json');
  });

  it.each([
    [['model:architecture', 'model:architecture'], /is given twice/],
    [['model:architecture', 'model:nothing'], /unknown implementation "model:nothing"/],
    [['model:architecture', FAULT, '--runs', '1', '--time', '1'], /exclude each other/],
  ])('exits 2 on %j', async (args, message) => {
    const { status, stderr } = await call('hunt', ...args, '--out', folder());

    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('keeps what was done when it is interrupted', async () => {
    const out = join(folder(), 'out');
    const pair = ['model:architecture', 'model:architecture+choices'];

    const child = spawn(process.execPath, [bin, 'hunt', ...pair, '--time', '40', '--out', out], {
      cwd: root,
    });
    const output: string[] = [];
    child.stdout.on('data', (data: Buffer) => {
      if (output.push(String(data)) === 1) setTimeout(() => child.kill('SIGINT'), 1500);
    });
    const status = await new Promise((resolve) => child.on('exit', resolve));

    expect(status).toBe(130);
    expect(output.join('')).toContain('interrupted: the findings cover what was done');
  });
});
