import { MpuAccess, MpuLevel } from '../../../../models/contract/mpu-encoded';
import { mpuSections } from '../../../../models/contract/mpu-layout';
import type { MpuHypervisorImplementation } from '../../../../models/contract/mpu-implementation';
import { translate } from '../../../../models/pmsav8';
import {
  xenMpu2023,
  xenMpu2023Reserving,
  xenMpu2026,
  xenMpuDraftA,
  xenMpuOnDemand,
  xenMpuPoc2022,
  xenMpuV2of2023,
} from '../../../../models/xen-mpu';
import type { UpstreamXen } from '../../../../models/xen-mpu/upstream';
import { range } from '../support';
import {
  allPhases,
  bootStep,
  executeAll,
  layout2023,
  layoutOf,
  machine2023,
  mended,
  newXen,
} from './support';

const shared = { sharedMemory: [range(0x54000000, 0x54100000)] };
const earlyUart = range(0x9c090000, 0x9c091000);

/** The regions after a phase, all before it done. */
function regionsAfter(
  of: MpuHypervisorImplementation,
  phase: string,
  layout: Parameters<typeof newXen>[1] = { layout: shared },
): Record<number, string> {
  const xen = newXen(of, layout);
  const phases = of.phases.slice(0, of.phases.indexOf(phase) + 1);
  return layoutOf(executeAll(xen, phases.map(bootStep)).at(-1)!);
}

const fixed = { 0: 'text', 1: 'rodata', 2: 'ro-after-init', 3: 'rw data', 4: 'BSS' };

describe('the layouts of the digest, 3.1', () => {
  it('PoC 2022: all in a row, then compacted with the switching regions at the tail', () => {
    const layout = { layout: { earlyUart } };

    expect(regionsAfter(xenMpuPoc2022, 'assembly', layout)).toEqual({
      ...{ 0: 'text', 1: 'rodata', 2: 'ro-after-init', 3: 'init text', 4: 'init data' },
      ...{ 5: 'BSS', 6: 'UART' },
    });
    expect(regionsAfter(xenMpuPoc2022, 'guest-sections', layout)).toMatchObject({
      ...{ 6: 'UART', 7: 'early FDT', 8: 'static heap', 9: 'guest section' },
    });
    expect(regionsAfter(xenMpuPoc2022, 'boot-modules', layout)).toMatchObject({
      ...{ 9: 'guest section', 10: 'device section', 11: 'boot modules' },
    });
    expect(regionsAfter(xenMpuPoc2022, 'reorganise', layout)).toEqual({
      ...{ 0: 'text', 1: 'rodata', 2: 'ro-after-init', 3: 'BSS', 4: 'static heap' },
      ...{ 5: 'guest section', 6: 'device section' },
    });
  });

  it('v2 series: what is fixed from below, the rest from above; then compacted', () => {
    expect(regionsAfter(xenMpuV2of2023, 'assembly')).toEqual({
      ...fixed,
      ...{ 23: 'init text', 22: 'init data' },
    });
    expect(regionsAfter(xenMpuV2of2023, 'device-sections')).toEqual({
      ...fixed,
      ...{ 5: 'static heap', 23: 'init text', 22: 'init data', 21: 'early FDT' },
      ...{ 20: 'guest section', 19: 'device section' },
    });
    // By their indexes, the switching ones ascending (MPU-P-007).
    expect(regionsAfter(xenMpuV2of2023, 'reorganise')).toEqual({
      ...fixed,
      ...{ 5: 'static heap', 6: 'static shm', 7: 'device section', 8: 'guest section' },
    });
  });

  it.each([xenMpu2023, xenMpu2023Reserving, xenMpuDraftA])(
    '$id: boot-only regions leave holes, nothing moves',
    (of) => {
      const sections = { 8: 'guest section', 9: 'device section', 10: 'static shm' };

      expect(regionsAfter(of, 'assembly')).toEqual({
        ...fixed,
        ...{ 5: 'init data', 6: 'init text' },
      });
      expect(regionsAfter(of, 'shared-memory')).toEqual({
        ...fixed,
        ...{ 5: 'init data', 6: 'init text', 7: 'early FDT' },
        ...sections,
        ...{ 23: 'static heap' },
      });
      expect(regionsAfter(of, 'reorganise')).toEqual({
        ...fixed,
        ...sections,
        ...{ 23: 'static heap' },
      });
    },
  );

  it('map on demand: the same without the guest memory section', () => {
    expect(regionsAfter(xenMpuOnDemand, 'reorganise')).toEqual({
      ...fixed,
      ...{ 8: 'device section', 9: 'static shm', 23: 'static heap' },
    });
  });

  it('the proof of concept mended has the fixed part that was agreed on later', () => {
    expect(regionsAfter(mended(xenMpuPoc2022), 'assembly')).toMatchObject(fixed);
    expect(regionsAfter(mended(xenMpuPoc2022), 'reorganise')).toMatchObject(fixed);
  });

  it('has no room for the sections: it does not start; for the rest: it panics', () => {
    for (const of of [xenMpuV2of2023, xenMpu2023, mended(xenMpuPoc2022)]) {
      const few = newXen(of, { machine: { el2Regions: 6 } });
      expect(few.execute(bootStep('assembly')).result).toBe('stopped');
      const more = newXen(of, { machine: { el2Regions: 8 } });
      const results = executeAll(more, allPhases(of)).map(({ result }) => result);
      expect(results[0]).toBe('ok');
      expect(results).toContain('panic');
    }
  });
});

describe("Xen's own sections after boot", () => {
  const designs = [xenMpuPoc2022, mended(xenMpuPoc2022), xenMpuV2of2023, xenMpu2023];

  /** What each byte at an edge of a section allows, and as what memory. */
  function translations(of: MpuHypervisorImplementation, format: 32 | 64): Record<string, number> {
    const xen = of.create({ ...machine2023, format }, layout2023);
    for (const step of allPhases(of)) expect(xen.execute(step).result).not.toBe('panic');
    if (!('hardware' in xen)) throw new Error('no hardware');
    const { system } = (xen as UpstreamXen).hardware;
    const found: Record<string, number> = {};
    for (const name of mpuSections) {
      const { start, end } = layout2023.sections[name];
      for (const address of [Number(start), Number(start) + 0x800, Number(end) - 1]) {
        for (const level of Object.values(MpuLevel)) {
          for (const access of Object.values(MpuAccess)) {
            const key = `${name} ${address.toString(16)} ${level} ${access}`;
            found[key] = translate(system, address, level, access);
          }
        }
      }
    }
    return found;
  }

  it.each([32, 64] as const)('PMSAv8-%i: all designs translate them alike', (format) => {
    const upstream = mended(xenMpu2026);
    const expected = translations(upstream, format);

    expect(Object.values(expected).filter((found) => found >= 0).length).toBeGreaterThan(20);
    for (const of of designs.slice(1)) expect(translations(of, format)).toEqual(expected);
  });

  it('the proof of concept as it is differs in what is read-only after boot only', () => {
    const [asItIs, expected] = [designs[0], designs[1]].map((of) => translations(of, 64));

    const different = Object.keys(expected).filter((key) => asItIs[key] !== expected[key]);
    expect(different.length).toBeGreaterThan(0);
    const write = ` ${MpuLevel.El2} ${MpuAccess.Write}`;
    for (const key of different) {
      expect(key.startsWith('roAfterInit') && key.endsWith(write)).toBe(true);
    }
  });
});
