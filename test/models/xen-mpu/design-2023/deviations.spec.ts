import type { MpuHypervisorImplementation } from '../../../../models/contract/mpu-implementation';
import { MpuRegister } from '../../../../models/contract/mpu-registers';
import type { MpuScriptStep, MpuShown } from '../../../../models/contract/mpu-script';
import { HypervisorRegister } from '../../../../models/contract/mpu-script';
import { xenMpuDraftA, xenMpuPoc2022, xenMpuV2of2023 } from '../../../../models/xen-mpu';
import type { Xen2023 } from '../../../../models/xen-mpu/design-2023';
import { areDisjoint, enabledRegions, range } from '../support';
import type { Setup } from './support';
import {
  bootedXen,
  GUESTS,
  MIB,
  allPhases,
  bootStep,
  createStep,
  domainOf,
  executeAll,
  guestRead,
  guestWrite,
  idleStep,
  insertStep,
  layout2023,
  mended,
  newXen,
  switchStep,
} from './support';

interface Show extends Setup {
  of?: MpuHypervisorImplementation;
  steps: readonly MpuScriptStep[];
  shows(last: MpuShown, xen: Xen2023, all: readonly MpuShown[]): boolean;
}

const poc = xenMpuPoc2022;
const booted = allPhases(poc);
const upTo = (phase: string): MpuScriptStep[] => booted.slice(0, poc.phases.indexOf(phase) + 1);
const probe = (level: 'EL1' | 'EL2', access: 'read' | 'write', address: string): MpuScriptStep => ({
  ...{ step: 'probe', level },
  ...{ access, address },
});
const writes = ({ accesses }: MpuShown): number[] =>
  accesses.flatMap((access) => (access.does === 'write' ? [access.register] : []));
const overlaps = (_last: MpuShown, { hardware }: Xen2023): boolean =>
  !areDisjoint(enabledRegions(hardware.system));
const many = Array.from({ length: 10 }, (_, n) =>
  range(0x50000000 + n * 2 * MIB, 0x50000000 + n * 2 * MIB + MIB),
);
const manyDevices = Array.from({ length: 30 }, (_, n) =>
  range(0x9c100000 + n * 0x2000, 0x9c100000 + n * 0x2000 + 0x1000),
);

const shows: Record<string, Show> = {
  'PMPU-01': {
    steps: [...booted, probe('EL2', 'write', '0x271000')],
    shows: ({ result }) => result === 'allowed',
  },
  'PMPU-02': {
    layout: { guestSections: [range(0x50800000, 0x51800000)] },
    steps: upTo('guest-sections'),
    shows: overlaps,
  },
  'PMPU-03': {
    steps: [...upTo('early-fdt'), probe('EL2', 'read', '0x401fffff')],
    shows: ({ result }) => result === 'allowed',
  },
  'PMPU-04': {
    layout: { domains: [domainOf(0x70000000, 0x70000000 + MIB)] },
    steps: [...booted, createStep(0)],
    shows: ({ result }) => result === 'ok',
  },
  'PMPU-05': {
    layout: { bootModules: [range(0x48000000, 0x49000001)] },
    steps: upTo('boot-modules'),
    shows: ({ result }) => result === 'ok',
  },
  'PMPU-06': {
    layout: { staticHeap: many },
    steps: upTo('static-heap'),
    shows: ({ result, strayBytes }) => result === 'ok' && strayBytes === 16,
  },
  'PMPU-07': {
    of: xenMpuV2of2023,
    steps: booted,
    shows: (last) => writes(last).length > 0 && !writes(last).includes(MpuRegister.SCTLR_EL2),
  },
  'PMPU-22': {
    layout: {
      domains: [domainOf(GUESTS, GUESTS + MIB, { devices: manyDevices })],
    },
    steps: [...booted, createStep(0), switchStep(0)],
    shows: ({ result }) => result === 'panic',
  },
  'PMPU-23': {
    steps: [
      ...[...booted, createStep(0), insertStep(0, 0x70000000, 'invalid'), switchStep(0)],
      probe('EL1', 'read', '0x70000000'),
    ],
    shows: ({ result }) => result === 'allowed',
  },
  'PMPU-24': {
    layout: {
      domains: [
        domainOf(GUESTS, GUESTS + 2 * MIB, {
          memory: [range(GUESTS, GUESTS + 2 * MIB), range(GUESTS + MIB, GUESTS + 3 * MIB)],
        }),
      ],
    },
    steps: [...booted, createStep(0), switchStep(0)],
    shows: overlaps,
  },
  'PMPU-26': {
    steps: [...booted, createStep(0), createStep(1)],
    shows: (last, _xen, all) => last.high === all.at(-2)!.high,
  },
  'PMPU-40': {
    machine: { el1Regions: 1 },
    steps: [
      ...[...booted, createStep(0), createStep(1), switchStep(0)],
      ...[guestWrite('PRBAR_EL1', '0x60000002'), switchStep(1), guestRead('PRBAR_EL1')],
    ],
    shows: ({ low }) => low !== 0,
  },
  'PMPU-41': {
    steps: [
      ...[...booted, createStep(0), switchStep(0), guestWrite('PRSELR_EL1', '0x5')],
      ...[idleStep, switchStep(0), guestRead('PRSELR_EL1')],
    ],
    shows: ({ low }) => low !== 5,
  },
  'PMPU-42': {
    of: xenMpuDraftA,
    machine: { el1Regions: 40 },
    steps: [...booted, createStep(0), switchStep(0), idleStep],
    shows: ({ strayBytes }) => strayBytes === 8 * 16,
  },
  'PMPU-60': {
    layout: { sections: { ...layout2023.sections, initData: range(0x290000, 0x2a0000) } },
    steps: upTo('free-init-memory'),
    shows: ({ low, high }) => low === 0x4000 && high === 0,
  },
  'PMPU-61': {
    layout: { earlyUart: range(0x9c090000, 0x9c091000) },
    steps: [
      ...upTo('device-sections'),
      { step: 'modify', ...range(0x9c000000, 0x9d000000), flags: 'device' },
    ],
    shows: ({ result }) => result === 'ENOENT',
  },
  'PMPU-64': {
    steps: upTo('virtual-paging'),
    shows: (last) => !writes(last).includes(HypervisorRegister.VSTCR_EL2),
  },
};

const all = [poc, xenMpuV2of2023, xenMpuDraftA].flatMap(({ deviations }) => deviations);

function isShown(show: Show, mended: readonly string[]): boolean {
  const of = (show.of ?? poc).repaired!(mended);
  const xen = newXen(of, show);
  const shown = executeAll(xen, show.steps);
  return show.shows(shown.at(-1)!, xen, shown);
}

describe('the deviations', () => {
  it.each(Object.entries(shows))('%s: as it is, and mended', (id, show) => {
    expect(isShown(show, [])).toBe(true);
    expect(isShown(show, [id])).toBe(false);
  });

  it('are all shown here', () => {
    expect(Object.keys(shows).sort()).toEqual(all.map(({ id }) => id).sort());
  });
});

describe('what is refused, and how', () => {
  const refused = (step: MpuScriptStep, setup: Setup, of = poc): MpuShown => {
    const fixed = of.repaired!(of.deviations.map(({ id }) => id));
    return executeAll(newXen(fixed, setup), [...booted, step]).at(-1)!;
  };

  it('MPU-P-022: a domain with more regions than are left, when it is made', () => {
    const { layout } = shows['PMPU-22'];
    expect(refused(createStep(0), { layout }).result).toBe('ENOENT');
  });

  it('MPU-P-022, MPU-P-024: a range more than there are regions, or one that is not free', () => {
    const xen = bootedXen(mended(poc), { machine: { el2Regions: 12 } });
    const insert = (start: number): string => xen.execute(insertStep(0, start, 'ram_ro')).result;
    expect(insert(GUESTS)).toBe('EINVAL');
    expect(insert(0x200000)).toBe('EINVAL');
    expect(insert(0x70000800)).toBe('EINVAL');
    const left = Array.from({ length: 12 }, (_, n) => insert(0x70000000 + n * 0x2000));
    expect(new Set(left)).toEqual(new Set(['ok', 'ENOENT']));
    expect(left.at(-1)).toBe('ENOENT');
    expect(xen.execute(switchStep(0)).result).toBe('ok');
    expect(xen.execute(insertStep(1, 0x71000000, 'ram_rw')).result).toBe('skipped');
  });

  it('MPU-P-042: vCPUs with PMSA, where their array has fewer entries than there are regions', () => {
    const domains = [
      domainOf(GUESTS, GUESTS + MIB),
      domainOf(GUESTS + MIB, GUESTS + 2 * MIB, { el1: 'mmu' }),
    ];
    const setup = { machine: { el1Regions: 33 }, layout: { domains } };
    expect(refused(createStep(0), setup, xenMpuDraftA).result).toBe('EINVAL');
    expect(refused(createStep(1), setup, xenMpuDraftA).result).toBe('ok');
    const enough = { ...setup, machine: { el1Regions: 32 } };
    expect(refused(createStep(0), enough, xenMpuDraftA).result).toBe('ok');
  });

  it.each([
    ['no memory', { memory: [] }],
    ['guest addresses of its own', { directMap: false }],
    ['memory not of whole pages', { memory: [range(GUESTS, GUESTS + 0x1040)] }],
    ['a device in its memory', { devices: [range(GUESTS, GUESTS + 0x1000)] }],
    ['a region of Xen', { devices: [range(0x200000, 0x201000)] }],
  ])('a domain with %s', (_what, more) => {
    const layout = { domains: [domainOf(GUESTS, GUESTS + MIB, more)] };
    expect(refused(createStep(0), { layout })).toMatchObject({ result: 'EINVAL' });
  });

  it('the proof of concept wants all three sections', () => {
    for (const name of ['guestSections', 'deviceSections', 'bootModuleSections'] as const) {
      const xen = newXen(poc, { layout: { [name]: [] } });
      expect(executeAll(xen, booted.slice(0, 2)).at(-1)!.result).toBe('panic');
    }
  });

  it('phases only once and in order, and nothing before the assembly', () => {
    const xen = newXen(poc);
    expect(xen.execute(bootStep('early-fdt')).result).toBe('skipped');
    expect(xen.execute(createStep(0)).result).toBe('skipped');
    expect(executeAll(xen, upTo('static-heap')).map(({ result }) => result)).not.toContain('panic');
    expect(xen.execute(bootStep('early-fdt')).result).toBe('skipped');
  });
});
