import { mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InputError } from '../../errors';
import type { Apt, Download, Offer, Setting } from './apt';
import { foreignApt, hostApt } from './apt';
import { sha256Of } from './cache';
import { output } from './command';
import type { Artefact, DebianPackage } from './packages';
import { artefacts } from './packages';

/** Something worth a line. */
export interface Progress {
  /** The artefact that it is about; none while indexes are read. */
  id?: string;
  /** `working` is followed by another of the same artefact soon. */
  stage: 'working' | 'package' | 'done';
  text: string;
  bytes?: number;
}

/** What fetching needs to know, beside what. */
export interface FetchOptions {
  /** The cache's folder. */
  root: string;
  onProgress: (progress: Progress) => void;
  signal?: AbortSignal;
  machine?: Setting['machine'];
}

/** Debian's name of this machine's architecture. */
export function hostArchitecture(): string {
  const names: Partial<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
  return names[process.arch] ?? process.arch;
}

/** Says that the archive does not have a package any more, and what it has instead. */
export function gone(artefact: Artefact, offers: readonly Offer[], trouble?: string): InputError {
  const { name, version, suite } = artefact.package;
  const archive = "the Debian archive of this machine's apt sources";
  const wanted = `${name} ${version} of ${suite}`;
  const instead = offers.map((offer) => `${offer.name} ${offer.version}`).join(', ');
  if (instead === '' && trouble !== undefined) {
    return new InputError(`${archive} cannot be read for ${wanted}: ${trouble}`);
  }
  const has = instead === '' ? 'it has no other version' : `it has ${instead}`;
  const why = trouble === undefined ? '' : ` (${trouble})`;
  return new InputError(`${archive} does not have ${wanted}; ${has}${why}`);
}

/** Checks a pinned package. @throws InputError */
export function checkPin({ name, version, sha256 }: DebianPackage, file: string): void {
  const found = sha256Of(file);
  if (found === sha256) return;
  throw new InputError(
    `${name} ${version}: its SHA-256 is ${found}, expected ${sha256}: not installed`,
  );
}

/** Packages of the archive, unpacked. Each artefact has a scratch folder of its own. */
export class Fetcher {
  private foreign?: Apt;
  private host?: Apt;

  constructor(private readonly options: FetchOptions) {}

  /** Downloads a package of arm64 and unpacks it. @returns the folder @throws InputError */
  async foreignPackage(artefact: Artefact, scratch: string): Promise<string> {
    const apt = this.foreignApt();
    await this.require(artefact, apt);
    const { id, package: wanted } = artefact;
    this.say({ id, stage: 'working', text: `downloading ${wanted.name}`, bytes: wanted.bytes });
    const files = await this.download(apt, [wanted], scratch);
    checkPin(wanted, files[0]!);
    return this.unpack(files, scratch);
  }

  /**
   * Downloads a package of this machine's architecture, and those it needs that this machine lacks.
   * @returns the folder, and whether the package was the pinned one
   */
  async hostPackage(
    artefact: Artefact,
    scratch: string,
  ): Promise<{ folder: string; pinned: boolean }> {
    const { name, version, suite, architecture } = artefact.package;
    const apt = this.hostApt(suite);
    await this.require(artefact, apt);
    const downloads = await apt.closure([`${name}=${version}`], suite);
    const files = await this.downloadAll(artefact, apt, downloads, scratch);
    const own = files.find((file) => basename(file).startsWith(`${name}_`));
    if (own === undefined) throw new InputError(`apt would not download ${name} ${version}`);
    const pinned = hostArchitecture() === architecture;
    if (pinned) checkPin(artefact.package, own);
    return { folder: await this.unpack(files, scratch), pinned };
  }

  /** Unpacks a .deb that is here already. */
  unpackFile(file: string, scratch: string): Promise<string> {
    return this.unpack([file], scratch);
  }

  /** Unpacks what a .deb of this machine's architecture needs and this machine lacks beside it. */
  async addLibraries(artefact: Artefact, file: string, scratch: string): Promise<void> {
    const { signal } = this.options;
    const given = ['--show', '--showformat', '${Pre-Depends},${Depends}', file];
    const needed = (await output('dpkg-deb', given, { signal }))
      .split(',')
      .map((one) => /^\s*([^\s:(|]+)/.exec(one)?.[1] ?? '')
      // Its own other packages are wanted in just its version, and hold nothing that we start.
      .filter((one) => one !== '' && !one.startsWith('qemu-'));
    const { name, suite } = artefact.package;
    const apt = this.hostApt(suite);
    await apt.offers(name);
    const downloads = await apt.closure(needed, suite);
    await this.unpack(await this.downloadAll(artefact, apt, downloads, scratch), scratch);
  }

  /** To be called when nothing more is fetched. */
  tidy(): void {
    this.foreign?.tidy();
    this.host?.tidy();
  }

  private say(progress: Progress): void {
    this.options.onProgress(progress);
  }

  private setting(): Setting {
    const { signal, machine } = this.options;
    const onUpdate = (): void => this.say({ stage: 'working', text: 'reading package indexes' });
    return { signal, onUpdate, machine };
  }

  private foreignApt(): Apt {
    const foreign = artefacts.filter((one) => one.package.architecture === 'arm64');
    const suites = [...new Set(foreign.map((one) => one.package.suite))];
    return (this.foreign ??= foreignApt(this.options.root, suites, this.setting()));
  }

  private hostApt(suite: string): Apt {
    // A backport needs the suite that it was made for.
    const suites = [suite.replace(/-backports$/, ''), suite];
    return (this.host ??= hostApt(this.options.root, hostArchitecture(), suites, this.setting()));
  }

  private async require(artefact: Artefact, apt: Apt): Promise<void> {
    const { name, version } = artefact.package;
    const offers = await apt.offers(name, version);
    if (offers.some((offer) => offer.version === version)) return;
    throw gone(artefact, await apt.alternatives(artefact.alternatives), apt.trouble);
  }

  private async downloadAll(
    { id }: Artefact,
    apt: Apt,
    downloads: readonly Download[],
    scratch: string,
  ): Promise<string[]> {
    const total = downloads.reduce((sum, { bytes }) => sum + bytes, 0);
    const text = `downloading ${downloads.length} packages`;
    this.say({ id, stage: 'working', text, bytes: total });
    const files = await this.download(apt, downloads, scratch);
    for (const { name, version, bytes } of downloads)
      this.say({ id, stage: 'package', text: `${name} ${version}`, bytes });
    return files;
  }

  private async download(
    apt: Apt,
    packages: readonly Download[],
    scratch: string,
  ): Promise<string[]> {
    const folder = join(scratch, 'packages');
    mkdirSync(folder, { recursive: true });
    if (packages.length > 0) await apt.download(packages, folder);
    return readdirSync(folder).map((name) => join(folder, name));
  }

  /** Into the same folder each time; what is unpacked is no longer needed as a package. */
  private async unpack(files: readonly string[], scratch: string): Promise<string> {
    const folder = join(scratch, 'unpacked');
    mkdirSync(folder, { recursive: true });
    const { signal } = this.options;
    for (const file of files) await output('dpkg-deb', ['-x', file, folder], { signal });
    return folder;
  }
}
