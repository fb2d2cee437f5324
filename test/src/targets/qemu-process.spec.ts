import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TargetDied } from '../../../src/errors';
import type { QemuOptions } from '../../../src/targets/qemu-process';
import { QemuProcess } from '../../../src/targets/qemu-process';
import { temporaryFolder } from '../cli/support';

/**
 * Stands for QEMU: doubles the byte at 0x100 of the memory for each doorbell byte and answers, or
 * does what FAKE says. Its arguments go to the console.
 */
const program = `#!${process.execPath}
const fs = require('node:fs');
const given = process.argv.slice(2);
const value = (name) => given[given.indexOf(name) + 1];
fs.writeSync(4, process.env.FAKE === 'list' ? given.join(' ') : 'console says hello');
const how = process.env.FAKE;
if (how === 'exit') { console.error('it went wrong'); process.exitCode = 3; }
else if (how === 'kill') process.kill(process.pid, 'SIGSEGV');
else if (how === 'monitor') {
  const monitor = new (require('node:net').Socket)({ fd: 5 });
  const say = (what) => monitor.write(JSON.stringify(what) + '\\n');
  say({ QMP: {} });
  monitor.on('data', (text) => {
    for (const line of text.toString().trim().split('\\n')) {
      const { execute, arguments: rest } = JSON.parse(line);
      say({ event: 'STOP' });
      fs.writeSync(4, '\\n' + (rest?.['command-line'] ?? execute));
      const fails = rest?.['command-line'] === 'loadvm ready' && process.env.NO_SNAPSHOT;
      say({ return: rest ? (fails ? 'no such snapshot\\r\\n' : '') : {} });
    }
  });
  process.stdout.write('R');
} else {
  process.stdin.on('data', (bytes) => {
    if (how === 'hang') return;
    for (const _ of bytes) {
      const byte = Buffer.alloc(1);
      fs.readSync(3, byte, 0, 1, 0x100);
      byte[0] *= 2;
      fs.writeSync(3, byte, 0, 1, 0x100);
      process.stdout.write('D');
    }
  });
}
`;

const folder = temporaryFolder();
const started: QemuProcess[] = [];

function start(how: string, changes: Partial<QemuOptions> = {}): QemuProcess {
  const file = join(folder(), 'qemu');
  if (!existsSync(file)) {
    writeFileSync(file, program);
    chmodSync(file, 0o755);
  }
  const one = new QemuProcess({
    name: 'target',
    file,
    environment: { FAKE: how },
    arguments: () => [],
    memory: 1,
    ...changes,
  });
  started.push(one);
  return one;
}

afterEach(async () => {
  for (const one of started.splice(0)) await one.stop();
});

async function deathOf(one: QemuProcess, seconds = 60): Promise<TargetDied> {
  return one.byte(seconds).then(
    () => Promise.reject(new Error('it lives')),
    (error: TargetDied) => error,
  );
}

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('a QEMU', () => {
  it('shares its memory with us, and answers a doorbell', async () => {
    const one = start('answer');
    one.write(Uint8Array.of(21), 0x100);

    one.ring(2);
    const answers = [await one.byte(60), await one.byte(60)];

    const byte = new Uint8Array(1);
    one.read(byte, 0x100);
    expect(answers.map((answer) => String.fromCharCode(answer))).toEqual(['D', 'D']);
    expect(byte[0]).toBe(84);
  });

  it('is given memory, doorbell and console, and its inputs as files', async () => {
    const content = Buffer.from('a device tree');
    let paths: readonly string[] = [];
    const one = start('list', {
      inputs: [content, content],
      arguments: (given) => ['-dtb', (paths = given)[0], '-kernel', given[1]],
    });

    one.ring(1);
    await one.byte(60);

    const given = one.output();
    expect(new Set(paths).size).toBe(2);
    expect(given).toMatch(/mem-path=\/proc\/self\/fd\/3,share=on -m 1M /);
    expect(given).toContain('-nodefaults -display none');
    expect(given).toContain(`-dtb ${paths[0]} -kernel ${paths[1]}`);
    for (const path of paths) expect(path).toMatch(/^\/proc\/self\/fd\/\d+$/);
  });

  it('that ends is a result: with its status and the last it printed', async () => {
    const died = await deathOf(start('exit'));

    expect(died).toMatchObject({
      name: 'TargetDied',
      target: 'target',
      how: 'exited',
      status: 'status 3',
      output: 'it went wrong\nconsole says hello',
    });
    expect(died.message).toBe('target exited (status 3):\nit went wrong\nconsole says hello');
  });

  it('that is killed is a result: with the signal', async () => {
    expect(await deathOf(start('kill'))).toMatchObject({ how: 'killed', status: 'SIGSEGV' });
  });

  it('that gives no answer in time is a result, and is killed', async () => {
    const one = start('hang');
    one.ring(1);

    const died = await deathOf(one, 0.5);

    expect(died).toMatchObject({ how: 'hung' });
    expect(died.message).toMatch(/^target gave no answer in time/);
    expect(await deathOf(one)).toBe(died);
  });

  it('that cannot be started is a result', async () => {
    const died = await deathOf(start('answer', { file: join(folder(), 'nothing') }));

    expect(died.how).toBe('exited');
    expect(died.output).toMatch(/nothing/);
  });

  it('stays dead: it is neither rung nor waited for', async () => {
    const one = start('exit');
    const died = await deathOf(one);

    one.ring(3);

    expect(await deathOf(one)).toBe(died);
  });

  it('can be stopped twice, and tells whoever waits', async () => {
    const one = start('hang');
    const waiting = deathOf(one);

    await one.stop();
    await one.stop();

    expect(await waiting).toMatchObject({ how: 'killed', status: 'stopped' });
  });

  it('is kept and brought back by its monitor', async () => {
    const one = start('monitor', { snapshots: true });
    await one.byte(60);

    await one.keep();
    await one.restore();

    expect(one.output().split('\n').slice(1)).toEqual([
      'qmp_capabilities',
      'savevm ready',
      'loadvm ready',
    ]);
  });

  it('says what its monitor complains about', async () => {
    const environment = { FAKE: 'monitor', NO_SNAPSHOT: '1' };
    const one = start('monitor', { snapshots: true, environment });

    await expect(one.restore()).rejects.toThrow('target: loadvm ready: no such snapshot');
    await expect(start('answer').keep()).rejects.toThrow('started without snapshots');
  });
});
