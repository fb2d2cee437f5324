import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../../reports/schema/report';
import { checkReport } from '../../../src/validate';
import { call, plain, temporaryFolder } from './support';

const folder = temporaryFolder();

function report(out: string): Report {
  return checkReport(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
}

describe('lockstep run on MPUs', () => {
  it('reports them beside GICs', async () => {
    const out = folder();
    const impls = ['--impl', 'model:architecture', '--impl', 'model:pmsav8'];

    const ran = await call('run', ...impls, '--runs', '30', '--seed', '1', '--out', out);

    expect(ran).toMatchObject({ status: 0, stderr: '' });
    const { implementations, mpu, requirements, campaign } = report(out);
    expect(implementations.map(({ id }) => id)).toEqual(['model:architecture', 'model:pmsav8']);
    expect(campaign.workloads).toBe(30);
    expect(mpu).toMatchObject({ programs: 30, scripts: 0, findings: [] });
    const one = requirements.find(({ id }) => id === 'MPU-A-001')!;
    expect(one.verdicts).toMatchObject([{ implementation: 'model:pmsav8', status: 'passed' }]);
  });

  it('runs MPUs alone where only their requirements are selected', async () => {
    const out = folder();

    const ran = await call('run', '--requirements', 'MPU-X-*', '--runs', '5', '--out', out);

    expect(ran.status).toBe(0);
    const ids = report(out).implementations.map(({ id }) => id);
    expect(ids).toContain('model:xen-mpu@2026+fixed');
    expect(ids.some((id) => id.includes('architecture'))).toBe(false);
    const deviations = report(out).deviations.filter(
      (d) => d.implementation === 'model:xen-mpu@2026',
    );
    expect(deviations.length).toBeGreaterThan(10);
  });

  it('exits 1 on a fault, with a finding that its command replays', async () => {
    const out = folder();
    const impls = ['--impl', 'fault:mpu-wxn-ignored', '--requirements', 'MPU-A-017'];

    const ran = await call('run', ...impls, '--runs', '60', '--seed', '2', '--out', out);

    expect(ran.status).toBe(1);
    const [finding] = report(out).mpu!.findings;
    expect(finding.requirements).toEqual(['MPU-A-017']);
    const { length } = finding.program!.steps;
    expect(ran.stdout).toContain(`minimal region program of ${length} steps: ${finding.replay}`);
    const summary = readFileSync(join(out, 'summary.md'), 'utf8');
    expect(summary).toContain('\n60 region programs and 0 scripts on MPUs, ');
    expect(summary).not.toMatch(/workloads/);
    expect(summary).toContain(`## Findings\n\n- ${finding.id}: ${finding.title}\n`);
    const [, ...args] = finding.replay.split(' ');
    const replayed = await call(...args, '--impl', 'model:pmsav8');
    expect(replayed).toMatchObject({ status: 1, stderr: '' });
    expect(plain(replayed.stdout)).toContain('^ MPU-A-017 broken by fault:mpu-wxn-ignored');
    expect(replayed.stdout).toContain('model:pmsav8: no requirement broken');
  });

  it.each([
    ['model:pmsav8+fixed', 'has no deviations that can be mended'],
    ['model:xen-mpu@1999', 'unknown implementation'],
    ['model:xen-mpu@2026+XMPU-99', 'has no deviation'],
  ])('says what is wrong with %s', async (id, words) => {
    const ran = await call('run', '--impl', id, '--runs', '1', '--out', folder());

    expect(ran.status).toBe(2);
    expect(plain(ran.stderr)).toContain(words);
  });
});

describe('lockstep replay of what concerns MPUs', () => {
  it('needs something that can run it', async () => {
    const file = join(folder(), 'program.json');
    const machine = { format: 32, el1Regions: 1, el2Regions: 1, vmsa: false };
    const steps = [{ step: 'probe', level: 'EL2', access: 'read', address: '0x0' }];
    writeFileSync(file, JSON.stringify({ format: 'lockstep-region-program-1', machine, steps }));

    const good = await call('replay', file);
    const bad = await call('replay', file, '--impl', 'model:xen-mpu@2026');

    expect(good.status).toBe(0);
    expect(good.stdout).toContain('model:pmsav8: allowed');
    expect(bad.status).toBe(2);
    expect(bad.stderr).toContain('is no processor');
  });

  it('says what is wrong with a program', async () => {
    const file = join(folder(), 'program.json');
    const machine = { format: 32, el1Regions: 1, el2Regions: 1, vmsa: false };
    const steps = [{ step: 'read', register: 'PRENR_EL1' }];
    writeFileSync(file, JSON.stringify({ format: 'lockstep-region-program-1', machine, steps }));

    const ran = await call('replay', file);

    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain('step 0, field "register": PMSAv8-32 has no register "PRENR_EL1"');
  });
});

describe('lockstep mpu switch-costs', () => {
  it('prints a row for each number of regions', async () => {
    const ran = await call('mpu', 'switch-costs', '--every');

    expect(ran.status).toBe(0);
    const rows = ran.stdout.split('\n').filter((line) => /^ +\d+ /.test(line));
    expect(rows).toHaveLength(256);
    // Costs grow with the number of regions.
    const totals = rows.map((row) => Number(row.trim().split(/ +/)[5]));
    expect(totals).toEqual([...totals].sort((a, b) => a - b));
    // SCTLR, VTCR, MAIR, TCR, TTBR0 and TTBR1; HCR and VSCTLR are only written.
    expect(ran.stdout).toContain('VMSA, whatever the regions: 6 reads, 8 writes, ');
  });

  it('knows two formats', async () => {
    expect((await call('mpu', 'switch-costs', '--format', '16')).status).toBe(2);
    expect((await call('mpu', 'switch-costs', '--format', '32', '--json')).status).toBe(0);
  });
});
