import { fc, test } from '@fast-check/jest';
import { UpstreamXen } from '../../../models/xen-mpu/upstream';
import { xenMpu2026 } from '../../../models/xen-mpu';
import { MpuScriptGenerator } from '../../../src/workload/mpu-script/generator';
import {
  Replay,
  allDeviations,
  areDisjoint,
  enabledRegions,
  tableRegions,
  writesOf,
} from './support';

const refused = ['EINVAL', 'ENOENT', 'skipped'];

describe('model:xen-mpu@2026 with everything mended', () => {
  test.prop([fc.integer({ min: 0, max: 0x7fffffff }), fc.nat(1000)], { numRuns: 200 })(
    'keeps hardware, table, mask and references together through any script',
    (seed, index) => {
      const { machine, layout, steps } = new MpuScriptGenerator(seed, xenMpu2026).generate(index);
      const xen = new UpstreamXen(machine, layout, (id) => !allDeviations.includes(id));
      const replay = new Replay(machine);
      for (const step of steps) {
        const shown = xen.execute(step);
        for (const regions of replay.states(shown)) {
          if (!areDisjoint(regions)) throw new Error(`two regions overlap in ${step.step}`);
        }
        if (refused.includes(shown.result)) expect(writesOf(shown)).toEqual([]);
        if (shown.result === 'stopped') return;
        if (step.step === 'probe' || shown.result === 'skipped') continue;
        const hardware = JSON.stringify(enabledRegions(xen.hardware.system));
        expect(JSON.stringify(tableRegions(shown))).toBe(hardware);
        expect(JSON.stringify(enabledRegions(replay.system))).toBe(hardware);
        const used = xen.map.mask.flatMap((bit, number) => (bit ? [number] : []));
        expect(used.join()).toBe(shown.table.map((entry) => entry.index).join());
        const adrift = shown.table.filter(({ index: number, base, limit, references }) => {
          const { mappings } = xen.map.entries[number];
          const inside = mappings.filter(({ start, end }) => base <= start && end <= limit + 1);
          return mappings.length !== references + 1 || inside.length !== mappings.length;
        });
        expect(adrift).toEqual([]);
        expect(shown.strayBytes).toBe(0);
      }
    },
  );
});
