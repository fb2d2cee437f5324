import { fc, test } from '@fast-check/jest';
import type { MpuFlags, MpuResult, MpuShown } from '../../../models/contract/mpu-script';
import type { UpstreamXen } from '../../../models/xen-mpu/upstream';
import {
  Replay,
  allDeviations,
  areDisjoint,
  bootedXen,
  enabledRegions,
  machineOf,
  map,
  modify,
  tableRegions,
  unmap,
  writesOf,
  xenOf,
  boot,
} from './support';

const A = 0x60000000;
const PAGE = 0x1000;

/** A region as the oracle has it: one mapping after the other makes or shares it. */
interface Known {
  index: number;
  start: number;
  end: number;
  type: 'normal' | 'device' | 'nc';
  rights: 'ro' | 'rw' | 'rx';
  mappings: string[];
}

const kinds: Record<MpuFlags, [Known['type'], Known['rights']] | undefined> = {
  ro: ['normal', 'ro'],
  rw: ['normal', 'rw'],
  rx: ['normal', 'rx'],
  rwx: undefined,
  device: ['device', 'rw'],
  nc: ['nc', 'rw'],
};

/** What has to hold, written from MPU-X-020 to MPU-X-029 and the table of results. */
class Oracle {
  regions: Known[] = [];

  constructor(
    private readonly first: number,
    private readonly count: number,
  ) {}

  private touching(start: number, end: number): Known[] {
    return this.regions.filter((one) => one.start < end && start < one.end);
  }

  private around(start: number, end: number): Known | undefined {
    return this.regions.find((one) => one.start <= start && end <= one.end);
  }

  private lowestFree(): number | undefined {
    for (let index = this.first; index < this.count; index++) {
      if (!this.regions.some((one) => one.index === index)) return index;
    }
    return undefined;
  }

  static isLegal(start: number, end: number): boolean {
    return start < end && start % PAGE === 0 && end % PAGE === 0;
  }

  map(start: number, end: number, flags: MpuFlags, isModify = false): MpuResult {
    const kind = kinds[flags];
    if (!kind || !Oracle.isLegal(start, end)) return 'EINVAL';
    const [type, rights] = kind;
    const mapping = `${start} ${end}`;
    if (this.touching(start, end).length === 0) {
      const index = this.lowestFree();
      if (isModify) return 'EINVAL';
      if (index === undefined) return 'ENOENT';
      this.regions.push({ index, start, end, type, rights, mappings: [mapping] });
      return 'ok';
    }
    const found = this.around(start, end);
    if (!found || found.type !== type) return 'EINVAL';
    if (found.rights === rights) {
      if (!isModify) found.mappings.push(mapping);
      return 'ok';
    }
    const isWhole = found.start === start && found.end === end;
    if (!isWhole || found.mappings.length > 1) return 'EINVAL';
    found.rights = rights;
    return 'ok';
  }

  unmap(start: number, end: number): MpuResult {
    const found = this.around(start, end);
    const at = found?.mappings.indexOf(`${start} ${end}`) ?? -1;
    if (!found || at < 0) return 'EINVAL';
    found.mappings.splice(at, 1);
    if (found.mappings.length === 0) this.regions = this.regions.filter((one) => one !== found);
    return 'ok';
  }
}

type Operation = ['map' | 'modify' | 'unmap', number, number, MpuFlags];

const jitter = fc.constantFrom(0, 0, 0, 0, 0, 0, 1, -1, 64, -64);
const ranges = (pages: number) =>
  fc
    .tuple(fc.nat(pages), fc.nat(6), jitter, jitter)
    .map(([page, size, a, b]) => [A + page * PAGE + a, A + (page + size) * PAGE + b] as const);
const operations = (pages: number): fc.Arbitrary<Operation[]> =>
  fc.array(
    fc
      .tuple(
        fc.constantFrom('map', 'map', 'map', 'unmap', 'unmap', 'modify' as const),
        ranges(pages),
        fc.constantFrom<MpuFlags>('rw', 'rw', 'rw', 'ro', 'rx', 'rwx', 'device', 'nc'),
      )
      .map(([what, [start, end], flags]): Operation => [what as Operation[0], start, end, flags]),
    { minLength: 20, maxLength: 160 },
  );

function execute(xen: UpstreamXen, [what, start, end, flags]: Operation): MpuShown {
  if (what === 'unmap') return unmap(xen, start, end);
  return what === 'map' ? map(xen, start, end, flags) : modify(xen, start, end, flags);
}

function expected(oracle: Oracle, [what, start, end, flags]: Operation): MpuResult {
  if (what === 'unmap') return Oracle.isLegal(start, end) ? oracle.unmap(start, end) : 'EINVAL';
  return oracle.map(start, end, flags, what === 'modify');
}

const counts = fc.constantFrom(6, 8, 16, 33, 64);
const formats = fc.constantFrom(32 as const, 64 as const);

describe('model:xen-mpu@2026 with everything mended', () => {
  test.prop([operations(40), counts, formats], { numRuns: 50 })(
    'MPU-X-020 to MPU-X-029: does what the oracle says, in table, mask and hardware',
    (given, count, format) => {
      const machine = machineOf(count, format);
      const xen = bootedXen({ machine, mended: allDeviations });
      const oracle = new Oracle(5, count);
      let before = xen.map.show();
      for (const operation of given) {
        const result = expected(oracle, operation);
        const shown = execute(xen, operation);

        expect(shown.result).toBe(result);
        if (result !== 'ok') {
          expect(shown.accesses).toEqual([]);
          expect(shown.table).toEqual(before);
        } else expect(shown.accesses.at(-1)).toEqual({ does: 'barrier' });
        const regions = [...oracle.regions].sort((a, b) => a.index - b.index);
        expect(shown.table.slice(5)).toEqual(
          regions.map(({ index, start, end, mappings }) =>
            expect.objectContaining({
              index,
              base: start,
              limit: end - 1,
              references: mappings.length - 1,
            }),
          ),
        );
        expect(enabledRegions(xen.hardware.system)).toEqual(tableRegions(shown));
        expect(areDisjoint(tableRegions(shown))).toBe(true);
        const used = xen.map.mask.flatMap((bit, index) => (bit ? [index] : []));
        expect(used).toEqual(shown.table.map(({ index }) => index));
        before = [...shown.table];
      }
    },
  );

  test.prop([fc.array(ranges(12), { maxLength: 60 }), formats], { numRuns: 60 })(
    'MPU-X-022: nested pairs restore what was there',
    (given, format) => {
      const xen = bootedXen({ machine: machineOf(24, format), mended: allDeviations });
      const states: unknown[] = [];
      const open: [number, number][] = [];
      for (const [start, end] of given) {
        const before = xen.map.show();
        if (map(xen, start, end, 'rw').result !== 'ok') continue;
        states.push(before);
        open.push([start, end]);
      }
      for (const [start, end] of open.reverse()) {
        expect(unmap(xen, start, end)).toMatchObject({ result: 'ok', table: states.pop() });
      }
    },
  );

  test.prop([operations(60), fc.constantFrom(33, 64, 80), formats], { numRuns: 30 })(
    'MPU-A-004, MPU-A-025: no moment with two regions at one place, or without text and data',
    (given, count, format) => {
      const machine = machineOf(count, format);
      const xen = xenOf({ machine, mended: allDeviations });
      const replay = new Replay(machine);
      const booting = ['assembly', 'early-fdt', 'static-heap'].map((phase) => boot(xen, phase));
      const running = given.map((operation) => execute(xen, operation));
      const ending = ['remove-early-mappings', 'modify-after-init', 'free-init-memory'];
      const all = [...booting, ...running, ...ending.map((phase) => boot(xen, phase))];

      let states = 0;
      for (const shown of all) {
        expect(shown.result).not.toBe('panic');
        for (const regions of replay.states(shown)) {
          states++;
          expect(areDisjoint(regions)).toBe(true);
          for (const address of [0x200000, 0x261000, 0x272000, 0x2a0000]) {
            const around = regions.filter(({ base, limit }) => base <= address && address <= limit);
            expect(around).toHaveLength(1);
          }
        }
      }
      expect(states).toBeGreaterThan(5);
      expect(enabledRegions(replay.system)).toEqual(enabledRegions(xen.hardware.system));
    },
  );

  test.prop([operations(40), counts, formats], { numRuns: 40 })(
    'and as it is: what fails writes nothing (MPU-X-020), what succeeds ends in a DSB and ISB (MPU-X-052)',
    (given, count, format) => {
      const xen = bootedXen({ machine: machineOf(count, format) });
      for (const operation of given) {
        const shown = execute(xen, operation);
        if (shown.result === 'ok') expect(shown.accesses.at(-1)).toEqual({ does: 'barrier' });
        else expect(writesOf(shown)).toEqual([]);
        for (const { index, references } of shown.table) {
          expect(xen.map.entries[index].mappings).toHaveLength(references + 1);
        }
      }
    },
  );
});
