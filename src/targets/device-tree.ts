/** Value of a property: cells, strings, or nothing. */
type Value = readonly number[] | string | readonly string[] | true;

/** A node of a device tree: properties, and nodes by name. */
export interface TreeNode {
  [name: string]: Value | TreeNode;
}

const MAGIC = 0xd00dfeed;
const BEGIN_NODE = 1;
const END_NODE = 2;
const PROPERTY = 3;
const END = 9;
const HEADER_BYTES = 40;

function isNode(value: Value | TreeNode): value is TreeNode {
  return typeof value === 'object' && !Array.isArray(value);
}

function cells(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, n) => bytes.writeUInt32BE(value >>> 0, n * 4));
  return bytes;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
}

function contentOf(value: Value): Buffer {
  if (value === true) return Buffer.alloc(0);
  if (typeof value === 'string') return Buffer.from(`${value}\0`, 'latin1');
  if (value.length > 0 && typeof value[0] === 'string') {
    return Buffer.from(value.map((text) => `${text}\0`).join(''), 'latin1');
  }
  return cells(...(value as readonly number[]));
}

/** The flattened form of a tree (Devicetree Specification 0.4, chapter 5). */
export function flatten(root: TreeNode): Buffer {
  const structure: Buffer[] = [];
  const nameAt = new Map<string, number>();
  let names = '';
  const offsetOf = (name: string): number => {
    let at = nameAt.get(name);
    if (at === undefined) {
      nameAt.set(name, (at = names.length));
      names += `${name}\0`;
    }
    return at;
  };
  const write = (name: string, node: TreeNode): void => {
    structure.push(cells(BEGIN_NODE), padded(Buffer.from(`${name}\0`, 'latin1')));
    const entries = Object.entries(node);
    for (const [key, value] of entries) {
      if (isNode(value)) continue;
      const content = contentOf(value);
      structure.push(cells(PROPERTY, content.length, offsetOf(key)), padded(content));
    }
    for (const [key, value] of entries) if (isNode(value)) write(key, value);
    structure.push(cells(END_NODE));
  };
  write('', root);
  structure.push(cells(END));
  const body = Buffer.concat(structure);
  const strings = Buffer.from(names, 'latin1');
  const reservations = Buffer.alloc(16);
  const structureAt = HEADER_BYTES + reservations.length;
  const stringsAt = structureAt + body.length;
  const header = cells(
    MAGIC,
    stringsAt + strings.length,
    structureAt,
    stringsAt,
    HEADER_BYTES,
    17, // version
    16, // last compatible version
    0, // boot CPU
    strings.length,
    body.length,
  );
  return Buffer.concat([header, reservations, body, strings]);
}
