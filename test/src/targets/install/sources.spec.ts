import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  debianArchive,
  machineSources,
  machineSuite,
  ownEntries,
  parseDeb822,
  parseOneLine,
  renderSources,
} from '../../../../src/targets/install/sources';

const deb822 = `# Debian
Types: deb deb-src
# an older place
URIs: http://one.invalid/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /keys/debian-archive-keyring.gpg

Types: deb
URIs: http://one.invalid/debian-security
Suites: bookworm-security
Components: main


Types: deb
URIs: http://other.invalid
Suites: bookworm
Components: main
Enabled: no
`;

describe('deb822 sources', () => {
  it('are read with comments, several values and empty lines', () => {
    const [main, security, ...rest] = parseDeb822(deb822);

    expect(rest).toEqual([]);
    expect(main).toEqual({
      types: ['deb', 'deb-src'],
      uris: ['http://one.invalid/debian'],
      suites: ['bookworm', 'bookworm-updates'],
      components: ['main', 'contrib'],
      signedBy: '/keys/debian-archive-keyring.gpg',
    });
    expect(security!.suites).toEqual(['bookworm-security']);
  });

  it('keep a key that is in them', () => {
    const key =
      '\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc\n -----END PGP PUBLIC KEY BLOCK-----';
    const text = `Types: deb\nURIs: u\nSuites: s\nComponents: main\nSigned-By:${key}\n`;

    const [source] = parseDeb822(text);

    expect(renderSources([source!], 'arm64')).toContain(`Signed-By: ${key}\n`);
    expect(parseDeb822(renderSources([source!], 'arm64'))).toEqual([source]);
  });
});

describe('one-line sources', () => {
  it('are read with and without options', () => {
    const text = [
      '# deb http://no.invalid/debian bookworm main',
      'deb http://one.invalid/debian bookworm main contrib # the main one',
      'deb [ arch=amd64,arm64 signed-by=/a.gpg,/b.gpg trusted=yes ] http://two.invalid/ sid main',
      'deb-src http://one.invalid/debian bookworm main',
      'nonsense',
    ].join('\n');

    const [one, two, source, ...rest] = parseOneLine(text);

    expect(rest).toEqual([]);
    expect(one).toEqual({
      types: ['deb'],
      uris: ['http://one.invalid/debian'],
      suites: ['bookworm'],
      components: ['main', 'contrib'],
    });
    expect(two).toMatchObject({ signedBy: '/a.gpg /b.gpg', trusted: 'yes', suites: ['sid'] });
    expect(source!.types).toEqual(['deb-src']);
  });
});

describe("the machine's archive", () => {
  it('is the entry of its suite that looks like Debian', () => {
    const sources = parseOneLine(
      [
        'deb [signed-by=/keys/tool.gpg] http://tool.invalid bookworm main',
        'deb cdrom:[Debian]/ bookworm main',
        'deb-src http://one.invalid/debian bookworm main',
        'deb http://one.invalid/debian-security bookworm-security main',
        'deb http://one.invalid/debian bookworm contrib',
        'deb http://two.invalid/debian/ bookworm main',
      ].join('\n'),
    );

    expect(debianArchive(sources, 'bookworm')?.uris).toEqual(['http://two.invalid/debian/']);
    expect(debianArchive(sources, 'trixie')).toBeUndefined();
    expect(debianArchive([], 'bookworm')).toBeUndefined();
  });

  it('may be named by what its suite is at the moment', () => {
    const sources = parseOneLine('deb http://one.invalid/debian stable main');

    expect(debianArchive(sources, 'trixie')?.uris).toEqual(['http://one.invalid/debian']);
  });

  it('comes with the updates of its suite', () => {
    const suites = ownEntries(parseDeb822(deb822), 'bookworm').map((one) => one.suites);

    expect(suites).toEqual([['bookworm', 'bookworm-updates'], ['bookworm-security']]);
  });
});

describe('the files of a machine', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
    mkdirSync(join(folder, 'sources.list.d'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are read in both formats, and nothing else', () => {
    writeFileSync(join(folder, 'sources.list'), 'deb a:/ one main\n');
    writeFileSync(join(folder, 'sources.list.d/b.list'), 'deb b:/ two main\n');
    writeFileSync(join(folder, 'sources.list.d/c.sources'), 'Types: deb\nURIs: c:/\nSuites: x\n');
    writeFileSync(join(folder, 'sources.list.d/d.list.disabled'), 'deb d:/ four main\n');

    expect(machineSources(folder).flatMap(({ uris }) => uris)).toEqual(['a:/', 'b:/', 'c:/']);
  });

  it('need not exist', () => {
    expect(machineSources(join(folder, 'none'))).toEqual([]);
    expect(machineSuite(join(folder, 'none'))).toBeUndefined();
  });

  it('say the suite', () => {
    writeFileSync(join(folder, 'os'), 'NAME="Debian"\nVERSION_CODENAME="bookworm"\nID=debian\n');

    expect(machineSuite(join(folder, 'os'))).toBe('bookworm');
  });
});
