import { InputError } from '../errors';

/** A node of a device tree. */
export interface DeviceNode {
  /** The file that it comes from. */
  readonly file: string;
  /** `/chosen/domU1`. */
  readonly path: string;
  /** With its unit address: `uart@e0205000`. Empty for the root. */
  readonly name: string;
  readonly parent?: DeviceNode;
  /** Contents of properties as they are, big-endian. */
  readonly properties: ReadonlyMap<string, Buffer>;
  readonly children: readonly DeviceNode[];
}

/** A device tree as a blob has it. */
export interface DeviceTree {
  root: DeviceNode;
  /** Bytes of the blob. */
  size: number;
}

const MAGIC = 0xd00dfeed;
const HEADER_BYTES = 40;
/** The format of versions 16 and 17 is the same, but for a length that 17 adds. */
const COMPATIBLE = 16;
const [BEGIN_NODE, END_NODE, PROPERTY, NOP, END] = [1, 2, 3, 4, 9];
/** Deeper than any tree of a machine. */
const MAX_DEPTH = 64;

interface Growing extends DeviceNode {
  readonly properties: Map<string, Buffer>;
  readonly children: Growing[];
}

/** Does it begin as a blob does? */
export function isBlob(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32BE(0) === MAGIC;
}

/** A part of the blob that is read from front to back. */
class Structure {
  at = 0;
  /** What is read at the moment, for errors. */
  path = '/';

  constructor(
    private readonly file: string,
    private readonly bytes: Buffer,
    private readonly strings: Buffer,
  ) {}

  wrong(what: string): InputError {
    return new InputError(`${this.file}: ${this.path}: ${what}`);
  }

  word(): number {
    if (this.at + 4 > this.bytes.length) throw this.wrong('the blob is truncated here');
    this.at += 4;
    return this.bytes.readUInt32BE(this.at - 4);
  }

  /** A name of a node, padded to whole words. */
  name(): string {
    const end = this.bytes.indexOf(0, this.at);
    if (end < 0) throw this.wrong('the blob is truncated within the name of a node');
    const name = this.bytes.toString('latin1', this.at, end);
    this.at = (end + 4) & ~3;
    return this.legal(name);
  }

  /** Names are printable: they end up in messages. */
  private legal(name: string): string {
    if (/^[!-~]*$/.test(name)) return name;
    throw this.wrong('a name here has a character that no name has');
  }

  property(): { name: string; content: Buffer } {
    const [length, nameAt] = [this.word(), this.word()];
    const end = nameAt < this.strings.length ? this.strings.indexOf(0, nameAt) : -1;
    if (end < 0) throw this.wrong('the name of a property lies outside of the strings');
    const name = this.legal(this.strings.toString('latin1', nameAt, end));
    if (this.at + length > this.bytes.length) {
      throw this.wrong(`${name}: the blob is truncated here: ${length} bytes should follow`);
    }
    const content = this.bytes.subarray(this.at, this.at + length);
    this.at = (this.at + length + 3) & ~3;
    return { name, content };
  }
}

function block(file: string, blob: Buffer, what: string, at: number, length?: number): Buffer {
  const end = length === undefined ? blob.length : at + length;
  if (at < HEADER_BYTES || at > end || end > blob.length) {
    throw new InputError(`${file}: the header puts the ${what} outside of the blob`);
  }
  return blob.subarray(at, end);
}

/**
 * Reads a flattened device tree (Devicetree Specification 0.4, chapter 5).
 * @param file what errors call it
 * @throws InputError with the path of the node
 */
export function parseDeviceTree(bytes: Buffer, file: string): DeviceTree {
  if (!isBlob(bytes)) throw new InputError(`${file}: is no device tree blob`);
  if (bytes.length < HEADER_BYTES) {
    throw new InputError(`${file}: is truncated: ${bytes.length} bytes are less than the header`);
  }
  const field = (n: number): number => bytes.readUInt32BE(n * 4);
  const [size, structureAt, stringsAt, version, compatible] = [1, 2, 3, 5, 6].map(field);
  if (compatible > 17 || version < COMPATIBLE) {
    throw new InputError(
      `${file}: is a blob of version ${version} for readers of ${compatible} and later; 16 and 17 are read`,
    );
  }
  if (size > bytes.length) {
    throw new InputError(
      `${file}: is truncated: its header says ${size} bytes, there are ${bytes.length}`,
    );
  }
  const blob = bytes.subarray(0, size);
  const strings = block(file, blob, 'strings', stringsAt, field(8));
  const structureSize = version >= 17 ? field(9) : undefined;
  const structure = block(file, blob, 'structure', structureAt, structureSize);
  return { root: readNodes(new Structure(file, structure, strings), file), size };
}

function readNodes(from: Structure, file: string): DeviceNode {
  let root: Growing | undefined;
  const open: Growing[] = [];
  for (;;) {
    const token = from.word();
    const parent = open.at(-1);
    switch (token) {
      case NOP:
        continue;
      case BEGIN_NODE: {
        if (open.length === MAX_DEPTH)
          throw from.wrong(`nodes are nested deeper than ${MAX_DEPTH}`);
        const node = begin(from, file, parent);
        if (!parent && root) throw from.wrong('there is a second root');
        root ??= node;
        open.push(node);
        from.path = node.path;
        continue;
      }
      case PROPERTY: {
        const { name, content } = from.property();
        if (!parent) throw from.wrong(`${name} stands outside of any node`);
        if (parent.properties.has(name)) throw from.wrong(`${name} is given twice`);
        parent.properties.set(name, content);
        continue;
      }
      case END_NODE:
        if (!open.pop()) throw from.wrong('more nodes end than begin');
        from.path = open.at(-1)?.path ?? '/';
        continue;
      case END:
        if (open.length > 0) throw from.wrong('the blob ends within this node');
        if (!root) throw from.wrong('there is no node');
        return root;
      default:
        throw from.wrong(`token ${token} at byte ${from.at - 4} of the structure is none`);
    }
  }
}

function begin(from: Structure, file: string, parent: Growing | undefined): Growing {
  const name = from.name();
  const path = !parent ? '/' : `${parent.path === '/' ? '' : parent.path}/${name}`;
  if (parent?.children.some((other) => other.name === name)) {
    throw from.wrong(`there are two nodes named "${name}"`);
  }
  const node: Growing = { file, path, name, parent, properties: new Map(), children: [] };
  parent?.children.push(node);
  return node;
}

/** A node and all below it, each before its children. */
export function* descendants(node: DeviceNode): Generator<DeviceNode> {
  yield node;
  for (const child of node.children) yield* descendants(child);
}

/** The node at a path such as `/soc/uart@e0205000`, if there is one. */
export function nodeAt(root: DeviceNode, path: string): DeviceNode | undefined {
  let node: DeviceNode | undefined = root;
  for (const name of path.split('/').filter((part) => part !== '')) {
    // As in U-Boot and Xen, the unit address may be left out where the name is clear without.
    const children: readonly DeviceNode[] = node.children;
    const exact = children.find((child) => child.name === name);
    const short = children.filter((child) => child.name.split('@')[0] === name);
    node = exact ?? (short.length === 1 ? short[0] : undefined);
    if (!node) return undefined;
  }
  return node;
}
