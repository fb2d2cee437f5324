import { parseMadison, parseUris } from '../../../../src/targets/install/apt';

describe('what apt prints', () => {
  it('is read as downloads', () => {
    const text = [
      "'http://one.invalid/liba_1%2b1_amd64.deb' liba_2%3a1.0+b1_amd64.deb 13360 MD5Sum:d1",
      "'http://one.invalid/data_1_all.deb' data_1~bpo12+1_all.deb 92608 ",
      'E: something else',
    ].join('\n');

    expect(parseUris(text)).toEqual([
      { name: 'liba', version: '2:1.0+b1', architecture: 'amd64', bytes: 13360 },
      { name: 'data', version: '1~bpo12+1', architecture: 'all', bytes: 92608 },
    ]);
  });

  it('is read as versions, each once', () => {
    const text = [
      ' xen | 4.17.5-1 | http://one.invalid/debian bookworm/main arm64 Packages',
      ' xen | 4.17.5-1 | http://one.invalid/debian-security bookworm/main arm64 Packages',
      ' xen | 4.17.5-1 | http://one.invalid/debian bookworm/main Sources',
      ' xen | 4.17.3-1 | http://one.invalid/debian bookworm/main arm64 Packages',
      'N: nothing',
    ].join('\n');

    expect(parseMadison(text)).toEqual([
      { name: 'xen', version: '4.17.5-1' },
      { name: 'xen', version: '4.17.3-1' },
    ]);
  });
});
