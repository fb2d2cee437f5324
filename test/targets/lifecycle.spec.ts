import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Remote } from '../../models/contract/implementation';
import type { Trace } from '../../models/contract/trace';
import { firstDifference } from '../../src/engine/compare';
import { TargetDied } from '../../src/errors';
import { bin, root, temporaryFolder } from '../src/cli/support';
import { describeTarget, isAlive, qemusOf, show, until, workloadsFor } from './support';

const SHARED_MEMORY = '/dev/shm';
const folder = temporaryFolder();

/** What a process has open; nothing if it has closed it since it was listed. */
function fileOf(pid: number, fd: string): string {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** Files in shared memory that a process has open. */
function sharedFilesOf(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`)
    .map((fd) => fileOf(pid, fd))
    .filter((path) => path.startsWith(`${SHARED_MEMORY}/`));
}

describeTarget('xen:4.20', (target) => {
  const opened: Remote[] = [];
  const open = (): Remote => {
    const remote = target.open!();
    opened.push(remote);
    return remote;
  };
  afterEach(async () => {
    for (const remote of opened.splice(0)) await remote.close();
  });

  it('starts nothing before the first workload', () => {
    open();

    expect(qemusOf(process.pid)).toEqual([]);
  });

  it('shows the same at first, after many other workloads, and on a new target', async () => {
    const [given, ...others] = workloadsFor(target, { seed: 6, count: 31, steps: 150, gic: 3 });
    const same = (a: Trace, b: Trace) => firstDifference(a, b, 0, given.machine.vcpus);
    const used = open();

    const first = await show(used, given);
    for (const workload of others) await show(used, workload);
    const later = await show(used, given);
    const elsewhere = await show(open(), given);

    expect(same(first, later)).toBe(-1);
    expect(same(first, elsewhere)).toBe(-1);
  });

  it('keeps a QEMU ready for each GIC version, and leaves none when it is closed', async () => {
    const remote = open();
    const two = workloadsFor(target, { seed: 6, count: 3, steps: 60, gic: 2 });
    const three = workloadsFor(target, { seed: 6, count: 3, steps: 60, gic: 3 });

    await show(remote, two[0]);
    const [first] = qemusOf(process.pid);
    await show(remote, three[0]);
    const both = qemusOf(process.pid);
    for (const n of [1, 2]) for (const of of [two, three]) await show(remote, of[n]);

    expect(both).toHaveLength(2);
    expect(both).toContain(first);
    expect(qemusOf(process.pid)).toEqual(both);
    await remote.close();
    expect(qemusOf(process.pid)).toEqual([]);
    expect(both.filter(isAlive)).toEqual([]);
  });

  it('ends a workload with its death if it is killed, and runs the next one', async () => {
    const remote = open();
    const [short] = workloadsFor(target, { seed: 8, count: 1, steps: 60, gic: 3 });
    const [long] = workloadsFor(target, { seed: 8, count: 1, steps: 3000, gic: 3 });
    const before = await show(remote, short);
    const [qemu] = qemusOf(process.pid);

    const running = show(remote, long);
    const died = running.then(
      () => undefined,
      (error: unknown) => error,
    );
    await new Promise((resolve) => setImmediate(resolve));
    process.kill(qemu, 'SIGKILL');

    expect(await died).toBeInstanceOf(TargetDied);
    expect(await died).toMatchObject({ target: 'xen:4.20', how: 'killed', status: 'SIGKILL' });
    const after = await show(remote, short);
    expect(firstDifference(before, after, 0, short.machine.vcpus)).toBe(-1);
    const [next] = qemusOf(process.pid);
    expect(next).not.toBe(qemu);
  });

  it('ends what is running when it is closed', async () => {
    const remote = open();
    const [short, long] = [60, 3000].map(
      (steps) => workloadsFor(target, { seed: 9, count: 1, steps, gic: 3 })[0],
    );
    await show(remote, short);

    const running = show(remote, long);
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([expect(running).rejects.toBeInstanceOf(TargetDied), remote.close()]);

    expect(qemusOf(process.pid)).toEqual([]);
  });

  it('leaves none if it is closed while one boots', async () => {
    const remote = open();
    const [given] = workloadsFor(target, { seed: 9, count: 1, steps: 60, gic: 3 });

    const [ran] = await Promise.allSettled([show(remote, given), remote.close()]);

    expect(ran.status).toBe('rejected');
    expect(qemusOf(process.pid)).toEqual([]);
  });

  it('is done with the workload in hand when Ctrl-C ends a run on a terminal', async () => {
    const out = folder();
    const given = ['run', '--impl', 'xen:4.20', '--time', '100', '--out', out];
    // A group of its own, as a terminal gives to what it runs.
    const lockstep = spawn(process.execPath, [bin, ...given], { cwd: root, detached: true });
    const ended = once(lockstep, 'exit');
    await until(() => qemusOf(lockstep.pid!).length > 0);

    process.kill(-lockstep.pid!, 'SIGINT');

    // A QEMU that ended would be a death, and the run would have failed.
    expect(await ended).toEqual([130, null]);
    expect(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'))).toMatchObject({
      campaign: { interrupted: true },
    });
  });

  it('leaves nothing behind if this process is killed', async () => {
    const files = readdirSync(SHARED_MEMORY);
    const given = ['exact', 'xen:4.20', '--gic', '3', '--time', '100', '--lanes', '1'];
    const lockstep = spawn(process.execPath, [bin, ...given, '--out', folder()], {
      cwd: root,
      stdio: 'ignore',
    });
    const ended = once(lockstep, 'exit');
    await until(() => qemusOf(lockstep.pid!).length > 0);
    const [qemu] = qemusOf(lockstep.pid!);
    await until(() => sharedFilesOf(qemu).length > 0);
    const open = sharedFilesOf(qemu);

    lockstep.kill('SIGKILL');
    await ended;

    await until(() => !isAlive(qemu));
    // They never had a name.
    expect(open.filter((path) => !path.endsWith(' (deleted)'))).toEqual([]);
    expect(readdirSync(SHARED_MEMORY).filter((name) => !files.includes(name))).toEqual([]);
  });
});
