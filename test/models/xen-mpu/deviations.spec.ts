import type { MpuRange, MpuSection } from '../../../models/contract/mpu-layout';
import type { MpuScriptStep, MpuShown } from '../../../models/contract/mpu-script';
import type { DeviationId } from '../../../models/xen-mpu/upstream/deviations';
import { deviations } from '../../../models/xen-mpu/upstream';
import type { UpstreamXen } from '../../../models/xen-mpu/upstream';
import {
  Replay,
  areDisjoint,
  enabledRegions,
  hex,
  machineOf,
  range,
  tableRegions,
  xenOf,
} from './support';

const A = 0x60000000;
const PAGE = 0x1000;
const outer = range(A, A + 4 * PAGE);
const inner = range(A + PAGE, A + 2 * PAGE);
/** From 4 TiB on. */
const high = range(2 ** 42 + A, 2 ** 42 + A + PAGE);
const assembly: MpuScriptStep = { step: 'boot', phase: 'assembly' };
const map = (where: typeof outer): MpuScriptStep => ({ step: 'map', ...where, flags: 'rw' });
const unmap = (where: typeof outer): MpuScriptStep => ({ step: 'unmap', ...where });
const nth = (n: number): typeof outer => range(A + n * 2 * PAGE, A + n * 2 * PAGE + PAGE);

interface Show {
  /** What has it, and others that would hide it mended. */
  mended?: readonly DeviationId[];
  machine?: ReturnType<typeof machineOf>;
  sections?: Partial<Record<MpuSection, MpuRange>>;
  steps: MpuScriptStep[];
  /** Does the last step show it? */
  shows(last: MpuShown, xen: UpstreamXen, all: readonly MpuShown[]): boolean;
}

const differs = (last: MpuShown, xen: UpstreamXen): boolean =>
  JSON.stringify(enabledRegions(xen.hardware.system)) !== JSON.stringify(tableRegions(last));

/** Maps 5 to `count` − 1, then unmaps the last. */
const fillAndFree = (count: number): MpuScriptStep[] => [
  assembly,
  ...Array.from({ length: count - 5 }, (_, n) => map(nth(n))),
  unmap(nth(count - 6)),
];

const shows: Record<DeviationId, Show> = {
  'XMPU-01': {
    machine: machineOf(16, 32),
    steps: [assembly, { step: 'probe', level: 'EL2', access: 'write', address: '0x200000' }],
    shows: ({ result }) => result === 'allowed',
  },
  'XMPU-02': {
    machine: machineOf(16, 32),
    steps: [assembly],
    shows: ({ strayBytes }) => strayBytes > 0,
  },
  'XMPU-03': {
    machine: machineOf(33),
    steps: fillAndFree(33),
    shows: differs,
  },
  'XMPU-04': {
    mended: ['XMPU-03'],
    machine: machineOf(33, 32),
    steps: fillAndFree(33),
    shows: (_last, _xen, all) => {
      const replay = new Replay(machineOf(33, 32));
      const states = all.flatMap((shown) => [...replay.states(shown)]);
      return !states.every(areDisjoint);
    },
  },
  'XMPU-05': {
    steps: [assembly, map(outer), map(inner), unmap(outer), unmap(inner)],
    shows: ({ result, table }) => result === 'EINVAL' && table.length === 6,
  },
  'XMPU-06': {
    steps: [assembly, map(outer), map(outer), unmap(inner)],
    shows: ({ result }) => result === 'ok',
  },
  'XMPU-07': {
    steps: [assembly, map(outer), { step: 'modify', ...outer, flags: 'rw' }],
    shows: ({ table }) => table[5].references === 1,
  },
  'XMPU-08': {
    steps: [assembly, { step: 'unmap-containing', address: '0x2b1000' }],
    shows: ({ result }) => result === 'ok',
  },
  'XMPU-09': {
    steps: [
      assembly,
      { step: 'map-pages', virtual: hex(A), physical: hex(A + PAGE), pages: 1, flags: 'rw' },
    ],
    shows: ({ table }) => table.length === 6,
  },
  'XMPU-10': {
    steps: [
      assembly,
      map(outer),
      { step: 'map', ...outer, flags: 'ro' },
      { step: 'map', ...outer, flags: 'nc' },
    ],
    shows: ({ result, table }) => result === 'ok' && table[5].larBits === 0x0f,
  },
  'XMPU-11': {
    sections: { text: range(0x200000, 0x261010), rodata: range(0x261010, 0x2700c8) },
    steps: [assembly],
    shows: (last) => !areDisjoint(tableRegions(last)) && last.result === 'ok',
  },
  'XMPU-12': {
    sections: { bss: range(0x2a0000, 0x2a0000) },
    steps: [assembly, { step: 'boot', phase: 'free-init-memory' }],
    shows: ({ table }) => table.some(({ base, limit }) => limit < base),
  },
  'XMPU-13': {
    machine: machineOf(16, 32),
    steps: [assembly, { step: 'boot', phase: 'virtual-paging' }],
    shows: ({ result }) => result === 'panic',
  },
  'XMPU-14': {
    sections: { rodata: range(0x260060, 0x260060) },
    steps: [assembly, { step: 'boot', phase: 'modify-after-init' }],
    shows: ({ table }) => table[0].limit === 0x271fff,
  },
  // Measured: mpu/mm.c of c447b7308b, built by GCC 12.2 for AArch64, maps it a second time.
  'XMPU-15': {
    steps: [assembly, map(high), map(high)],
    shows: ({ result, table }) => result === 'ok' && table.length === 7,
  },
};

function isShown(id: DeviationId, mended: readonly DeviationId[]): boolean {
  const { machine, sections, steps, shows: shown } = shows[id];
  const xen = xenOf({ machine, sections, mended });
  const all = steps.map((step) => xen.execute(step));
  return shown(all.at(-1)!, xen, all);
}

describe('deviations', () => {
  it.each(deviations.map(({ id, title }) => [id, title] as const))('%s: %s', (id) => {
    const { mended = [] } = shows[id];
    const others = deviations.map((one) => one.id).filter((one) => one !== id);

    expect(isShown(id, mended)).toBe(true);
    expect(isShown(id, others)).toBe(true);
    expect(isShown(id, [...mended, id])).toBe(false);
    expect(isShown(id, [...others, id])).toBe(false);
  });

  it('XMPU-03: the next mapping over what stayed enabled faults', () => {
    for (const mended of [[], ['XMPU-03']]) {
      const xen = xenOf({ machine: machineOf(34), mended });
      for (const step of fillAndFree(34)) xen.execute(step);
      xen.execute(unmap(nth(0)));
      expect(xen.execute(map(nth(28))).table[5]).toMatchObject({ index: 5 });

      const probe = {
        step: 'probe',
        level: 'EL2',
        access: 'read',
        address: nth(28).start,
      } as const;
      expect(xen.execute(probe).result).toBe(mended.length > 0 ? 'allowed' : 'fault-1');
    }
  });

  it('XMPU-03: with PMSAv8-64, region 64 disables text', () => {
    const probe = { step: 'probe', level: 'EL2', access: 'execute', address: '0x200000' } as const;
    const results = ([64, 32] as const).map((format) => {
      const xen = xenOf({ machine: machineOf(65, format) });
      for (const step of fillAndFree(65)) xen.execute(step);
      return xen.execute(probe).result;
    });

    expect(results).toEqual(['fault-1', 'allowed']);
  });

  it('XMPU-08: nothing is unmapped, nothing written', () => {
    const xen = xenOf();
    const before = xen.execute(assembly).table;

    const shown = xen.execute({ step: 'unmap-containing', address: '0x2b1000' });

    expect(shown.table).toEqual(before);
    expect(shown.accesses).toEqual([{ does: 'barrier' }]);
  });
});
