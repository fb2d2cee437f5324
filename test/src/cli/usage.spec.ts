import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Step } from '../../../models/contract/workload';
import { machine, workload } from '../support';
import { call, lockstep, plain, temporaryFolder } from './support';

const folder = temporaryFolder();
const inFolder = (name: string): string => join(folder(), name);

/** One line that says what is wrong, no stack trace, nothing written. */
async function expectUsageError(args: string[], ...parts: string[]): Promise<void> {
  const before = readdirSync(folder());

  const { status, stdout, stderr } = await call(...args);

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(plain(stderr)).toMatch(/^error: [^\n]+\n(\(see lockstep --help\)\n)?$/);
  for (const part of parts) expect(stderr).toContain(part);
  expect(readdirSync(folder())).toEqual(before);
}

describe('wrong usage exits 2 with one line and writes nothing', () => {
  it('from the shell', () => {
    const out = inFolder('out');

    const ended = lockstep('run', '--impl', 'model:nothing', '--runs', '5', '--out', out);

    expect(ended).toMatchObject({ status: 2, stdout: '' });
    expect(plain(ended.stderr)).toMatch(/^error: unknown implementation "model:nothing"[^\n]*\n$/);
    expect(readdirSync(folder())).toEqual([]);
  });

  it.each<[string[], string]>([
    [['fly'], "unknown command 'fly'"],
    [['run', '--fly'], "unknown option '--fly'"],
    [['run', '--impl', 'model:nothing'], 'unknown implementation "model:nothing"'],
    [['run', '--impl', 'model:architecture', '--impl', 'model:architecture'], 'is given twice'],
    [['run', '--runs', '0'], 'whole number of 1 or more'],
    [['run', '--runs', '1.5'], 'whole number of 1 or more'],
    [['run', '--runs', '5', '--time', '5'], '--runs and --time exclude each other'],
    [['run', '--time', '0'], 'seconds above 0'],
    [['run', '--time', 'soon'], 'seconds above 0'],
    [['run', '--seed', '-1'], '--seed'],
    [['run', '--hostile', '17'], '--hostile'],
    [['run', '--requirements', 'GIC-XX-1'], '"GIC-XX-1" matches no requirement'],
    [['list', 'everything'], "argument 'subject'"],
    [['shrink', 'x.json'], "required option '--impl <id>' not specified"],
    [['replay'], "missing required argument 'file'"],
  ])('%j', async (args, part) => {
    const out = args[0] === 'run' ? ['--out', inFolder('out')] : [];

    await expectUsageError([...args, ...out], part);
  });

  it('an output folder below a file', async () => {
    const file = inFolder('file');
    writeFileSync(file, 'kept');

    await expectUsageError(['run', '--runs', '1', '--out', join(file, 'out')], file, 'no folder');

    expect(readFileSync(file, 'utf8')).toBe('kept');
  });

  it('an output folder that is a file', async () => {
    const file = inFolder('file');
    writeFileSync(file, 'kept');

    await expectUsageError(['run', '--runs', '1', '--out', file], file, 'there is a file');
  });

  const good = workload(machine(3), [{ step: 'barrier' }]);
  const withStep = (step: object): string =>
    JSON.stringify({ ...good, steps: [...good.steps, step as Step] });

  it.each<[string, string, string]>([
    ['no JSON', '{"format": ', 'is no JSON'],
    ['another format', '{"format": "x"}', 'is missing'],
    ['no object', 'null', 'must be object'],
    ['no kind of step', withStep({ step: 'jump' }), 'step 1, field "step": "jump" is no kind'],
    ['a missing field', withStep({ step: 'wfi' }), 'step 1: "vcpu" is missing'],
    ['an unknown field', withStep({ step: 'wfi', vcpu: 0, x: 1 }), 'step 1: "x" is not known'],
    ['a wrong value', withStep({ step: 'wfi', vcpu: 9 }), 'step 1, field "vcpu": 9 must be <= 7'],
    [
      'a wrong register',
      withStep({ step: 'read', vcpu: 0, register: 'GICD_FOO' }),
      'step 1, field "register": GICv3 has no register "GICD_FOO"',
    ],
  ])('a file with %s', async (_, text, part) => {
    const file = inFolder('workload.json');
    writeFileSync(file, text);

    await expectUsageError(['replay', file], `${file}: `, part);
    await expectUsageError(['shrink', file, '--impl', 'model:architecture'], part);
  });

  it('a file that is not there, or is a folder', async () => {
    await expectUsageError(['replay', inFolder('none.json')], 'there is no such file');
    await expectUsageError(['replay', folder()], 'it is a folder');
  });
});

describe('help', () => {
  it('exits 0', async () => {
    const { status, stdout, stderr } = await call('--help');

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const command of ['run', 'replay', 'shrink', 'list']) expect(stdout).toContain(command);
  });
});
