import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workload } from '../../../models/contract/workload';
import { stepLine } from '../../../src/cli/step-line';
import { machine, openGicv3, workload } from '../support';
import { call, plain, temporaryFolder } from './support';

const FAULT = 'fault:rpr-idle-reads-zero';
const folder = temporaryFolder();

function save(given: Workload): string {
  const file = join(folder(), 'workload.json');
  writeFileSync(file, JSON.stringify(given));
  return file;
}

const rpr = workload(machine(3), [
  { step: 'barrier' },
  { step: 'read', vcpu: 1, register: 'ICC_RPR_EL1' },
]);

describe('lockstep replay', () => {
  it('shows every step, and exits 0 if nothing is broken', async () => {
    const steps = [...openGicv3, { step: 'raise', intid: 40 } as const];

    const file = save(workload(machine(3), steps));
    const { status, stdout } = await call('replay', file, '--impl', 'model:architecture');

    expect(status).toBe(0);
    for (const step of steps) expect(stdout).toContain(stepLine(step));
    expect(stdout).toMatch(/raise intid 40 +\[irq@0\]\n/);
    expect(stdout).toContain('model:architecture: no requirement broken');
    expect(stdout).toContain('GICv3, 2 vCPUs, 4 list registers');
    expect(plain(stdout)).not.toMatch(/^>/m);
  });

  it('marks the first difference and the broken requirement', async () => {
    const file = save(rpr);

    const args = ['--impl', 'model:architecture', '--impl', FAULT];
    const { status, stdout } = await call('replay', file, ...args);

    expect(status).toBe(1);
    expect(plain(stdout)).toMatch(/^> +1 {2}vcpu 1 read ICC_RPR_EL1 +0xff +0x0\n/m);
    expect(stdout).toContain('^ first difference');
    expect(stdout).toContain(`^ GIC-CPU-030 broken by ${FAULT}`);
    expect(stdout).toContain('model:architecture: no requirement broken');
  });

  it('saves and restores half-way, and compares what is kept', async () => {
    const off = [0, 0xf7].map(
      (value) =>
        ({
          step: 'write',
          vcpu: 0,
          register: 'ICC_PMR_EL1',
          value: `0x${value.toString(16)}`,
        }) as const,
    );
    const file = save(workload(machine(3), [...off, { step: 'raise', intid: 40 }]));
    const models = ['--impl', 'model:kvm@6.1', '--impl', 'model:kvm@7.2'];

    const plainly = await call('replay', file, ...models);
    const { status, stdout } = await call('replay', file, ...models, '--white-box', '--migrate');
    const refused = await call('replay', file, '--impl', 'model:xen@4.20', '--migrate');

    expect(plainly.stdout).not.toContain('keep');
    expect(status).toBe(0);
    expect(stdout).toContain('model:kvm@6.1 and model:kvm@7.2 keep the same\n');
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('model:xen@4.20 cannot be saved and restored');
  });

  it('judges the selected requirements only', async () => {
    const args = ['--impl', FAULT, '--requirements', '!GIC-CPU-030'];

    const { status, stdout } = await call('replay', save(rpr), ...args);

    expect(status).toBe(0);
    expect(stdout).toContain(`${FAULT}: no requirement broken`);
  });
});

describe('lockstep shrink', () => {
  it('shrinks a workload that somebody edited', async () => {
    const steps = [...openGicv3, ...rpr.steps, ...openGicv3];
    const file = save({ ...workload(machine(3, { vcpus: 4, spis: 96 }), steps) });

    const { status, stdout, stderr } = await call('shrink', file, '--impl', FAULT);

    expect(status).toBe(0);
    expect(stderr).toContain(`${FAULT} breaks GIC-CPU-030: ${steps.length} steps became 1`);
    const smaller = JSON.parse(stdout) as Workload;
    expect(smaller.steps).toEqual([{ step: 'read', vcpu: 0, register: 'ICC_RPR_EL1' }]);
    expect(smaller.machine).toMatchObject({ vcpus: 1, spis: 32, listRegisters: 1 });
  });

  it('shrinks a difference into a file that replays', async () => {
    const file = save(rpr);
    const out = join(folder(), 'deep', 'smaller.json');
    const impls = ['--impl', 'model:architecture', '--impl', FAULT];

    const shrunk = await call('shrink', file, ...impls, '--out', out);
    const replayed = await call('replay', out, ...impls);

    expect(shrunk).toMatchObject({ status: 0, stdout: '' });
    expect(shrunk.stderr).toContain('2 steps became 1');
    expect(replayed.status).toBe(1);
  });

  it('says if there is nothing to shrink', async () => {
    const { status, stdout, stderr } = await call(
      'shrink',
      save(rpr),
      '--impl',
      'model:architecture',
    );

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('nothing to shrink');
  });

  it('says what to shrink on instead of what is real', async () => {
    const { status, stderr } = await call('shrink', save(rpr), '--impl', 'xen:4.20');

    expect(status).toBe(2);
    expect(stderr).toContain('twin:xen:4.20 answers as it does');
  });
});
