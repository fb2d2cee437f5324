import type { MpuScriptStep } from '../../../../models/contract/mpu-script';
import type { Script, Tampering } from './support';
import {
  A,
  fill,
  hex,
  machineOf,
  map,
  modify,
  PAGE,
  pages,
  range,
  unmap,
  unmapContaining,
  verdict,
  write,
} from './support';

const outer = pages(0, 4);
const inner = pages(1, 2);
/** From 4 TiB on. */
const high = pages(2 ** 30, 2 ** 30 + 1);
const ioremap: MpuScriptStep = { step: 'ioremap', ...range(A, A + 64) };
const iounmap: MpuScriptStep = { step: 'iounmap', ...range(A, A + 64) };
const copy = (start: number): MpuScriptStep => ({
  step: 'copy-from-paddr',
  ...range(start, start + PAGE),
});
const mapPages = (virtual: number, physical: number): MpuScriptStep => {
  const [to, from] = [hex(virtual), hex(physical)];
  return { step: 'map-pages', virtual: to, physical: from, pages: 1, flags: 'rw' };
};

const refused: Tampering = () => ({ result: 'EINVAL', accesses: [] });
const ok: Tampering = () => ({ result: 'ok' });
/** The last region has other numbers. */
const lastEntry =
  (change: Record<string, number>): Tampering =>
  ({ table }) => ({ table: [...table.slice(0, -1), { ...table.at(-1)!, ...change }] });
const without =
  (gone: number): Tampering =>
  ({ table }) => ({ result: 'ok', table: table.filter(({ index }) => index !== gone) });

const full = (count: number): Script => ({ machine: machineOf(count), steps: fill(count) });
const after = ({ machine, steps }: Script, ...more: MpuScriptStep[]): Script => {
  return { machine, steps: [...steps, ...more] };
};

const byDeviation: [id: string, deviation: string, steps: MpuScriptStep[], machine?: number][] = [
  ['MPU-X-021', 'XMPU-03', [...fill(33), unmap(pages(54, 55))], 33],
  ['MPU-X-026', 'XMPU-03', [...fill(33), unmap(pages(54, 55))], 33],
  ['MPU-X-026', 'XMPU-04', [...fill(33), unmap(pages(54, 55))], 33],
  [
    'MPU-A-024',
    'XMPU-03',
    [...fill(34), unmap(pages(0, 1)), unmap(pages(54, 55)), map(pages(54, 55))],
    34,
  ],
  ['MPU-A-025', 'XMPU-03', [...fill(65), unmap(pages(118, 119))], 65],
  ['MPU-A-024', 'XMPU-04', [...fill(33), unmap(pages(54, 55))], 33],
  ['MPU-A-025', 'XMPU-04', [...fill(33), unmap(pages(54, 55))], 33],
  ['MPU-X-027', 'XMPU-05', [map(outer), map(inner), unmap(outer), unmap(inner)]],
  ['MPU-X-023', 'XMPU-06', [map(outer), map(outer), unmap(inner)]],
  ['MPU-X-028', 'XMPU-06', [map(outer), map(outer), unmap(inner)]],
  ['MPU-X-023', 'XMPU-07', [map(outer), modify(outer, 'rw')]],
  ['MPU-X-029', 'XMPU-07', [map(outer), modify(inner, 'rw')]],
  ['MPU-X-029', 'XMPU-07', [modify(outer, 'rw')]],
  ['MPU-X-030', 'XMPU-08', [unmapContaining(0x2b1000)]],
  ['MPU-X-031', 'XMPU-09', [mapPages(A, A + PAGE)]],
  ['MPU-X-044', 'XMPU-10', [map(outer, 'ro'), map(outer, 'nc')]],
  ['MPU-X-023', 'XMPU-15', [map(high), map(high)]],
  ['MPU-A-024', 'XMPU-15', [map(high), map(high)]],
  ['MPU-X-010', 'XMPU-15', [map(high), map(pages(0, 2))]],
];

const byTampering: [id: string, what: string, script: Script, tampering: Tampering][] = [
  ['MPU-X-010', 'a range that meets another is taken', after(full(6), map(pages(0, 2))), ok],
  [
    'MPU-X-010',
    'a range that has two others is taken',
    { steps: [map(pages(0, 1)), map(pages(2, 3)), map(pages(0, 3))] },
    ok,
  ],
  ['MPU-X-010', 'nothing is found to be something', { steps: [map(outer)] }, refused],
  ['MPU-X-010', 'nothing can be unmapped', { steps: [unmap(outer)] }, ok],
  ['MPU-X-010', 'another region goes', { steps: [map(outer), unmap(outer)] }, without(4)],
  ['MPU-X-011', 'an empty range is mapped', { steps: [map(range(A, A))] }, ok],
  ['MPU-X-011', 'a reversed range is mapped', { steps: [map(range(A + PAGE, A))] }, ok],
  ...[1, -1, 64, -64].map((off): [string, string, Script, Tampering] => [
    'MPU-X-011',
    `an end that is off by ${off} is taken`,
    { steps: [map(range(A, A + PAGE + off))] },
    ok,
  ]),
  [
    'MPU-X-011',
    'what begins at the end of a region meets it',
    { steps: [map(inner), map(pages(2, 3))] },
    refused,
  ],
  [
    'MPU-X-011',
    'what ends where a region begins meets it',
    { steps: [map(inner), map(pages(0, 1))] },
    refused,
  ],
  [
    'MPU-X-011',
    'what begins a page before the end of a region does not meet it',
    { steps: [map(outer), map(pages(3, 5))] },
    ok,
  ],
  [
    'MPU-X-011',
    'the limit of a region is its end',
    { steps: [map(inner), map(pages(2, 3))] },
    lastEntry({ limit: A + 3 * PAGE }),
  ],
  ['MPU-X-012', 'it may be writable and executable', { steps: [map(outer, 'rwx')] }, ok],
  ['MPU-X-012', 'the same again is refused', { steps: [map(outer), map(inner)] }, refused],
  [
    'MPU-X-012',
    'the same again is not counted',
    { steps: [map(outer), map(outer)] },
    lastEntry({ references: 0 }),
  ],
  [
    'MPU-X-012',
    'a reference wraps',
    { steps: new Array<MpuScriptStep>(257).fill(map(outer)) },
    (last) => ({ ...lastEntry({ references: 0 })(last), result: 'ok' }),
  ],
  ['MPU-X-012', 'permissions of a part change', { steps: [map(outer), map(inner, 'ro')] }, ok],
  [
    'MPU-X-012',
    'permissions change under others',
    { steps: [map(outer), map(outer), map(outer, 'ro')] },
    ok,
  ],
  ['MPU-X-012', 'they change for nobody', { steps: [map(outer), map(outer, 'ro')] }, refused],
  [
    'MPU-X-012',
    'a part of a region is unmapped with all of it',
    { steps: [map(outer), unmap(inner)] },
    without(5),
  ],
  [
    'MPU-X-012',
    'what is mapped cannot be unmapped',
    { steps: [map(outer), map(pages(8, 9)), unmap(outer)] },
    refused,
  ],
  [
    'MPU-X-012',
    'unmapping one of two takes the region away',
    { steps: [map(outer), map(inner), unmap(inner)] },
    without(5),
  ],
  [
    'MPU-X-020',
    'a failed update leaves a region',
    { steps: [map(outer), map(pages(3, 5))] },
    lastEntry({ limit: A + 5 * PAGE - 1 }),
  ],
  [
    'MPU-X-020',
    'a failed update writes a region',
    { steps: [map(outer), unmap(inner)] },
    () => ({ accesses: [write('PRENR_EL2', 0x1f)] }),
  ],
  ['MPU-X-021', 'the hardware is not written', { steps: [map(outer)] }, () => ({ accesses: [] })],
  [
    'MPU-X-021',
    'the table is not',
    { steps: [map(outer), unmap(outer)] },
    ({ accesses }) => ({ accesses: accesses.slice(0, 0) }),
  ],
  [
    'MPU-X-022',
    'an inner pair leaves a reference',
    { steps: [map(outer), map(inner), unmap(inner)] },
    lastEntry({ references: 1 }),
  ],
  ['MPU-X-022', 'a pair is refused', { steps: [ioremap, iounmap] }, () => ({ result: 'panic' })],
  [
    'MPU-X-022',
    'a copy leaves a region',
    { steps: [map(outer), copy(A + 8 * PAGE)] },
    lastEntry({ limit: A + 5 * PAGE - 1 }),
  ],
  ['MPU-X-024', 'another index is taken', { steps: [map(outer)] }, lastEntry({ index: 6 })],
  [
    'MPU-X-024',
    'a hole is left',
    { steps: [...fill(8), unmap(pages(0, 1)), map(pages(0, 1))] },
    ({ table }) => ({ table: table.map((one) => (one.index === 5 ? { ...one, index: 8 } : one)) }),
  ],
  ['MPU-X-025', 'there is one more', after(full(8), map(pages(20, 21))), ok],
  ['MPU-X-025', 'another reason is given', after(full(8), map(pages(20, 21))), refused],
  [
    'MPU-X-025',
    'it is still full',
    after(full(8), map(pages(20, 21)), unmap(pages(0, 1)), map(pages(20, 21))),
    () => ({ result: 'ENOENT' }),
  ],
  [
    'MPU-X-025',
    'a copy finds one more',
    after(full(8), copy(A + 20 * PAGE)),
    () => ({ result: 'ok' }),
  ],
  [
    'MPU-X-027',
    'a reference goes instead',
    { steps: [map(outer), map(inner), map(pages(2, 3)), unmap(outer), unmap(inner)] },
    refused,
  ],
  [
    'MPU-X-028',
    'the outer one is unmapped twice',
    { steps: [map(outer), map(inner), unmap(outer), unmap(outer)] },
    without(5),
  ],
  [
    'MPU-X-030',
    'nothing is found',
    { steps: [map(outer), unmapContaining(A + PAGE)] },
    () => ({ result: 'EINVAL' }),
  ],
  ['MPU-X-030', 'something is found', { steps: [unmapContaining(A)] }, ok],
  ['MPU-X-044', 'a copy is made', { steps: [map(outer), copy(A)] }, ok],
];

describe('MPU-X: updates', () => {
  it.each(byDeviation)('%s is broken by %s', (id, deviation, steps, count = 16) => {
    const script = { machine: machineOf(count), steps };

    expect(verdict(id, script)).toBe('held');
    expect(verdict(id, script, [deviation])).toBe('broken in step -1');
  });

  it.each(byTampering)('%s: broken if %s', (id, _what, script, tampering) => {
    expect(verdict(id, script)).toBe('held');
    expect(verdict(id, script, [], tampering)).toBe('broken in step -1');
  });

  it('MPU-X-026 is broken by any region that stays enabled', () => {
    const script = { steps: [map(outer), unmap(outer)] };

    expect(verdict('MPU-X-026', script, [], () => ({ accesses: [] }))).toBe('broken in step -1');
  });

  it.each([
    ['MPU-X-011', 'far from everything', [map(outer)]],
    ['MPU-X-012', 'of another memory type', [map(outer), map(outer, 'nc')]],
    ['MPU-X-022', 'not nested', [map(outer), map(inner), unmap(outer)]],
    ['MPU-X-022', 'with something in between', [map(outer), map(pages(8, 9)), unmap(outer)]],
    ['MPU-X-025', 'with regions left', [map(outer)]],
    ['MPU-X-026', 'through PRENR, as all of them', [map(outer), unmap(outer)]],
    ['MPU-X-027', 'the inner one first', [map(outer), map(inner), unmap(inner), unmap(outer)]],
    ['MPU-X-028', 'a part without references', [map(outer), unmap(inner)]],
    ['MPU-X-031', 'at its own address', [mapPages(A, A + 8)]],
  ])('%s is not exercised by what is %s', (id, _what, steps) => {
    expect(verdict(id, { steps })).toBe('not concerned');
  });
});
