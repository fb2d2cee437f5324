import { emptyImage } from '../../../src/targets/empty-image';

/** The header of a qcow2 image (QEMU, docs/interop/qcow2.txt). */
function header(image: Buffer) {
  const word = (at: number): number => image.readUInt32BE(at);
  const long = (at: number): number => Number(image.readBigUInt64BE(at));
  return {
    magic: image.toString('latin1', 0, 4),
    version: word(4),
    backingFile: long(8),
    clusterBits: word(20),
    size: long(24),
    encryption: word(32),
    l1Entries: word(36),
    l1At: long(40),
    refcountTableAt: long(48),
    refcountTableClusters: word(56),
    snapshots: word(60),
    incompatible: long(72),
    compatible: long(80),
    autoclear: long(88),
    refcountOrder: word(96),
    length: word(100),
  };
}

describe('an empty image', () => {
  const image = emptyImage();
  const found = header(image);
  const cluster = 2 ** found.clusterBits;

  it('has the header of version 3, with no feature, file or snapshot', () => {
    expect(found).toMatchObject({
      magic: 'QFI\xfb',
      version: 3,
      backingFile: 0,
      encryption: 0,
      snapshots: 0,
      incompatible: 0,
      compatible: 0,
      autoclear: 0,
      // The order can be from 0 to 6, and 4 is what version 2 has: 16 bits.
      refcountOrder: 4,
      length: 104,
    });
    expect(found.clusterBits).toBeGreaterThanOrEqual(9);
    expect(found.clusterBits).toBeLessThanOrEqual(21);
    expect(image.length % cluster).toBe(0);
    // No header extension: type 0 ends them.
    expect(image.readUInt32BE(found.length)).toBe(0);
  });

  it('has tables at clusters of their own, that cover the disk and allocate nothing', () => {
    const { l1At, refcountTableAt, refcountTableClusters, l1Entries, size } = found;
    const blockAt = Number(image.readBigUInt64BE(refcountTableAt));
    const places = [0, l1At, refcountTableAt, blockAt];

    for (const at of places) expect(at % cluster).toBe(0);
    expect(new Set(places).size).toBe(places.length);
    expect(refcountTableClusters).toBe(1);
    // An L2 table of one cluster has an entry of 8 bytes for each cluster.
    expect(l1Entries * (cluster / 8) * cluster).toBeGreaterThanOrEqual(size);
    expect(size % 512).toBe(0);
    const l1 = image.subarray(l1At, l1At + l1Entries * 8);
    expect(l1.every((byte) => byte === 0)).toBe(true);
  });

  it('counts each of its clusters once, and no other', () => {
    const blockAt = Number(image.readBigUInt64BE(found.refcountTableAt));
    const counts = Array.from({ length: cluster / 2 }, (_, n) =>
      image.readUInt16BE(blockAt + 2 * n),
    );

    const used = image.length / cluster;
    expect(counts.slice(0, used)).toEqual(Array.from({ length: used }, () => 1));
    expect(counts.slice(used).every((count) => count === 0)).toBe(true);
    const table = image.subarray(found.refcountTableAt + 8, found.refcountTableAt + cluster);
    expect(table.every((byte) => byte === 0)).toBe(true);
  });
});
