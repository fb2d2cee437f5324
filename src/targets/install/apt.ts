import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../errors';
import { complaint, output, runCommand } from './command';
import type { Source } from './sources';
import { debianArchive, machineSources, machineSuite, ownEntries, renderSources } from './sources';

/** A version that the archive has. */
export interface Offer {
  name: string;
  version: string;
}

/** A package as apt would download it. */
export interface Download extends Offer {
  architecture: string;
  bytes: number;
}

/** Never taken from the archive: a program runs with the C library that its loader belongs to. */
const LOADER = 'libc6';

/** Quotes nothing: a path with a quotation mark in it cannot be said in apt's configuration. */
function configuration(folder: string, own: Record<string, string>): string {
  const settings = {
    'Dir::Etc::sourcelist': '/dev/null',
    'Dir::Etc::sourceparts': join(folder, 'sources'),
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::Cache': join(folder, 'cache'),
    // Some machines keep none, and read every index for every command: twice as slow.
    'Dir::Cache::pkgcache': 'pkgcache.bin',
    'Dir::Cache::srcpkgcache': 'srcpkgcache.bin',
    'Acquire::Languages': 'none',
    'APT::Update::Error-Mode': 'any',
    // Root would download as _apt, who may not write into this folder.
    'APT::Sandbox::User': 'root',
    ...own,
  };
  return [
    // What the machine does after its own updates is not for ours.
    '#clear APT::Update::Pre-Invoke;',
    '#clear APT::Update::Post-Invoke;',
    '#clear APT::Update::Post-Invoke-Success;',
    '#clear APT::Architectures;',
    ...Object.entries(settings).map(([name, value]) => `${name} "${value}";`),
    '',
  ].join('\n');
}

/** Reads `apt-get --print-uris`: `'ADDRESS' NAME_VERSION_ARCHITECTURE.deb BYTES HASH`. */
export function parseUris(text: string): Download[] {
  return text.split('\n').flatMap((line) => {
    const entry = /^'[^']*' ([^_\s]+)_([^_\s]+)_([^_\s]+)\.deb (\d+)/.exec(line);
    if (!entry) return [];
    const [, name, version, architecture, bytes] = entry;
    return [
      {
        name: name!,
        version: decodeURIComponent(version!),
        architecture: architecture!,
        bytes: Number(bytes),
      },
    ];
  });
}

/** Reads `apt-cache madison`: ` NAME | VERSION | ADDRESS SUITE/main ARCHITECTURE Packages`. */
export function parseMadison(text: string): Offer[] {
  const offers = text.split('\n').flatMap((line) => {
    const [name, version, index] = line.split('|').map((part) => part.trim());
    return name && version && index?.endsWith('Packages') ? [{ name, version }] : [];
  });
  const key = ({ name, version }: Offer): string => `${name} ${version}`;
  return [...new Map(offers.map((offer) => [key(offer), offer])).values()];
}

/** What an apt of ours is for. */
export interface Purpose {
  folder: string;
  /** The `*.sources` file. */
  sources: string;
  settings: Record<string, string>;
  signal?: AbortSignal;
  onUpdate: () => void;
}

/** Apt with indexes, sources and cache of its own. What the machine has installed is not touched. */
export class Apt {
  private readonly config: string;
  private readonly stamp: string;
  private updated = false;
  /** What went wrong in the last update. */
  trouble?: string;

  constructor(private readonly purpose: Purpose) {
    const { folder, sources, settings } = purpose;
    for (const part of ['lists/partial', 'cache/archives/partial', 'sources'])
      mkdirSync(join(folder, part), { recursive: true });
    this.config = join(folder, 'apt.conf');
    this.stamp = join(folder, 'updated');
    writeFileSync(join(folder, 'nothing-installed'), '');
    writeFileSync(this.config, configuration(folder, settings));
    writeFileSync(join(folder, 'sources', 'lockstep.sources'), sources);
  }

  /** The versions of a package. Looks into the archive only if the indexes here do not have `like`. */
  async offers(name: string, like?: string): Promise<Offer[]> {
    await this.updateIfStale();
    const known = (offers: Offer[]): boolean => offers.some(({ version }) => version === like);
    const offers = await this.madison([name]);
    if (like === undefined || known(offers) || this.updated) return offers;
    await this.update();
    return this.madison([name]);
  }

  /** What the archive has under names like this. */
  async alternatives(pattern: string): Promise<Offer[]> {
    const found = await this.run('apt-cache', ['search', '--names-only', pattern]);
    const names = found.split('\n').flatMap((line) => line.split(' ')[0] || []);
    return names.length > 0 ? this.madison(names) : [];
  }

  /** What installing packages would download. @throws InputError if it cannot be installed here */
  async closure(packages: readonly string[], suite: string): Promise<Download[]> {
    const options = ['-qq', '-y', '--no-install-recommends', '--allow-downgrades'];
    const given = ['install', '--print-uris', ...options, '-t', suite, ...packages];
    const found = parseUris(await this.run('apt-get', given));
    return found.filter(({ name }) => name !== LOADER);
  }

  /** Downloads into a folder, and checks the hashes of the signed index. */
  async download(packages: readonly Download[], folder: string): Promise<void> {
    const names = packages.map(({ name, version, architecture }) =>
      architecture === 'all' ? `${name}=${version}` : `${name}:${architecture}=${version}`,
    );
    await this.run('apt-get', ['download', '-qq', ...names], folder);
  }

  /** Removes what can be had again from the indexes in a second: 190 MB. */
  tidy(): void {
    for (const name of ['pkgcache.bin', 'srcpkgcache.bin'])
      rmSync(join(this.purpose.folder, 'cache', name), { force: true });
  }

  private async updateIfStale(): Promise<void> {
    if (this.updated) return;
    try {
      if (readFileSync(this.stamp, 'utf8') === this.purpose.sources) return;
    } catch {
      // Never updated.
    }
    await this.update();
  }

  private async update(): Promise<void> {
    const { onUpdate, sources, signal } = this.purpose;
    onUpdate();
    rmSync(this.stamp, { force: true });
    this.updated = true;
    const result = await runCommand('apt-get', ['-c', this.config, 'update', '-qq'], { signal });
    // One suite that is gone does not keep us from the others.
    this.trouble = result.status === 0 ? undefined : complaint(result);
    if (result.status === 0) writeFileSync(this.stamp, sources);
  }

  private async madison(names: readonly string[]): Promise<Offer[]> {
    return parseMadison(await this.run('apt-cache', ['madison', ...names]));
  }

  private run(program: string, given: readonly string[], folder?: string): Promise<string> {
    const { signal } = this.purpose;
    return output(program, ['-c', this.config, ...given], { signal, folder });
  }
}

/** What the two configurations have in common, beside what they are for. */
export type Setting = Pick<Purpose, 'signal' | 'onUpdate'> & {
  /** The machine's apt configuration; another one in tests. */
  machine?: { apt: string; osRelease: string };
};

/** Debian's suites that a purpose needs, through the machine's own address of the archive. */
function sourcesFor(suites: readonly string[], own: boolean, { machine }: Setting): Source[] {
  const sources = machineSources(machine?.apt);
  const suite = machineSuite(machine?.osRelease);
  const archive = suite === undefined ? undefined : debianArchive(sources, suite);
  if (suite === undefined || !archive) {
    throw new InputError("this machine's apt sources name no Debian archive");
  }
  const mine = own ? ownEntries(sources, suite) : [];
  const there = mine.flatMap((source) => source.suites);
  const more = [...(own ? [suite] : []), ...suites].filter((one) => !there.includes(one));
  const entry = { ...archive, suites: [...new Set(more)], components: ['main'] };
  return entry.suites.length > 0 ? [...mine, entry] : mine;
}

/** For packages of arm64: unpacked, never run here, so nothing else matters. */
export function foreignApt(root: string, suites: readonly string[], setting: Setting): Apt {
  const folder = join(root, 'apt', 'arm64');
  return new Apt({
    ...setting,
    folder,
    sources: renderSources(sourcesFor(suites, false, setting), 'arm64'),
    settings: {
      'APT::Architecture': 'arm64',
      'APT::Architectures': 'arm64',
      'Dir::State::status': join(folder, 'nothing-installed'),
    },
  });
}

/**
 * For QEMU, which runs here: with the machine's own suites alone, so that what it lacks comes from
 * where its other libraries are from, and the C library need not change.
 */
export function hostApt(
  root: string,
  architecture: string,
  suites: readonly string[],
  setting: Setting,
): Apt {
  return new Apt({
    ...setting,
    folder: join(root, 'apt', 'host'),
    sources: renderSources(sourcesFor(suites, true, setting), architecture),
    settings: { 'APT::Architecture': architecture, 'APT::Architectures': architecture },
  });
}
