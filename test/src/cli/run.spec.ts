import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../../reports/schema/report';
import { checkFinding, checkReport } from '../../../src/validate';
import { bin, call, lockstep, plain, root, temporaryFolder } from './support';

const FAULT = 'fault:priority-order-reversed';
const folder = temporaryFolder();

function report(out: string): Report {
  return checkReport(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
}

describe('lockstep run', () => {
  it('writes a report and a summary, and exits 0 if nothing failed', () => {
    const out = join(folder(), 'new', 'folder');

    const { status, stdout, stderr } = lockstep('run', '--runs', '8', '--seed', '1', '--out', out);

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(readdirSync(out).sort()).toEqual(['report.json', 'summary.md']);
    expect(report(out).campaign).toMatchObject({ seed: 1, workloads: 8, interrupted: false });
    expect(readFileSync(join(out, 'summary.md'), 'utf8')).toMatch(/^# Lockstep report\n/);
    expect(stdout).toContain('lockstep: seed 1, model:architecture');
    expect(plain(stdout)).toContain('nothing unexpected failed');
  });

  it('exits 1 on a fault, with a finding that its command replays', async () => {
    const out = folder();
    const more = ['--impl', FAULT, '--runs', '30', '--seed', '2', '--out', out];

    const ran = await call('run', '--requirements', 'GIC-CPU-003', ...more);

    expect(ran.status).toBe(1);
    expect(plain(ran.stdout)).toContain('FAILED');
    const [found] = report(out).findings;
    const file = join(out, 'findings', `${found.id}.json`);
    const finding = checkFinding(JSON.parse(readFileSync(file, 'utf8')));
    expect(finding).toEqual(found);
    expect(finding.requirements).toContain('GIC-CPU-003');

    const [command, ...args] = finding.replay.split(' ');
    expect(command).toBe('lockstep');
    expect(args).toEqual(['replay', file, '--impl', FAULT]);
    const replayed = lockstep(...args);

    expect(replayed).toMatchObject({ status: 1, stderr: '' });
    const lines = plain(replayed.stdout).split('\n');
    const at = lines.findIndex((line) => new RegExp(`^> +${finding.step} `).test(line));
    const next = lines.findIndex((line, n) => n > at && !line.includes('^ '));
    expect(lines.slice(at + 1, next).map((line) => line.trim())).toContain(
      `^ GIC-CPU-003 broken by ${FAULT}`,
    );
    expect(lines[0]).toBe(finding.title);
  });

  it('compares several implementations', async () => {
    const out = folder();
    const impls = ['--impl', 'model:architecture', '--impl', FAULT];
    const few = ['--requirements', 'GIC-CPU-003', '--runs', '10', '--seed', '4'];

    const { status } = await call('run', ...impls, ...few, '--out', out);

    expect(status).toBe(1);
    const { comparisons } = report(out);
    expect(comparisons).toHaveLength(1);
    expect(comparisons[0]).toMatchObject({ pair: ['model:architecture', FAULT], workloads: 10 });
    expect(comparisons[0].judged).toBeGreaterThan(0);
  });

  it('gives the same report for the same seed', async () => {
    const ids = ['model:architecture', 'model:xen@4.20', 'model:pmsav8', 'model:xen-mpu@2026'];
    const impls = ids.flatMap((id) => ['--impl', id]);
    const made: unknown[] = [];
    for (const name of ['a', 'b']) {
      const out = join(folder(), name);
      await call('run', ...impls, '--runs', '8', '--seed', '3', '--steps', '60', '--out', out);
      const { campaign, performance, mpu, ...rest } = report(out);
      expect(performance.stepsPerSecond).toBeGreaterThan(0);
      const timeless = { ...campaign, times: undefined };
      made.push({ ...rest, campaign: timeless, mpu: { ...mpu, seconds: undefined } });
    }

    expect(made[1]).toEqual(made[0]);
  });

  it('writes the report of what was done when it is interrupted', async () => {
    const out = join(folder(), 'out');
    const args = ['run', '--impl', 'model:architecture', '--time', '30', '--out', out];

    const child = spawn(process.execPath, [bin, ...args], { cwd: root });
    const output: string[] = [];
    child.stdout.on('data', (data: Buffer) => {
      // The first line comes before the half second in which the baseline is measured.
      if (output.push(String(data)) === 1) setTimeout(() => child.kill('SIGINT'), 2000);
    });
    const status = await new Promise((resolve) => child.on('exit', resolve));

    expect(status).toBe(130);
    expect(output.join('')).toContain('interrupted: the report covers what was done');
    const { campaign } = report(out);
    expect(campaign).toMatchObject({ interrupted: true, budget: { seconds: 30 } });
    expect(campaign.workloads).toBeGreaterThan(0);
    expect(campaign.times.seconds).toBeLessThan(25);
    expect(readFileSync(join(out, 'summary.md'), 'utf8')).toContain('interrupted');
    expect(existsSync(join(out, 'report.json.tmp'))).toBe(false);
  });
});
