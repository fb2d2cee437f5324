import { MpuRegister } from '../../../../models/contract/mpu-registers';
import type { MpuRegisterAccess, MpuScriptStep } from '../../../../models/contract/mpu-script';
import {
  xenMpu2023,
  xenMpuDraftA,
  xenMpuPoc2022,
  xenMpuV2of2023,
} from '../../../../models/xen-mpu';
import {
  allPhases,
  createStep,
  domainOf,
  GUESTS,
  guestWrite,
  idleStep,
  insertStep,
  MIB,
  switchStep,
} from '../../../models/xen-mpu/design-2023/support';
import { range } from '../../../models/xen-mpu/support';
import type { Case, Tampering } from './support';
import { verdict } from './support';

const poc = xenMpuPoc2022;
const booted = allPhases(poc);
const upTo = (phase: string): MpuScriptStep[] => booted.slice(0, poc.phases.indexOf(phase) + 1);
const many = Array.from({ length: 10 }, (_, n) =>
  range(0x50000000 + n * 2 * MIB, 0x50000000 + n * 2 * MIB + MIB),
);
const manyDevices = Array.from({ length: 30 }, (_, n) =>
  range(0x9c100000 + n * 0x2000, 0x9c100000 + n * 0x2000 + 0x1000),
);
const overlapping = [range(GUESTS, GUESTS + 2 * MIB), range(GUESTS + MIB, GUESTS + 3 * MIB)];

const single: Case = {
  of: poc,
  machine: { el1Regions: 1 },
  steps: [...booted, createStep(0), switchStep(0)],
};
const selecting: Case = {
  of: poc,
  steps: [
    ...[...booted, createStep(0), switchStep(0), guestWrite('PRSELR_EL1', '0x5')],
    ...[idleStep, switchStep(0)],
  ],
};

const byDeviation: [id: string, deviation: string, script: Case][] = [
  ['MPU-P-001', 'PMPU-01', { of: poc, steps: booted }],
  [
    'MPU-P-004',
    'PMPU-04',
    {
      of: poc,
      layout: { domains: [domainOf(0x70000000, 0x70000000 + MIB)] },
      steps: [...booted, createStep(0)],
    },
  ],
  ...['MPU-P-004', 'MPU-P-005'].map((id): [string, string, Case] => [
    id,
    'PMPU-05',
    {
      of: poc,
      layout: { bootModules: [range(0x48000000, 0x49000001)] },
      steps: upTo('boot-modules'),
    },
  ]),
  ['MPU-P-006', 'PMPU-06', { of: poc, layout: { staticHeap: many }, steps: upTo('static-heap') }],
  ['MPU-P-007', 'PMPU-07', { of: xenMpuV2of2023, steps: booted }],
  [
    'MPU-P-022',
    'PMPU-22',
    {
      of: poc,
      layout: { domains: [domainOf(GUESTS, GUESTS + MIB, { devices: manyDevices })] },
      steps: [...booted, createStep(0)],
    },
  ],
  [
    'MPU-P-024',
    'PMPU-24',
    {
      of: poc,
      layout: { domains: [domainOf(GUESTS, GUESTS + MIB, { memory: overlapping })] },
      steps: [...booted, createStep(0)],
    },
  ],
  [
    'MPU-P-020',
    'PMPU-24',
    {
      of: poc,
      layout: { domains: [domainOf(GUESTS, GUESTS + MIB, { memory: overlapping })] },
      steps: [...booted, createStep(0), switchStep(0)],
    },
  ],
  [
    'MPU-P-023',
    'PMPU-23',
    {
      of: poc,
      steps: [...booted, createStep(0), insertStep(0, 0x70000000, 'invalid'), switchStep(0)],
    },
  ],
  [
    'MPU-P-022',
    'PMPU-22',
    {
      of: poc,
      steps: [
        ...[...booted, createStep(0)],
        // Eight regions of Xen stay, and the domain has one.
        ...Array.from({ length: 24 - 8 }, (_, n) =>
          insertStep(0, 0x70000000 + n * 0x2000, 'mmio_direct_dev'),
        ),
      ],
    },
  ],
  [
    'MPU-P-024',
    'PMPU-24',
    { of: poc, steps: [...booted, createStep(0), insertStep(0, GUESTS, 'ram_ro')] },
  ],
  ['MPU-P-060', 'PMPU-60', { of: poc, steps: upTo('free-init-memory') }],
  ['MPU-P-026', 'PMPU-26', { of: poc, steps: [...booted, createStep(0)] }],
  ['MPU-P-040', 'PMPU-40', single],
  ['MPU-P-041', 'PMPU-41', selecting],
  [
    'MPU-P-042',
    'PMPU-42',
    {
      of: xenMpuDraftA,
      machine: { el1Regions: 40 },
      steps: [...booted, createStep(0), switchStep(0), idleStep],
    },
  ],
  [
    'MPU-P-061',
    'PMPU-61',
    {
      of: poc,
      layout: { earlyUart: range(0x9c090000, 0x9c091000) },
      steps: [
        ...upTo('device-sections'),
        { step: 'modify', ...range(0x9c000000, 0x9d000000), flags: 'device' },
      ],
    },
  ],
  ['MPU-P-064', 'PMPU-64', { of: poc, steps: upTo('virtual-paging') }],
];

const running: Case = { of: xenMpu2023, steps: [...booted, createStep(0), switchStep(0)] };
const given: Case = {
  of: xenMpu2023,
  steps: [...booted, createStep(0), insertStep(0, 0x70000000, 'ram_ro'), switchStep(0)],
};
const lookingUp = (start: number, end: number): Case => ({
  of: xenMpu2023,
  steps: [
    ...[...booted, createStep(0), insertStep(0, 0x70000000, 'ram_ro')],
    insertStep(0, 0x70002000, 'ram_ro'),
    { step: 'p2m-lookup', domain: 0, ...range(start, end) },
  ],
});
const leaving: Case = { ...running, steps: [...running.steps, idleStep] };
const without =
  (isOne: (access: Extract<MpuRegisterAccess, { register: number }>) => boolean): Tampering =>
  ({ accesses }) => ({
    accesses: accesses.filter((one) => !('register' in one) || !isOne(one)),
  });
const writes = (register: number): Tampering =>
  without((one) => one.does === 'write' && one.register === register);
const more =
  (register: number, low: number): Tampering =>
  ({ accesses }) => ({
    accesses: [...accesses, { does: 'write', register, index: -1, low, high: 0 }],
  });
const changed =
  (register: number, change: (low: number) => number): Tampering =>
  ({ accesses }) => ({
    accesses: accesses.map((one) =>
      one.does === 'write' && one.register === register ? { ...one, low: change(one.low) } : one,
    ),
  });

const byTampering: [id: string, what: string, script: Case, tampering: Tampering][] = [
  [
    'MPU-P-001',
    'a fixed region is disabled',
    { of: xenMpu2023, steps: upTo('free-init-memory') },
    changed(MpuRegister.PRENR_EL2, (low) => low & ~1),
  ],
  [
    'MPU-P-002',
    'init text stays enabled',
    { of: xenMpu2023, steps: upTo('free-init-memory') },
    writes(MpuRegister.PRENR_EL2),
  ],
  ['MPU-P-020', 'a region of the domain is missing', running, writes(MpuRegister.PRLAR_EL2)],
  ['MPU-P-020', 'nothing comes back', leaving, () => ({ accesses: [] })],
  ['MPU-P-021', 'the switching regions stay', running, writes(MpuRegister.PRENR_EL2)],
  [
    'MPU-P-023',
    'EL1 may not write its memory',
    running,
    changed(MpuRegister.PRBAR_EL2, (low) => low | 8),
  ],
  [
    'MPU-P-023',
    'what is emulated can be accessed',
    running,
    changed(MpuRegister.PRBAR_EL2, (low) => low | 4),
  ],
  [
    'MPU-P-023',
    'what is read-only can be written',
    given,
    changed(MpuRegister.PRBAR_EL2, (low) => (low >>> 0 >= 0x70000000 ? low & ~8 : low)),
  ],
  [
    'MPU-P-025',
    'a range across two regions is found',
    lookingUp(0x70001000, 0x70003000),
    () => ({ result: 'ok', low: 2 }),
  ],
  [
    'MPU-P-025',
    'a range in a region is not found',
    lookingUp(0x70001000, 0x70002000),
    () => ({ result: 'ENOENT' }),
  ],
  ['MPU-P-025', 'another type is found', lookingUp(0x70001000, 0x70002000), () => ({ low: 1 })],
  [
    'MPU-P-060',
    'a word is left',
    { of: xenMpu2023, steps: upTo('free-init-memory') },
    ({ low }) => ({ low: low - 1 }),
  ],
  ['MPU-P-026', 'VSCTLR_EL2 is not written', running, writes(MpuRegister.VSCTLR_EL2)],
  [
    'MPU-P-040',
    'one region is not restored',
    running,
    without((one) => one.does === 'write' && one.register === 2 && one.index === 7),
  ],
  [
    'MPU-P-040',
    'one limit is not saved',
    leaving,
    without((one) => one.does === 'read' && one.register === 3 && one.index === 7),
  ],
  [
    'MPU-P-043',
    'PRSELR_EL1 is written',
    { ...running, machine: { el1Regions: 0 } },
    more(MpuRegister.PRSELR_EL1, 0),
  ],
  ['MPU-P-044', 'MAIR comes last', running, more(MpuRegister.MAIR_EL1, 0)],
  [
    'MPU-P-044',
    'no ISB comes before the guest',
    running,
    ({ accesses }) => ({
      accesses: accesses.filter(({ does }) => does === 'write' || does === 'read'),
    }),
  ],
];

describe('MPU-P', () => {
  it.each(byDeviation)('%s is broken by %s', (id, deviation, script) => {
    expect(verdict(id, script)).not.toMatch(/broken/);
    expect(verdict(id, script, [deviation])).toBe('broken in step -1');
  });

  it.each(byTampering)('%s: broken if %s', (id, _what, script, tampering) => {
    expect(verdict(id, script)).toBe('held');
    expect(verdict(id, script, [], tampering)).toBe('broken in step -1');
  });
});
