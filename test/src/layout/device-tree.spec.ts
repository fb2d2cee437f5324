import { fc, test } from '@fast-check/jest';
import { InputError } from '../../../src/errors';
import type { DeviceNode } from '../../../src/layout/device-tree';
import { descendants, nodeAt, parseDeviceTree } from '../../../src/layout/device-tree';
import { readBoard } from '../../../src/layout/bindings';
import type { TreeNode } from '../../../src/targets/device-tree';
import { flatten } from '../../../src/targets/device-tree';
import { boardTree } from './trees';

const name = fc.stringMatching(/^[a-z][a-z0-9,._+#?-]{0,10}$/);
const nodeName = fc.tuple(name, fc.option(fc.stringMatching(/^[0-9a-f]{1,8}$/)));
const value = fc.oneof(
  fc.array(fc.nat(0xffffffff), { maxLength: 6 }),
  fc.stringMatching(/^[ -~]{1,12}$/),
  fc.array(fc.stringMatching(/^[ -~]{1,8}$/), { minLength: 1, maxLength: 3 }),
  fc.constant(true as const),
);

const properties = fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true });

const tree: fc.Arbitrary<TreeNode> = fc.letrec<{ node: TreeNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    properties,
    fc
      .tuple(properties, fc.array(fc.tuple(nodeName, tie('node')), { maxLength: 3 }))
      .map(([own, nodes]) => ({
        ...own,
        // No node has the name of a property: the keys of one object are both.
        ...Object.fromEntries(
          nodes.map(([[first, unit], node]) => [`N${first}${unit ? `@${unit}` : ''}`, node]),
        ),
      })),
  ),
})).node;

/** Contents of a property as the Devicetree Specification 0.4, 2.2.4, has it. */
function contentOf(given: TreeNode[string]): string {
  if (given === true) return '';
  const strings = typeof given === 'string' ? [given] : (given as (string | number)[]);
  return strings
    .map((one) =>
      typeof one === 'number'
        ? one.toString(16).padStart(8, '0')
        : Buffer.from(`${one}\0`, 'latin1').toString('hex'),
    )
    .join('');
}

function expectSame(node: DeviceNode, given: TreeNode, path: string): void {
  const isNode = (one: TreeNode[string]): one is TreeNode =>
    typeof one === 'object' && !Array.isArray(one);
  const entries = Object.entries(given);
  expect(node.path).toBe(path === '' ? '/' : path);
  expect([...node.properties].map(([key, bytes]) => [key, bytes.toString('hex')])).toEqual(
    entries.filter(([, one]) => !isNode(one)).map(([key, one]) => [key, contentOf(one)]),
  );
  const nodes = entries.filter(([, one]) => isNode(one));
  expect(node.children.map((child) => child.name)).toEqual(nodes.map(([key]) => key));
  nodes.forEach(([key, one], n) => {
    expectSame(node.children[n], one as TreeNode, `${path}/${key}`);
    expect(node.children[n].parent).toBe(node);
  });
}

/** Runs what reads a damaged file: it may refuse it, in words for a user, and nothing else. */
function refusesOrReads(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toMatch(/^[^\n]*x\.dtb[^\n]*$/);
  }
}

describe('parseDeviceTree', () => {
  test.prop([tree], { numRuns: 300 })('reads back what was flattened', (given) => {
    const blob = flatten(given);

    const { root, size } = parseDeviceTree(blob, 'x.dtb');

    expect(size).toBe(blob.length);
    expectSame(root, given, '');
  });

  test.prop([tree, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })], {
    numRuns: 300,
  })('refuses what is truncated', (given, part) => {
    const blob = flatten(given);

    expect(() => parseDeviceTree(blob.subarray(0, blob.length * part), 'x.dtb')).toThrow(
      InputError,
    );
  });

  const limits = { bits: 48, regions: 16 } as const;
  const real = flatten(boardTree());

  test.prop(
    [fc.array(fc.tuple(fc.nat(real.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })],
    {
      numRuns: 3000,
    },
  )('never dies of changed bytes', (changes) => {
    const blob = Buffer.from(real);
    for (const [at, byte] of changes) blob[at] = byte;

    refusesOrReads(() => readBoard(parseDeviceTree(blob, 'x.dtb').root, new Map(), limits));
  });

  test.prop([fc.nat(real.length - 1), fc.uint8Array({ maxLength: 64 })], { numRuns: 1000 })(
    'never dies of anything',
    (kept, rest) => {
      const blob = Buffer.concat([real.subarray(0, kept), rest]);

      refusesOrReads(() => readBoard(parseDeviceTree(blob, 'x.dtb').root, new Map(), limits));
    },
  );

  test.prop([fc.nat(Math.floor(real.length / 4) - 1), fc.nat(0xffffffff)], { numRuns: 2000 })(
    'never dies of a changed word',
    (at, word) => {
      const blob = Buffer.from(real);
      blob.writeUInt32BE(word, at * 4);

      refusesOrReads(() => readBoard(parseDeviceTree(blob, 'x.dtb').root, new Map(), limits));
    },
  );

  it('says where a blob is truncated', () => {
    const blob = Buffer.from(real);
    blob.writeUInt32BE(blob.length - 400, 4);

    expect(() => parseDeviceTree(blob, 'x.dtb')).toThrow(
      'x.dtb: the header puts the strings outside of the blob',
    );
    expect(() => parseDeviceTree(real.subarray(0, 100), 'x.dtb')).toThrow(
      `x.dtb: is truncated: its header says ${real.length} bytes, there are 100`,
    );
    expect(() => parseDeviceTree(Buffer.from('no blob'), 'x.dtb')).toThrow(
      'is no device tree blob',
    );
  });

  it('says which version a blob is for', () => {
    const blob = Buffer.from(real);
    // last_comp_version
    blob.writeUInt32BE(18, 24);

    expect(() => parseDeviceTree(blob, 'x.dtb')).toThrow(
      'x.dtb: is a blob of version 17 for readers of 18 and later; 16 and 17 are read',
    );
  });

  it.each<[string, number[], string]>([
    ['an end within a node', [1, 0, 9], '/: the blob ends within this node'],
    ['no end', [1, 0, 2], '/: the blob is truncated here'],
    ['an unknown token', [1, 0, 7], '/: token 7 at byte 8 of the structure is none'],
    ['a property outside', [3, 0, 0], 'stands outside of any node'],
    ['two ends', [1, 0, 2, 2], 'more nodes end than begin'],
    ['two roots', [1, 0, 2, 1, 0], 'there is a second root'],
    ['no node', [9], 'there is no node'],
    ['a name from nowhere', [1, 0, 3, 0, 99], 'the name of a property lies outside of the strings'],
    [
      'a long property',
      [1, 0, 3, 64, 0],
      '/: p: the blob is truncated here: 64 bytes should follow',
    ],
    ['a property twice', [1, 0, 3, 0, 0, 3, 0, 0], '/: p is given twice'],
    [
      'two nodes of a name',
      [1, 0, 1, 0x61000000, 2, 1, 0x61000000, 2, 2, 9],
      'there are two nodes named "a"',
    ],
    [
      'deep nodes',
      Array.from({ length: 80 }, () => [1, 0x61000000]).flat(),
      'nested deeper than 64',
    ],
  ])('refuses %s', (_, words, message) => {
    const header = [0xd00dfeed, 56 + words.length * 4, 56, 40, 48, 17, 16, 0, 2, words.length * 4];
    const strings = [0x70000000, 0, 0, 0];
    const blob = Buffer.alloc((header.length + strings.length + words.length) * 4);
    [...header, ...strings, ...words].forEach((word, n) => blob.writeUInt32BE(word, n * 4));

    expect(() => parseDeviceTree(blob, 'x.dtb')).toThrow(message);
  });
});

describe('nodeAt', () => {
  const { root } = parseDeviceTree(real(), 'x.dtb');

  function real(): Buffer {
    return flatten({ a: { 'b@1': { c: {} }, 'd@1': {}, 'd@2': {} } });
  }

  it('finds a node by its path, with or without unit address', () => {
    expect(nodeAt(root, '/a/b@1/c')?.path).toBe('/a/b@1/c');
    expect(nodeAt(root, '/a/b/c')?.path).toBe('/a/b@1/c');
    expect(nodeAt(root, '/')?.path).toBe('/');
    expect(nodeAt(root, '/a/d')).toBeUndefined();
    expect(nodeAt(root, '/a/x')).toBeUndefined();
  });

  it('visits every node once', () => {
    expect([...descendants(root)].map(({ path }) => path)).toEqual([
      ...['/', '/a', '/a/b@1', '/a/b@1/c', '/a/d@1', '/a/d@2'],
    ]);
  });
});
