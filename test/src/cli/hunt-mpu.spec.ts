import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MpuFinding } from '../../../reports/schema/mpu-finding';
import { InputError, TargetDied } from '../../../src/errors';
import * as installed from '../../../src/targets/installed';
import * as registry from '../../../src/targets/mpu-registry';
import { checkMpuFinding } from '../../../src/validate';
import { asTwin, fakeTarget } from '../engine/mpu/fakes';
import { nothingInstalled } from './elsewhere';
import type { Ended } from './support';
import { call, plain, temporaryFolder } from './support';

const FAULT = 'fault:mpu-wxn-ignored';
const folder = temporaryFolder();

async function hunt(...args: string[]): Promise<Ended & { findings: MpuFinding[] }> {
  const out = folder();
  const ended = await call('hunt', ...args, '--out', out);
  const names = readdirSync(out).includes('findings') ? readdirSync(join(out, 'findings')) : [];
  const findings = names.map((name) =>
    checkMpuFinding(JSON.parse(readFileSync(join(out, 'findings', name), 'utf8'))),
  );
  return { ...ended, stdout: plain(ended.stdout), stderr: plain(ended.stderr), findings };
}

const some = ['--runs', '200', '--seed', '3'];

describe('lockstep hunt with two processors', () => {
  it('exits 0 if they agree', async () => {
    const { status, stdout, findings } = await hunt('model:pmsav8', 'model:pmsav8-sweep', ...some);

    expect({ status, findings }).toEqual({ status: 0, findings: [] });
    expect(stdout).toContain('200 workloads, 200 without a difference');
    expect(stdout).toContain('everything is explained');
  });

  it('explains differences by deviations, each in a small program', async () => {
    const { status, stdout, findings } = await hunt('model:pmsav8', 'twin:qemu:r52', ...some);

    expect(status).toBe(0);
    const found = findings.find(({ id }) => id.startsWith('KNOWN-R52-SH-'))!;
    expect(found).toMatchObject({ kind: 'difference', cause: ['twin:qemu:r52 R52-SH'] });
    expect(found.program!.steps.length).toBeLessThan(12);
    expect(stdout).toMatch(/twin:qemu:r52 R52-SH +\d+ /);
    const [, ...args] = found.replay.split(' ');
    const replayed = await call(...args);
    expect(replayed.stdout).toContain('they do not show the same\n');
    // With that deviation mended they do.
    const mended = args.map((arg) => (arg === 'twin:qemu:r52' ? `${arg}+R52-SH` : arg));
    expect((await call(...mended)).stdout).not.toContain('they do not show the same\n');
  });

  it('leaves out what is mended', async () => {
    const { findings } = await hunt('model:pmsav8', 'twin:qemu:r52+R52-SH', ...some);

    expect(findings.some(({ id }) => id.includes('R52-SH'))).toBe(false);
  });

  it('exits 1 on what nothing explains', async () => {
    const { status, stdout, findings } = await hunt('model:pmsav8', FAULT, ...some);

    expect(status).toBe(1);
    expect(stdout).toContain('UNEXPLAINED DIFFERENCES');
    expect(findings.length).toBeGreaterThan(0);
    for (const { id, program } of findings) {
      expect(id).toMatch(/^MPU-DIFFERENCE-/);
      expect(program!.steps.length).toBeLessThan(12);
    }
  });
});

describe('lockstep hunt with a processor elsewhere', () => {
  function found(answer: Parameters<typeof fakeTarget>[0]): void {
    jest.spyOn(installed, 'missingParts').mockReturnValue(undefined);
    const find = registry.findMpuImplementation;
    jest.spyOn(registry, 'findMpuImplementation').mockImplementation((id) => {
      const { twin } = find('qemu:r52') as { twin?: ReturnType<typeof fakeTarget> };
      return id === 'qemu:r52' ? { ...fakeTarget(answer), twin } : find(id);
    });
  }

  afterEach(() => jest.restoreAllMocks());

  it('makes programs small that run there', async () => {
    const seen: number[] = [];
    found((program, observations) => {
      seen.push(program.length);
      return program.length < 20 ? new InputError('too short') : asTwin(program, observations);
    });

    const { status, findings } = await hunt('model:pmsav8', 'qemu:r52', ...some);

    expect(status).toBe(0);
    expect(findings.length).toBeGreaterThan(0);
    for (const { program } of findings) {
      expect(program!.steps.length).toBeGreaterThanOrEqual(20);
      expect(seen).toContain(program!.steps.length);
    }
  });

  it('tells where it is not as its model, and where it died', async () => {
    let batches = 0;
    found((program, observations) => {
      if (program.length > 0 && batches++ === 0)
        throw new TargetDied('qemu:r52', 'exited', '1', '');
      asTwin(program, observations);
      observations[0] ^= 64;
      return undefined;
    });

    const { status, stdout } = await hunt('model:pmsav8', 'qemu:r52', ...some);

    expect(status).toBe(1);
    expect(stdout).toContain('workload 0: qemu:r52 exited (1)\n');
    expect(stdout).toContain('workload 110: qemu:r52 is not as its model at step 0\n');
    expect(stdout).toContain('and 81 more workloads like these\n');
  });

  describe('that is not installed', () => {
    nothingInstalled();
    it('says how to get it', async () => {
      const { status, stdout } = await hunt('model:pmsav8', 'qemu:r52', ...some);

      expect(status).toBe(1);
      expect(stdout).toContain('get it with: npx lockstep targets install');
    });
  });
});

describe('lockstep hunt with two hypervisors', () => {
  it('tells which requirements only one of them breaks, and why', async () => {
    const pair = ['model:xen-mpu@2023', 'model:xen-mpu@poc-2022'];

    const { status, stdout, findings } = await hunt(...pair, '--runs', '60', '--seed', '1');

    expect(status).toBe(0);
    expect(stdout).toContain('model:xen-mpu@2023 and model:xen-mpu@poc-2022: 60 scripts\n');
    expect(stdout).toMatch(/^ {2}MPU-P-001 {2}model:xen-mpu@poc-2022, \d+ scripts?: PMPU-01: /m);
    expect(findings.length).toBeGreaterThan(3);
    const found = findings.find(({ id }) => id.startsWith('MPU-P-001-'))!;
    const replayed = await call(...found.replay.split(' ').slice(1));
    expect(replayed.stdout).toMatch(/poc-2022: breaks .*MPU-P-001/);
  });

  it('finds nothing between two that are right', async () => {
    const pair = ['model:xen-mpu@2023', 'model:xen-mpu@on-demand'];

    const { status, stdout, findings } = await hunt(...pair, '--runs', '40', '--seed', '1');

    expect({ status, findings }).toEqual({ status: 0, findings: [] });
    expect(stdout).toContain('Requirements that only one of them breaks: none\n');
  });
});

describe('lockstep hunt exits 2 on', () => {
  it.each([
    ['model:pmsav8', 'model:architecture', 'they run different workloads'],
    ['model:architecture', 'model:pmsav8', 'model:architecture is a GIC and model:pmsav8 an MPU'],
    ['model:pmsav8', 'model:nothing', 'unknown implementation "model:nothing"'],
    ['model:pmsav8', 'model:xen-mpu@2023', 'a processor and model:xen-mpu@2023 a hypervisor: '],
    ['model:pmsav8', 'model:xen-mpu@2023', "--requirements 'MPU-*' judges each"],
    ['model:xen-mpu@2026', 'model:xen-mpu@2023', 'are of different designs (upstream, 2023)'],
    ['qemu:r52', 'qemu:r52-24', 'have no machine in common'],
    ['model:pmsav8', 'model:pmsav8', 'is given twice'],
  ])('%s and %s: %s', async (a, b, words) => {
    const { status, stdout, stderr } = await hunt(a, b, '--runs', '1');

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(words);
  });
});

describe('lockstep run with processors that have no machine in common', () => {
  it('gives each programs that it can run', async () => {
    const impls = ['--impl', 'twin:qemu:r52+fixed', '--impl', 'twin:qemu:r52-24+fixed'];

    const { status, stdout } = await call('run', ...impls, '--runs', '20', '--out', folder());

    expect(status).toBe(0);
    expect(plain(stdout)).toContain('20 region programs');
  });
});
