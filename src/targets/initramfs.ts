/** A file of an initramfs. */
export interface InitramfsFile {
  name: string;
  mode: number;
  content: Uint8Array;
}

const REGULAR_FILE = 0o100000;
const ALIGNMENT = 4;

function padded(bytes: Buffer): Buffer {
  const missing = -bytes.length & (ALIGNMENT - 1);
  return Buffer.concat([bytes, Buffer.alloc(missing)]);
}

/** One member of a cpio archive in the "newc" format: header, name, content. */
function member(number: number, { name, mode, content }: InitramfsFile): Buffer {
  const fields = [
    number,
    mode,
    ...[0, 0], // owner
    1, // links
    0, // time
    content.length,
    ...[0, 0, 0, 0], // devices
    name.length + 1,
    0, // checksum
  ];
  const hex = fields.map((field) => field.toString(16).padStart(8, '0')).join('');
  return Buffer.concat([
    padded(Buffer.from(`070701${hex}${name}\0`)),
    padded(Buffer.from(content)),
  ]);
}

/**
 * An initial file system for Linux that holds /init alone. (What else it needs, /dev and the console,
 * is in the archive that every kernel contains.)
 */
export function initramfs(init: Uint8Array): Uint8Array {
  return Buffer.concat([
    member(1, { name: 'init', mode: REGULAR_FILE | 0o755, content: init }),
    member(0, { name: 'TRAILER!!!', mode: 0, content: new Uint8Array() }),
  ]);
}
