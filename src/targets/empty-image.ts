/** Bytes of a cluster: the unit in which QEMU's image format allocates. */
const CLUSTER = 65536;
const CLUSTER_BITS = 16;
const MAGIC = 0x514649fb;
const HEADER_BYTES = 104;
/** Clusters of the image: header, refcount table, refcount block, L1 table. */
const REFCOUNT_TABLE = 1;
const REFCOUNT_BLOCK = 2;
const L1_TABLE = 3;
const CLUSTERS = 4;
/** 16 bits a reference count, as a power of two. */
const REFCOUNT_ORDER = 4;
const VIRTUAL_BYTES = 2 ** 20;

/**
 * An empty qcow2 image (version 3), in which QEMU can keep snapshots of the machine: nothing is ever
 * written to the disk itself.
 */
export function emptyImage(): Buffer {
  const image = Buffer.alloc(CLUSTERS * CLUSTER);
  image.writeUInt32BE(MAGIC, 0);
  image.writeUInt32BE(3, 4);
  image.writeUInt32BE(CLUSTER_BITS, 20);
  image.writeBigUInt64BE(BigInt(VIRTUAL_BYTES), 24);
  // One entry of the L1 table covers 512 MiB.
  image.writeUInt32BE(1, 36);
  image.writeBigUInt64BE(BigInt(L1_TABLE * CLUSTER), 40);
  image.writeBigUInt64BE(BigInt(REFCOUNT_TABLE * CLUSTER), 48);
  image.writeUInt32BE(1, 56);
  image.writeUInt32BE(REFCOUNT_ORDER, 96);
  image.writeUInt32BE(HEADER_BYTES, 100);
  image.writeBigUInt64BE(BigInt(REFCOUNT_BLOCK * CLUSTER), REFCOUNT_TABLE * CLUSTER);
  for (let n = 0; n < CLUSTERS; n++) image.writeUInt16BE(1, REFCOUNT_BLOCK * CLUSTER + n * 2);
  return image;
}
