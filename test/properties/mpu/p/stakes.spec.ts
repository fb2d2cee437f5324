import { MpuRegister } from '../../../../models/contract/mpu-registers';
import type { MpuRegisterAccess, MpuScriptStep } from '../../../../models/contract/mpu-script';
import { xenMpu2023, xenMpuPoc2022, xenMpuV2of2023 } from '../../../../models/xen-mpu';
import {
  allPhases,
  createStep,
  domainOf,
  GUESTS,
  idleStep,
  insertStep,
  MIB,
  switchStep,
} from '../../../models/xen-mpu/design-2023/support';
import { range } from '../../../models/xen-mpu/support';
import type { Case, Tampering } from './support';
import { exercised, verdict } from './support';

const booted = allPhases(xenMpu2023);
const upTo = (phase: string): MpuScriptStep[] =>
  booted.slice(0, xenMpu2023.phases.indexOf(phase) + 1);
const ok: Tampering = () => ({ result: 'ok' });
const outside = { bootModules: [], domains: [domainOf(0x70000000, 0x70000000 + MIB)] };
const inHeap = { domains: [domainOf(0x50000000, 0x50000000 + MIB)], guestSections: [] };
const lookUp: MpuScriptStep = { step: 'p2m-lookup', domain: 0, ...range(GUESTS, GUESTS + MIB) };
const inserted = (count: number): MpuScriptStep[] =>
  Array.from({ length: count }, (_, n) =>
    insertStep(0, 0x70000000 + n * 0x2000, 'mmio_direct_dev'),
  );
/** Six regions of Xen stay, and the domain has three. */
const full: Case = {
  of: xenMpu2023,
  steps: [...booted, createStep(0), ...inserted(15), switchStep(0)],
};
const withCache: Tampering = ({ accesses }) => ({
  accesses: accesses.map((one) =>
    one.does === 'write' && one.register === MpuRegister.SCTLR_EL2
      ? { ...one, low: one.low | 4 }
      : one,
  ),
});
const write = (name: keyof typeof MpuRegister, low: number): MpuRegisterAccess => {
  return { does: 'write', register: MpuRegister[name], index: -1, low, high: 0 };
};
/** A granule of init text stays. */
const oneGranule: Tampering = ({ accesses }) => ({
  accesses: [
    ...accesses,
    ...[write('PRSELR_EL2', 20), write('PRBAR_EL2', 0x280002), write('PRLAR_EL2', 0x28000f)],
  ],
});

const tamperings: [id: string, what: string, script: Case, tampering: Tampering][] = [
  [
    'MPU-P-002',
    'a granule of init text stays',
    { of: xenMpu2023, steps: upTo('free-init-memory') },
    oneGranule,
  ],
  [
    'MPU-P-004',
    'a domain with memory outside is made',
    { of: xenMpu2023, layout: outside, steps: [...booted, createStep(0)] },
    ok,
  ],
  ['MPU-P-007', 'the cache stays on', { of: xenMpuPoc2022, steps: booted }, withCache],
  ['MPU-P-007', 'the cache stays on', { of: xenMpuV2of2023, steps: booted }, withCache],
  ['MPU-P-022', 'it panics', full, () => ({ result: 'panic' })],
  [
    'MPU-P-024',
    'a domain is given the heap',
    { of: xenMpu2023, layout: inHeap, steps: [...booted, createStep(0)] },
    ok,
  ],
  [
    'MPU-P-063',
    'a CPU keeps what the others give up',
    { of: xenMpu2023, machine: { cpus: 3 }, steps: upTo('remove-early-mappings') },
    ({ others }) => ({ others: others!.slice(1) }),
  ],
];

/** Something happens that the requirement has nothing to say of. */
const idleSteps: [id: string, what: string, script: Case][] = [
  [
    'MPU-P-003',
    'a look-up with one region left',
    { ...full, steps: [...booted, createStep(0), ...inserted(14), switchStep(0), lookUp] },
  ],
  ['MPU-P-004', 'a domain in its section', { of: xenMpu2023, steps: [...booted, createStep(0)] }],
  [
    'MPU-P-006',
    'a phase that maps nothing',
    { of: xenMpu2023, machine: { el2Regions: 12 }, steps: upTo('virtual-paging') },
  ],
  [
    'MPU-P-022',
    'a switch with regions to spare',
    { of: xenMpu2023, steps: [...booted, createStep(0), switchStep(0)] },
  ],
  ...['MPU-P-042', 'MPU-P-043'].map((id): [string, string, Case] => [
    id,
    'a switch to a vCPU with VMSA',
    {
      of: xenMpu2023,
      machine: { el1Regions: id === 'MPU-P-042' ? 40 : 0 },
      layout: { domains: [domainOf(GUESTS, GUESTS + MIB, { el1: 'mmu' })] },
      steps: [...booted, createStep(0), switchStep(0)],
    },
  ]),
  [
    'MPU-P-043',
    'a switch to the vCPU that runs',
    {
      of: xenMpu2023,
      machine: { el1Regions: 0 },
      steps: [...booted, createStep(0), switchStep(0), switchStep(0)],
    },
  ],
];

describe('MPU-P: stakes', () => {
  it.each(tamperings)('%s: broken if %s', (id, _what, script, tampering) => {
    expect(verdict(id, script)).toBe('held');
    expect(verdict(id, script, [], tampering)).toBe('broken in step -1');
  });

  it.each(idleSteps)('%s is not exercised by %s', (id, _what, script) => {
    const before = { ...script, steps: script.steps.slice(0, -1) };

    expect(verdict(id, script)).not.toMatch(/broken/);
    expect(exercised(id, script)).toBe(exercised(id, before));
  });

  it('MPU-P-003 is exercised where the last region but one is taken', () => {
    const near = { ...full, steps: [...full.steps.slice(0, -2), switchStep(0), idleStep] };

    expect(verdict('MPU-P-003', near)).toBe('held');
  });
});
