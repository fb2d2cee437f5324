import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Artefact } from '../../../../src/targets/install';

export const sha256 = (data: string): string => createHash('sha256').update(data).digest('hex');

/** A made-up package: what the fake dpkg-deb unpacks. */
export function deb(name: string, version: string, files: Record<string, string>): string {
  return `!<arch>\n${JSON.stringify({ Package: name, Version: version, files })}`;
}

/** The smallest thing that has an arm64 kernel image's magic. */
export const image = (text = ''): string => `${'\0'.repeat(56)}ARM\x64${'\0'.repeat(4)}${text}`;

/** A program that says it is a QEMU of that version. */
export const qemuProgram = (version: string): string =>
  `#!/bin/sh\necho "QEMU emulator version ${version} (made up)"\n`;

/** The archive of the fake apt. */
export interface Archive {
  name: string;
  version: string;
  deb: string;
}

const reader = `#!${process.execPath}
const fs = require('node:fs'), path = require('node:path');
const given = process.argv.slice(2);
const fields = (file) => JSON.parse(fs.readFileSync(file, 'latin1').replace('!<arch>\\n', ''));
`;

const fakeDpkgDeb = `${reader}
if (given[0] === '-f') console.log(fields(given[1])[given[2]]);
if (given[0] === '--show') console.log('libc6 (>= 2.34)');
if (given[0] === '-x')
  for (const [name, text] of Object.entries(fields(given[1]).files)) {
    fs.mkdirSync(path.dirname(path.join(given[2], name)), { recursive: true });
    fs.writeFileSync(path.join(given[2], name), text, { encoding: 'latin1', mode: 0o755 });
  }
`;

const archive = `${reader}
const all = JSON.parse(fs.readFileSync(path.join(__dirname, 'archive.json'), 'utf8'));
fs.appendFileSync(path.join(__dirname, 'log'), given.slice(2).join(' ') + '\\n');
const [, , command, ...rest] = given;
`;

const fakeAptGet = `${archive}
const asked = rest.filter((one) => one.includes('=')).map((one) => one.replace(/:(arm64|amd64)=/, '='));
const found = all.filter(({ name, version }) => asked.includes(name + '=' + version));
if (command === 'download')
  for (const { name, deb } of found) fs.writeFileSync(name + '_1_arm64.deb', deb, 'latin1');
if (command === 'install')
  for (const { name, version, deb } of found)
    console.log("'x' " + name + '_' + encodeURIComponent(version) + '_amd64.deb ' + deb.length + ' x');
`;

const fakeAptCache = `${archive}
for (const { name, version } of all) {
  if (command === 'madison' && rest.includes(name)) console.log(name + ' | ' + version + ' | x Packages');
  if (command === 'search' && new RegExp(rest.at(-1)).test(name)) console.log(name + ' - x');
}
`;

/** A machine of its own for each test: cache, apt sources and programs; neither network nor apt. */
export class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
  readonly cache = join(this.folder, 'cache');
  private readonly bin = join(this.folder, 'bin');
  private readonly before = { ...process.env };

  constructor() {
    process.env.LOCKSTEP_CACHE = this.cache;
    delete process.env.LOCKSTEP_QEMU;
    process.env.PATH = `${this.bin}:/usr/bin:/bin`;
    this.write('apt/sources.list', 'deb http://example.invalid/debian bookworm main\n');
    this.write('os-release', 'VERSION_CODENAME=bookworm\n');
    this.program('dpkg-deb', fakeDpkgDeb);
    this.program('apt-get', fakeAptGet);
    this.program('apt-cache', fakeAptCache);
    this.has([]);
  }

  get apt(): { apt: string; osRelease: string } {
    return { apt: join(this.folder, 'apt'), osRelease: join(this.folder, 'os-release') };
  }

  /** Sets what the archive has. */
  has(packages: readonly Archive[]): void {
    this.write('bin/archive.json', JSON.stringify(packages));
  }

  write(name: string, text: string): string {
    const file = join(this.folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, 'latin1');
    return file;
  }

  program(name: string, text: string): string {
    const file = this.write(join('bin', name), text);
    chmodSync(file, 0o755);
    return file;
  }

  end(): void {
    process.env = this.before;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Makes made-up contents the pinned ones of an artefact, for one test. */
export function pin(artefact: Artefact, contents: string): Archive {
  const { name, version } = artefact.package;
  const made = deb(name, version, { [artefact.file]: contents });
  jest.replaceProperty(artefact.package, 'sha256', sha256(made));
  jest.replaceProperty(artefact, 'sha256', sha256(contents));
  return { name, version, deb: made };
}
