import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MpuProgram } from '../../../models/contract/mpu';
import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import {
  MpuOutcome,
  OBSERVED_OUTCOME,
  OBSERVED_STRIDE,
} from '../../../models/contract/mpu-encoded';
import type { MpuScript } from '../../../models/contract/mpu-script';
import { xenMpu2026 } from '../../../models/xen-mpu';
import { InputError, TargetDied } from '../../../src/errors';
import * as installed from '../../../src/targets/installed';
import * as registry from '../../../src/targets/mpu-registry';
import { checkMpuProgram, checkMpuScript } from '../../../src/validate';
import { MpuScriptGenerator } from '../../../src/workload/mpu-script/generator';
import { asTwin, fakeTarget } from '../engine/mpu/fakes';
import { machine as gicMachine, openGicv3, workload } from '../support';
import { nothingInstalled } from './elsewhere';
import type { Ended } from './support';
import { call, plain, temporaryFolder } from './support';

const FAULT = 'fault:mpu-wxn-ignored';
const folder = temporaryFolder();

function save(given: object): string {
  const file = join(folder(), 'given.json');
  writeFileSync(file, JSON.stringify(given));
  return file;
}

const shrink = async (given: object, ...args: string[]): Promise<Ended> => {
  const ended = await call('shrink', save(given), ...args);
  return { ...ended, stderr: plain(ended.stderr) };
};

/** What matters: a region that is writable is executed from, although SCTLR_EL2.WXN is set. */
const wxn: MpuProgram['steps'] = [
  { step: 'write', register: 'SCTLR_EL2', value: '0x80001' },
  { step: 'write', register: 'PRLAR1_EL2', value: '0x1' },
  { step: 'barrier' },
  { step: 'probe', level: 'EL2', access: 'execute', address: '0x0' },
];
const noise: MpuProgram['steps'] = [
  { step: 'write', register: 'MAIR_EL1', value: '0xff' },
  { step: 'read', register: 'MAIR_EL1' },
  { step: 'barrier' },
];

const program: MpuProgram = {
  format: 'lockstep-region-program-1',
  machine: { format: 32, el1Regions: 16, el2Regions: 16, vmsa: false },
  origin: { seed: 1, index: 2 },
  steps: [...noise, ...wxn.slice(0, 2), ...noise, ...wxn.slice(2), ...noise],
};

const script: MpuScript = new MpuScriptGenerator(1, xenMpu2026).generate(3);

describe('lockstep shrink of what concerns MPUs', () => {
  it('makes a region program small that breaks a requirement', async () => {
    const one = ['--requirements', 'MPU-A-017'];
    const { status, stdout, stderr } = await shrink(program, '--impl', FAULT, ...one);

    expect(status).toBe(0);
    expect(stderr).toBe(`${FAULT} breaks MPU-A-017: ${program.steps.length} steps became 4\n`);
    const smaller = checkMpuProgram(JSON.parse(stdout));
    expect(smaller.steps).toEqual(wxn);
    expect(smaller.machine.el1Regions).toBeLessThan(16);
    expect(smaller.origin).toBeUndefined();
  });

  it('makes a difference of two processors small, in a file that replays', async () => {
    const out = join(folder(), 'deep', 'smaller.json');
    const impls = ['--impl', 'model:pmsav8', '--impl', FAULT];

    const shrunk = await shrink(program, ...impls, '--out', out);
    const replayed = await call('replay', out, ...impls);

    expect(shrunk).toMatchObject({ status: 0, stdout: '' });
    expect(shrunk.stderr).toContain(`model:pmsav8 and ${FAULT} do not show the same: `);
    expect(shrunk.stderr).toContain('\n  probe level EL2 access execute address 0x0\n');
    expect(checkMpuProgram(JSON.parse(readFileSync(out, 'utf8'))).steps.length).toBeLessThan(5);
    expect(replayed.stdout).toContain('they do not show the same\n');
  });

  it('makes a script small, for the requirement that is selected', async () => {
    const impl = ['--impl', 'model:xen-mpu@2026'];
    const file = save(script);
    const broken = brokenBy((await call('replay', file, ...impl)).stdout);
    expect(broken.length).toBeGreaterThan(1);

    for (const id of broken) {
      const { status, stdout, stderr } = await shrink(script, ...impl, '--requirements', id);

      expect(status).toBe(0);
      expect(stderr).toContain(`model:xen-mpu@2026 breaks ${id}: ${script.steps.length} steps`);
      const smaller = checkMpuScript(JSON.parse(stdout));
      expect(smaller.steps.length).toBeLessThan(script.steps.length);
      const again = await call('replay', save(smaller), ...impl);
      expect(brokenBy(again.stdout)).toContain(id);
    }
  });

  it('takes a finding, and what it is about', async () => {
    const id = 'MPU-X-005';
    const finding = {
      ...{ format: 'lockstep-mpu-finding-1', id: `${id}-00000000`, kind: 'requirement' },
      ...{ title: 'x', implementations: ['model:xen-mpu@2026'], requirements: [id] },
      ...{ step: 0, hits: 1, script, traces: [], replay: 'x' },
    };

    const { status, stderr } = await shrink(finding, '--impl', 'model:xen-mpu@2026');

    expect(status).toBe(0);
    expect(stderr).toContain(`model:xen-mpu@2026 breaks ${id}: `);
  });

  it('gives the smallest so far on Ctrl-C', async () => {
    const interrupt = (event: string | symbol): void => {
      if (event === 'SIGINT') queueMicrotask(() => process.emit('SIGINT'));
    };
    process.once('newListener', interrupt);

    const { status, stdout, stderr } = await shrink(program, '--impl', FAULT);

    expect(status).toBe(130);
    expect(stderr).toContain('interrupted: this is the smallest so far\n');
    expect(checkMpuProgram(JSON.parse(stdout)).steps.length).toBeGreaterThan(4);
  });
});

/** What a replay says is broken. */
function brokenBy(replayed: string): string[] {
  const [, ids] = /: breaks (.+)\n$/.exec(replayed) ?? [];
  return [...new Set(ids?.split(', '))];
}

describe('lockstep shrink on a processor elsewhere', () => {
  /** Answers as the twin does, but allows what is not: the twin alone would show nothing. */
  function faulty(program: EncodedMpuProgram, observations: Int32Array): Error | undefined {
    asTwin(program, observations);
    for (let at = 0; at < observations.length; at += OBSERVED_STRIDE) {
      if (observations[at + OBSERVED_OUTCOME] !== MpuOutcome.Fault) continue;
      observations.fill(0, at, at + OBSERVED_STRIDE);
      observations[at + OBSERVED_OUTCOME] = MpuOutcome.Allowed;
    }
    return undefined;
  }

  function found(answer: typeof faulty): void {
    jest.spyOn(installed, 'missingParts').mockReturnValue(undefined);
    const find = registry.findMpuImplementation;
    jest
      .spyOn(registry, 'findMpuImplementation')
      .mockImplementation((id) => (id === 'qemu:r52' ? fakeTarget(answer) : find(id)));
  }

  afterEach(() => jest.restoreAllMocks());

  it('asks the processor itself', async () => {
    found(faulty);

    const { status, stdout, stderr } = await shrink(
      program,
      ...['--impl', 'qemu:r52', '--impl', 'twin:qemu:r52'],
    );

    expect(status).toBe(0);
    expect(stderr).toContain('qemu:r52 and twin:qemu:r52 do not show the same: ');
    const smaller = checkMpuProgram(JSON.parse(stdout));
    expect(smaller.steps.length).toBeLessThan(program.steps.length);
    // It has one machine.
    expect(smaller.machine).toEqual(program.machine);
  });

  it('does without what it refuses or dies of', async () => {
    found((given, observations) => {
      if (given.length < 6) return new InputError('too short');
      if (given.length === 6) throw new TargetDied('qemu:r52', 'exited', '1', '');
      return faulty(given, observations);
    });

    const { status, stdout } = await shrink(
      program,
      ...['--impl', 'qemu:r52', '--impl', 'twin:qemu:r52'],
    );

    expect(status).toBe(0);
    expect(checkMpuProgram(JSON.parse(stdout)).steps).toHaveLength(7);
  });

  it('exits 1 if it dies of what it is given', async () => {
    found(() => {
      throw new TargetDied('qemu:r52', 'exited', '1', '');
    });

    const { status, stdout } = await shrink(program, '--impl', 'qemu:r52');

    expect(status).toBe(1);
    expect(plain(stdout)).toBe('qemu:r52 exited (1)\n');
  });
});

describe('lockstep shrink exits 2 on', () => {
  async function expectRefused(given: object, args: string[], part: string): Promise<void> {
    const { status, stdout, stderr } = await shrink(given, ...args);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect(stderr).toContain(part);
  }

  it('what does not show anything', async () => {
    const [a, b] = ['model:pmsav8', 'model:pmsav8-sweep'];
    await expectRefused(program, ['--impl', a], `does not show that ${a} breaks a requirement`);
    await expectRefused(program, ['--impl', a, '--impl', b], `${b} do not show the same`);
  });

  it('implementations that cannot run it', async () => {
    const xen = 'model:xen-mpu@2026';
    await expectRefused(program, ['--impl', xen], `${xen} is no processor`);
    await expectRefused(script, ['--impl', 'model:pmsav8'], 'is no hypervisor');
    await expectRefused(script, ['--impl', xen, '--impl', `${xen}+fixed`], 'are not compared');
    await expectRefused(program, ['--impl', 'model:architecture'], 'unknown implementation');
    const larger = { ...program, machine: { ...program.machine, el1Regions: 17 } };
    await expectRefused(larger, ['--impl', 'twin:qemu:r52'], 'cannot run this machine');
    const gic = workload(gicMachine(3), [...openGicv3]);
    await expectRefused(gic, ['--impl', 'model:pmsav8'], 'model:pmsav8');
    const three = ['a', 'b', 'c'].flatMap((id) => ['--impl', id]);
    await expectRefused(program, three, 'one or two --impl');
  });

  describe('what is not installed', () => {
    nothingInstalled();
    it('names the command that gets it', async () => {
      await expectRefused(program, ['--impl', 'qemu:r52'], 'get it with: npx lockstep targets');
    });
  });
});
