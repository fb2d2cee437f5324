import { fc, test } from '@fast-check/jest';
import type { TreeNode } from '../../../src/targets/device-tree';
import { flatten } from '../../../src/targets/device-tree';
import { passedThroughTree, xenTree } from '../../../src/targets/xen-tree';

const [BEGIN_NODE, END_NODE, PROPERTY, NOP, END] = [1, 2, 3, 4, 9];

/** A node as it is in a blob: contents of properties as bytes, in hexadecimal. */
interface Read {
  properties: Record<string, string>;
  nodes: Record<string, Read>;
}

function header(blob: Buffer) {
  const [magic, totalsize, structAt, stringsAt, reservedAt, version, compatible, cpu] = Array.from(
    { length: 8 },
    (_, n) => blob.readUInt32BE(n * 4),
  );
  const [stringsSize, structSize] = [blob.readUInt32BE(32), blob.readUInt32BE(36)];
  return {
    ...{ magic, totalsize, structAt, stringsAt, reservedAt, version, compatible, cpu },
    ...{ stringsSize, structSize },
  };
}

/** Reads a blob as the Devicetree Specification 0.4, chapter 5, has it. */
function read(blob: Buffer): Read {
  const { structAt, structSize, stringsAt, stringsSize } = header(blob);
  const strings = blob.subarray(stringsAt, stringsAt + stringsSize);
  let at = structAt;
  const text = (from: Buffer, start: number): string =>
    from.toString('latin1', start, from.indexOf(0, start));
  const word = (): number => {
    at += 4;
    return blob.readUInt32BE(at - 4);
  };
  const align = (): void => {
    while (at % 4 !== 0) expect(blob[at++]).toBe(0);
  };
  const node = (): Read => {
    const found: Read = { properties: {}, nodes: {} };
    for (;;) {
      const token = word();
      if (token === END_NODE) return found;
      if (token === NOP) continue;
      if (token === BEGIN_NODE) {
        const name = text(blob, at);
        at += name.length + 1;
        align();
        expect(found.nodes).not.toHaveProperty([name]);
        found.nodes[name] = node();
        continue;
      }
      expect(token).toBe(PROPERTY);
      // Properties come before nodes (5.4.2).
      expect(found.nodes).toEqual({});
      const [length, name] = [word(), word()];
      found.properties[text(strings, name)] = blob.toString('hex', at, at + length);
      at += length;
      align();
    }
  };
  expect(word()).toBe(BEGIN_NODE);
  expect(text(blob, at)).toBe('');
  at += 4;
  const root = node();
  expect(word()).toBe(END);
  expect(at).toBe(structAt + structSize);
  return root;
}

type Value = TreeNode[string];

function bytesOf(value: Exclude<Value, TreeNode>): string {
  if (value === true) return '';
  if (typeof value === 'string') return Buffer.from(`${value}\0`).toString('hex');
  return value
    .map((one: string | number) =>
      typeof one === 'string' ? bytesOf(one) : (one >>> 0).toString(16).padStart(8, '0'),
    )
    .join('');
}

/** What should be read of a tree. */
function expected(tree: TreeNode): Read {
  const found: Read = { properties: {}, nodes: {} };
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'object' && !Array.isArray(value)) {
      found.nodes[name] = expected(value as TreeNode);
    } else found.properties[name] = bytesOf(value as Exclude<Value, TreeNode>);
  }
  return found;
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789,._+-#@'.split('');
const name = fc
  .array(fc.constantFrom(...letters), { minLength: 1, maxLength: 31 })
  .map((all) => `n${all.join('')}`);
const word = fc.string({ unit: fc.constantFrom(...letters, '/', ' '), maxLength: 40 });
const value = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: 9 }),
  fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 3 }),
  word,
  fc.array(word, { minLength: 1, maxLength: 4 }),
  fc.constant(true as const),
);
const { tree } = fc.letrec<{ tree: TreeNode }>((tie) => ({
  tree: fc.dictionary(name, fc.oneof({ depthSize: 'small' }, value, tie('tree')), {
    maxKeys: 8,
    noNullPrototype: true,
  }),
}));

describe('a flattened device tree', () => {
  test.prop([tree], { numRuns: 200 })('is the tree again when it is read', (given) => {
    expect(read(flatten(given))).toEqual(expected(given));
  });

  test.prop([tree], { numRuns: 50 })('has the header of version 17', (given) => {
    const blob = flatten(given);

    const found = header(blob);
    expect(found).toMatchObject({ magic: 0xd00dfeed, version: 17, compatible: 16, cpu: 0 });
    expect(found.totalsize).toBe(blob.length);
    // The blocks follow each other, aligned: reservations (8 bytes), structure (4), strings.
    expect(found.reservedAt).toBe(40);
    expect(found.structAt).toBe(found.reservedAt + 16);
    expect(blob.subarray(found.reservedAt, found.structAt).every((byte) => byte === 0)).toBe(true);
    expect(found.structSize % 4).toBe(0);
    expect(found.stringsAt).toBe(found.structAt + found.structSize);
    expect(found.stringsAt + found.stringsSize).toBe(found.totalsize);
  });

  it('keeps each name of a property once', () => {
    const blob = flatten({ a: { status: 'okay' }, b: { status: 'okay' }, status: 'okay' });

    const { stringsAt } = header(blob);
    expect(blob.toString('latin1', stringsAt)).toBe('status\0');
  });
});

describe("Xen's device tree", () => {
  const given = { vcpus: 2, spis: 64, memory: 64, probeBytes: 16416, passedThroughBytes: 0 };
  const hex = (...cells: number[]) => bytesOf(cells);

  it.each([2, 3] as const)('describes a GICv%i, and a domain with the probe', (gic) => {
    const { nodes } = read(xenTree({ ...given, gic }));

    const { compatible } = nodes['intc@8000000'].properties;
    expect(compatible).toBe(bytesOf(gic === 2 ? 'arm,cortex-a15-gic' : 'arm,gic-v3'));
    expect(Object.keys(nodes.cpus.nodes)).toEqual(['cpu@0', 'cpu@1']);
    const { domU1 } = nodes.chosen.nodes;
    expect(domU1.properties).toMatchObject({
      compatible: bytesOf('xen,domain'),
      cpus: hex(2),
      nr_spis: hex(64),
    });
    const module = domU1.nodes['module@41000000'];
    expect(module.properties.reg).toBe(hex(0, 0x41000000, 0, 16416));
    expect(nodes['pl061@9030000'].properties).not.toHaveProperty('xen,passthrough');
    expect(Object.keys(domU1.nodes)).toHaveLength(1);
  });

  it('gives the domain a device if it is to own one', () => {
    const passed = passedThroughTree();
    const { nodes } = read(xenTree({ ...given, gic: 3, passedThroughBytes: passed.length }));

    expect(nodes['pl061@9030000'].properties).toHaveProperty('xen,passthrough', '');
    const { reg } = nodes.chosen.nodes.domU1.nodes['module@41200000'].properties;
    expect(reg).toBe(hex(0, 0x41200000, 0, passed.length));
    const device = read(passed).nodes.passthrough.nodes['gpio@9030000'];
    expect(device.properties['xen,path']).toBe(bytesOf('/pl061@9030000'));
  });
});
