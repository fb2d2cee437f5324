import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One entry of apt's sources. The same fields whichever of the two formats it came in. */
export interface Source {
  types: string[];
  uris: string[];
  suites: string[];
  components: string[];
  /** A key file, or the key itself with its line breaks. */
  signedBy?: string;
  trusted?: string;
}

const words = (text: string | undefined): string[] => (text ?? '').split(/\s+/).filter(Boolean);

/** Reads a `*.sources` file: paragraphs of fields, lines that begin with a blank go on. */
export function parseDeb822(text: string): Source[] {
  const sources: Source[] = [];
  const lines = text.split(/\r?\n/).filter((line) => !line.startsWith('#'));
  for (const paragraph of lines.join('\n').split(/\n\s*\n/)) {
    const fields = new Map<string, string>();
    let name = '';
    for (const line of paragraph.split('\n')) {
      const field = /^([^\s:]+):[ \t]*(.*)$/.exec(line);
      if (field) {
        name = field[1]!.toLowerCase();
        fields.set(name, field[2]!.trimEnd());
      } else if (name !== '' && /^[ \t]/.test(line)) {
        fields.set(name, `${fields.get(name)!}\n${line.trimEnd()}`);
      }
    }
    if (
      !fields.has('uris') ||
      /^(no|false|0|off|without|disable)$/i.test(fields.get('enabled') ?? '')
    )
      continue;
    sources.push({
      types: words(fields.get('types')),
      uris: words(fields.get('uris')),
      suites: words(fields.get('suites')),
      components: words(fields.get('components')),
      ...optional('signedBy', fields.get('signed-by')),
      ...optional('trusted', fields.get('trusted')),
    });
  }
  return sources;
}

/** Reads a `*.list` file: `deb [signed-by=… arch=…] URI SUITE COMPONENT…`, one a line. */
export function parseOneLine(text: string): Source[] {
  const sources: Source[] = [];
  for (const line of text.split(/\r?\n/)) {
    const entry = /^\s*(deb|deb-src)\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)([^#]*)/.exec(line);
    if (!entry) continue;
    const [, type, bracket, uri, suite, components] = entry;
    const options = new Map(
      words(bracket).map((option) => {
        const [name = '', ...value] = option.split('=');
        return [name.toLowerCase(), value.join('=').replace(/,/g, ' ')];
      }),
    );
    sources.push({
      types: [type!],
      uris: [uri!],
      suites: [suite!],
      components: words(components),
      ...optional('signedBy', options.get('signed-by')),
      ...optional('trusted', options.get('trusted')),
    });
  }
  return sources;
}

function optional<K extends string>(name: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined || value === '' ? {} : ({ [name]: value } as { [P in K]?: string });
}

/** What the machine's own apt reads: empty if there is no apt. */
export function machineSources(folder = '/etc/apt'): Source[] {
  const read = (...path: string[]): string => {
    try {
      return readFileSync(join(folder, ...path), 'utf8');
    } catch {
      return '';
    }
  };
  let names: string[] = [];
  try {
    names = readdirSync(join(folder, 'sources.list.d')).sort();
  } catch {
    // A machine may have one file alone.
  }
  return [
    ...parseOneLine(read('sources.list')),
    ...names.flatMap((name) => {
      if (name.endsWith('.list')) return parseOneLine(read('sources.list.d', name));
      if (name.endsWith('.sources')) return parseDeb822(read('sources.list.d', name));
      return [];
    }),
  ];
}

/** The machine's Debian suite: `bookworm`; undefined where there is none. */
export function machineSuite(osRelease = '/etc/os-release'): string | undefined {
  let text: string;
  try {
    text = readFileSync(osRelease, 'utf8');
  } catch {
    return undefined;
  }
  return /^VERSION_CODENAME="?([a-z0-9]+)"?\s*$/m.exec(text)?.[1];
}

const ALIASES = ['stable', 'oldstable', 'oldoldstable', 'testing', 'unstable', 'sid'];

/** Others have a suite of that name and a component `main`, too: how sure is it that it is Debian? */
function likeness({ uris, signedBy }: Source): number {
  const signed = /debian-archive/.test(signedBy ?? '') ? 2 : 0;
  const named = uris.some(
    (uri) => /\/debian(\/|-remote\/?|\/?)$/.test(uri) || /\/archive\/debian\//.test(uri),
  );
  return signed + (named ? 1 : 0);
}

/**
 * The entry that serves Debian's main archive. Its address serves the other suites, too.
 * @returns with one address; undefined if the machine has no such entry
 */
export function debianArchive(sources: readonly Source[], suite: string): Source | undefined {
  const serving = (names: readonly string[]): Source[] =>
    sources
      .filter(
        ({ types, suites, components, uris }) =>
          types.includes('deb') &&
          components.includes('main') &&
          suites.some((one) => names.includes(one)) &&
          uris.some((uri) => !uri.startsWith('cdrom:')),
      )
      .sort((a, b) => likeness(b) - likeness(a));
  const found = serving([suite])[0] ?? serving(ALIASES).filter((one) => likeness(one) > 0)[0];
  if (!found) return undefined;
  return { ...found, types: ['deb'], uris: [found.uris.find((uri) => !uri.startsWith('cdrom:'))!] };
}

/** Debian's entries for the machine's own suite, with its updates and security updates. */
export function ownEntries(sources: readonly Source[], suite: string): Source[] {
  return sources
    .filter(
      (source) =>
        source.types.includes('deb') &&
        source.components.includes('main') &&
        /debian/.test(`${source.uris.join(' ')} ${source.signedBy ?? ''}`) &&
        source.suites.some((one) => one === suite || one.startsWith(`${suite}-`)),
    )
    .map((source) => ({
      ...source,
      types: ['deb'],
      uris: source.uris.filter((uri) => !uri.startsWith('cdrom:')),
      suites: source.suites.filter((one) => one === suite || one.startsWith(`${suite}-`)),
    }))
    .filter(({ uris }) => uris.length > 0);
}

/** Writes entries as a `*.sources` file for one architecture. */
export function renderSources(sources: readonly Source[], architecture: string): string {
  return sources
    .map(({ types, uris, suites, components, signedBy, trusted }) =>
      [
        `Types: ${types.join(' ')}`,
        `URIs: ${uris.join(' ')}`,
        `Suites: ${suites.join(' ')}`,
        `Components: ${components.join(' ')}`,
        `Architectures: ${architecture}`,
        'Targets: Packages',
        ...(signedBy === undefined ? [] : [`Signed-By: ${signedBy}`]),
        ...(trusted === undefined ? [] : [`Trusted: ${trusted}`]),
        '',
      ].join('\n'),
    )
    .join('\n');
}
