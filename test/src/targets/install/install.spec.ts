import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { artefactOf, install, locate } from '../../../../src/targets/install';
import type { Found, Missing } from '../../../../src/targets/install';
import { deb, image, Machine, pin, qemuProgram, sha256 } from './support';

const xen = artefactOf('xen:4.20');
const qemu = artefactOf('qemu');
let machine: Machine;

beforeEach(() => {
  machine = new Machine();
});
afterEach(() => {
  jest.restoreAllMocks();
  machine.end();
});

/** Installs and gives the lines that a user sees. */
async function get(ids: string[], from?: string, signal?: AbortSignal): Promise<string[]> {
  const lines: string[] = [];
  const onProgress = ({ text }: { text: string }): void => void lines.push(text);
  await install(ids, { from, signal, onProgress, machine: machine.apt });
  return lines;
}

const found = (id: string): Found => locate(id, { verify: true }) as Found;
const missing = (id: string): Missing => locate(id, { verify: true }) as Missing;
const inCache = (): string[] => readdirSync(machine.cache).filter((name) => name !== 'apt');

describe('installing from the archive', () => {
  it('gets QEMU and the hypervisor of a target', async () => {
    machine.has([pin(qemu, qemuProgram('10.0.2')), pin(xen, image('xen'))]);

    await get(['xen:4.20']);

    expect(found('xen:4.20')).toMatchObject({
      state: 'installed',
      version: '4.20.3',
      pinned: true,
    });
    expect(readFileSync(found('xen:4.20').file, 'latin1')).toBe(image('xen'));
    expect(found('qemu')).toMatchObject({ state: 'installed', version: '10.0.2' });
    expect(inCache()).toEqual(['qemu-10.0.2', 'xen-4.20']);
  });

  it('does nothing for what is there', async () => {
    machine.has([pin(qemu, qemuProgram('10.0.2'))]);
    await get(['qemu:gicv2']);
    machine.has([]);

    expect(await get(['qemu:gicv3'])).toEqual(['QEMU 10.0.2 is there']);
  });

  it('refuses a package that is not the pinned one', async () => {
    const { name, version } = xen.package;
    machine.has([pin(qemu, qemuProgram('10.0.2')), { name, version, deb: deb(name, version, {}) }]);

    await expect(get(['xen:4.20'])).rejects.toThrow(/xen:4.20: .*SHA-256 is .* not installed/);
    expect(inCache()).toEqual(['qemu-10.0.2']);
  });

  it('says what the archive has instead of a version that left, and gets the rest', async () => {
    const other = { name: 'linux-image-6.1.0-99-cloud-arm64', version: '6.1.999-1', deb: '' };
    machine.has([pin(qemu, qemuProgram('10.0.2')), other]);

    const said = await get(['kvm:6.1']).catch((error: Error) => error);

    expect(said).toMatchObject({ name: 'InputError' });
    const { message } = said as Error;
    expect(message).toContain('linux-image-6.1.0-50-cloud-arm64 6.1.176-1 of bookworm');
    expect(message).toContain('it has linux-image-6.1.0-99-cloud-arm64 6.1.999-1');
    expect(message).toContain('lockstep targets install kvm:6.1 --from FILE');
    expect(inCache()).toEqual(['qemu-10.0.2']);
  });

  it('reads the indexes once, and again only for a package that is not in them', async () => {
    const archive = [pin(qemu, qemuProgram('10.0.2')), pin(xen, image())];
    machine.has(archive);
    const updates = (): number =>
      readFileSync(join(machine.folder, 'bin/log'), 'utf8').match(/^update/gm)!.length;

    await get(['xen:4.20']);
    rmSync(join(machine.cache, 'xen-4.20'), { recursive: true });
    await get(['xen:4.20']);
    expect(updates()).toBe(2);

    await expect(get(['xen:4.17'])).rejects.toThrow('does not have');
    expect(updates()).toBe(3);
  });

  it('says so if there is no apt, or it is not Debian’s', async () => {
    machine.write('apt/sources.list', '');
    await expect(get(['qemu'])).rejects.toThrow(/^qemu: .*no Debian archive\n.*qemu --from FILE/);
  });

  it('says so if what it got does not start', async () => {
    machine.has([pin(qemu, '#!/bin/sh\necho libx.so: not found >&2; exit 127\n')]);

    await expect(get(['qemu'])).rejects.toThrow(
      'does not start on this machine: libx.so: not found',
    );
    expect(inCache()).toEqual([]);
  });

  it('leaves nothing when it is interrupted', async () => {
    machine.has([pin(qemu, qemuProgram('10.0.2'))]);
    const stop = new AbortController();
    const stopping = install(['qemu'], {
      onProgress: ({ text }) => void (text.startsWith('downloading') && stop.abort()),
      signal: stop.signal,
      machine: machine.apt,
    });

    await expect(stopping).rejects.toMatchObject({ name: 'AbortError' });
    expect(inCache()).toEqual([]);
  });

  it('leaves the cache to another process that installs', async () => {
    await expect(get(['xen:4.20'])).rejects.toThrow();
    machine.write('cache/installing', String(process.ppid));
    await expect(get(['qemu'])).rejects.toThrow(`process ${process.ppid} is installing`);
  });
});

describe('installing from a path', () => {
  it('knows the pinned package', async () => {
    const from = machine.write('a.deb', pin(xen, image('xen')).deb);

    await get(['xen:4.20'], from);

    expect(found('xen:4.20')).toMatchObject({ pinned: true, version: '4.20.3' });
    expect(found('xen:4.20').note).toBeUndefined();
  });

  it('says of another package that it is not pinned', async () => {
    const text = image('other');
    const other = deb(xen.package.name, '4.20.9+1-1', { 'boot/xen-4.20-arm64': text });

    await get(['xen:4.20'], machine.write('a.deb', other));

    expect(found('xen:4.20')).toMatchObject({ pinned: false, version: '4.20.9' });
    expect(found('xen:4.20').note).toContain(`4.20.9+1-1, sha256 ${sha256(text)}`);
  });

  it('takes the binary itself', async () => {
    const text = image('Linux version 7.2.1-mine (me) ');

    await get(['kvm:7.2'], machine.write('vmlinuz', text));

    expect(found('kvm:7.2')).toMatchObject({ pinned: false, version: '7.2.1-mine' });
    expect(readFileSync(found('kvm:7.2').file, 'latin1')).toBe(text);
  });

  it('knows the pinned binary', async () => {
    pin(xen, image('xen'));

    await get(['xen:4.20'], machine.write('xen', image('xen')));

    expect(found('xen:4.20')).toMatchObject({ pinned: true, version: '4.20.3' });
  });

  it('uses a QEMU where it is', async () => {
    const from = machine.program('my-qemu', qemuProgram('9.2.0'));

    await get(['qemu'], from);

    expect(found('qemu')).toMatchObject({ file: from, version: '9.2.0', pinned: false });
    expect(found('qemu').note).toContain('shown for QEMU 10.0.2 only');
    rmSync(from);
    expect(missing('qemu').state).toBe('missing');
  });

  it.each([
    ['another series', image('Linux version 6.12.1 '), 'is Linux 6.12.1; kvm:7.2 wants 7.2.x'],
    ['something packed', '\x1f\x8bxxx', 'packed with gzip'],
    ['no image', '#!/bin/sh', 'holds no arm64 kernel image'],
    ['a package without it', deb('other', '1', { 'etc/x': '' }), 'other 1 has no file like'],
  ])('refuses %s', async (_what, contents, message) => {
    await expect(get(['kvm:7.2'], machine.write('file', contents))).rejects.toThrow(message);
    expect(inCache()).toEqual([]);
  });

  it('refuses a path that is not there, and more than one id', async () => {
    await expect(get(['qemu'], join(machine.folder, 'none'))).rejects.toThrow('cannot be read');
    await expect(get(['qemu', 'xen:4.20'], 'x')).rejects.toThrow('--from takes exactly one id');
  });
});

describe('locating', () => {
  beforeEach(async () => {
    await get(['xen:4.20'], machine.write('xen', image()));
  });

  it('says the one command that gets what is missing', () => {
    expect(missing('kvm:6.18')).toEqual({
      state: 'missing',
      reason: 'not installed',
      command: 'lockstep targets install kvm:6.18',
    });
    expect(() => locate('kvm:1')).toThrow('there is no target');
  });

  it('takes a folder without a record for missing', () => {
    rmSync(join(machine.cache, 'xen-4.20/installed.json'));
    expect(missing('xen:4.20').reason).toBe('not completely installed');
  });

  it.each(['', '{', '{}', 'null', '{"format":"lockstep-installed-1","id":"xen:4.17"}'])(
    'takes the record %j for none',
    (text) => {
      writeFileSync(join(machine.cache, 'xen-4.20/installed.json'), text);
      expect(missing('xen:4.20').state).toBe('missing');
    },
  );

  it('notices a changed file when asked to look', () => {
    appendFileSync(found('xen:4.20').file, 'x');

    expect(locate('xen:4.20').state).toBe('installed');
    expect(missing('xen:4.20').reason).toContain('was changed after it was installed');
  });

  it('gives QEMU its libraries and data', async () => {
    const { name, version } = qemu.package;
    const made = deb(name, version, {
      [qemu.file]: qemuProgram('10.0.2'),
      'usr/share/qemu/a.dtb': '',
      'usr/lib/x/liba.so.1': '',
      'usr/lib/x/qemu/module.so': '',
      'usr/share/doc/qemu/copyright': '',
    });

    await get(['qemu'], machine.write('q.deb', made));

    const place = join(machine.cache, 'qemu-10.0.2');
    const { environment, arguments: given } = found('qemu');
    expect(environment.LD_LIBRARY_PATH!.split(':')[0]).toBe(join(place, 'usr/lib/x'));
    expect(environment.LD_LIBRARY_PATH).not.toContain('lib/x/qemu');
    expect(given).toEqual(['-L', join(place, 'usr/share/qemu')]);
    expect(existsSync(join(place, 'usr/share/doc'))).toBe(false);
  });

  it("takes the machine's own QEMU only if it is of the right version", () => {
    machine.program('qemu-system-aarch64', qemuProgram('7.2.1'));
    expect(missing('qemu').state).toBe('missing');

    const file = machine.program('qemu-system-aarch64', qemuProgram('10.0.2'));
    expect(found('qemu')).toMatchObject({ file, version: '10.0.2', pinned: false });
  });

  it('prefers what LOCKSTEP_QEMU says, of any version', () => {
    process.env.LOCKSTEP_QEMU = machine.program('mine', qemuProgram('8.0.0'));
    expect(found('qemu')).toMatchObject({ version: '8.0.0', pinned: false });
    expect(found('qemu').note).toContain('shown for QEMU 10.0.2 only');

    process.env.LOCKSTEP_QEMU = join(machine.folder, 'none');
    expect(missing('qemu')).toMatchObject({ command: 'unset LOCKSTEP_QEMU' });
  });
});
