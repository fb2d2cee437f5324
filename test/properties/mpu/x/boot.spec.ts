import type { MpuDomain } from '../../../../models/contract/mpu-layout';
import type { Script, Tampering } from './support';
import {
  A,
  assembly,
  boot,
  fill,
  machineOf,
  PAGE,
  range,
  verdict,
  withoutWrites,
  withWrites,
  write,
} from './support';

const modifyAfterInit = [assembly, boot('modify-after-init')];
const freeInitMemory = [assembly, boot('free-init-memory')];
const earlyFdt = [assembly, boot('early-fdt')];
const sharedGranule = {
  text: range(0x200000, 0x261010),
  rodata: range(0x261010, 0x2700c8),
};

/** The boundary that moves lies within a granule. */
const splitGranule = {
  roAfterInit: range(0x271000, 0x272010),
  data: range(0x272010, 0x27ff40),
};

/** By a deviation of Xen. */
const byDeviation: [id: string, deviation: string, script: Script][] = [
  ['MPU-X-003', 'XMPU-01', { machine: machineOf(16, 32), steps: [assembly] }],
  ['MPU-X-005', 'XMPU-02', { machine: machineOf(16, 32), steps: [assembly] }],
  [
    'MPU-X-040',
    'XMPU-12',
    { sections: { roAfterInit: range(0x271000, 0x280000) }, steps: modifyAfterInit },
  ],
  ['MPU-X-041', 'XMPU-12', { sections: { bss: range(0x2a0000, 0x2a0000) }, steps: freeInitMemory }],
];

/** By what no Xen shows. */
const byTampering: [id: string, what: string, script: Script, tampering: Tampering][] = [
  [
    'MPU-X-001',
    'a region was never written',
    { steps: [assembly] },
    ({ accesses }) => ({
      accesses: accesses.filter((one) => one.does !== 'write' || one.low !== 15),
    }),
  ],
  [
    'MPU-X-001',
    'the table misses a region',
    { steps: [assembly] },
    ({ table }) => ({ table: table.slice(1) }),
  ],
  [
    'MPU-X-001',
    'the table has regions without EN',
    { steps: [assembly] },
    ({ table }) => ({ table: table.map((one) => ({ ...one, larBits: one.larBits & ~1 })) }),
  ],
  [
    'MPU-X-021',
    'the table keeps the old limit of rodata',
    { steps: modifyAfterInit },
    ({ table }) => ({
      table: table.map((one) => (one.index === 1 ? { ...one, limit: 0x2700ff } : one)),
    }),
  ],
  [
    'MPU-X-021',
    'the table keeps init text',
    { steps: freeInitMemory },
    ({ table }) => ({ table: [...table, { ...table[0], index: 3 }] }),
  ],
  [
    'MPU-X-002',
    'the first two regions are exchanged',
    { steps: [assembly] },
    (last) => ({
      accesses: withWrites(last, 'PRSELR_EL2', (index) => (index < 2 ? 1 - index : index)),
    }),
  ],
  [
    'MPU-X-004',
    'it goes on with 4 regions',
    { machine: machineOf(4), steps: [assembly] },
    () => ({ result: 'ok' }),
  ],
  [
    'MPU-X-004',
    'it is on with 4 regions',
    { machine: machineOf(4), steps: [assembly] },
    () => ({ accesses: [write('SCTLR_EL2', 1)] }),
  ],
  [
    'MPU-X-004',
    'it stops with 5',
    { machine: machineOf(5), steps: [assembly] },
    () => ({ result: 'stopped' }),
  ],
  [
    'MPU-X-004',
    'it maps the heap without a region',
    { machine: machineOf(5), steps: [assembly, boot('static-heap')] },
    () => ({ result: 'ok' }),
  ],
  [
    'MPU-X-006',
    'a limit is not rounded up',
    { steps: [assembly] },
    (last) => ({ accesses: withWrites(last, 'PRLAR_EL2', (low) => low & ~0x40) }),
  ],
  [
    'MPU-X-007',
    'text moves with the end of init',
    { steps: modifyAfterInit },
    ({ accesses }) => ({
      accesses: [...accesses, write('PRSELR_EL2', 0), write('PRBAR_EL2', 0x200040)],
    }),
  ],
  [
    'MPU-X-040',
    'rodata first: ro-after-init is in both for a moment',
    { steps: modifyAfterInit },
    ({ accesses }) => {
      const writes = accesses.filter(({ does }) => does === 'write');
      return { accesses: [...writes.slice(-2), ...writes] };
    },
  ],
  [
    'MPU-X-040',
    'rodata stays',
    { steps: modifyAfterInit },
    ({ accesses }) => ({
      accesses: accesses.filter((one) => one.does !== 'write' || one.index !== 1),
    }),
  ],
  [
    'MPU-X-041',
    'init data stay',
    { steps: freeInitMemory },
    ({ accesses }) => ({
      accesses: accesses.filter((one) => one.does !== 'write' || one.index !== 4),
    }),
  ],
  [
    'MPU-X-041',
    'init text stays',
    { steps: freeInitMemory },
    (last) => ({ accesses: withoutWrites(last, 'PRENR_EL2') }),
  ],
  [
    'MPU-X-042',
    'it takes the second bank',
    { steps: [assembly, boot('static-heap')] },
    ({ table }) => ({
      table: table.map((one) =>
        one.index === 5 ? { ...one, base: 0x52000000, limit: 0x52ffffff } : one,
      ),
    }),
  ],
  [
    'MPU-X-042',
    'it takes a page of the first',
    { steps: [assembly, boot('static-heap')] },
    ({ table }) => ({
      table: table.map((one) => (one.index === 5 ? { ...one, limit: one.base + PAGE - 1 } : one)),
    }),
  ],
  [
    'MPU-X-042',
    'it starts without a bank',
    { layout: { staticHeap: [] }, steps: [assembly, boot('static-heap')] },
    () => ({ result: 'ok' }),
  ],
  [
    'MPU-X-043',
    'the header keeps a region',
    { steps: earlyFdt },
    ({ accesses }) => ({
      accesses: [
        ...accesses,
        write('PRSELR_EL2', 6),
        write('PRBAR_EL2', 0x40000000),
        write('PRLAR_EL2', 0x40000fcf),
      ],
    }),
  ],
  [
    'MPU-X-043',
    'it may be written',
    { steps: earlyFdt },
    (last) => ({ accesses: withWrites(last, 'PRBAR_EL2', (low) => low & ~8) }),
  ],
  [
    'MPU-X-060',
    'it goes on without PMSA',
    { machine: { ...machineOf(16), msa: 0 }, steps: [assembly, boot('virtual-paging')] },
    () => ({ result: 'ok' }),
  ],
  [
    'MPU-X-060',
    'it goes on with an MSA_frac that nobody knows',
    { machine: { ...machineOf(16), msaFrac: 3 }, steps: [assembly, boot('virtual-paging')] },
    () => ({ result: 'ok' }),
  ],
  [
    'MPU-X-061',
    'MSA is 1',
    { steps: [assembly, boot('virtual-paging')] },
    (last) => ({ accesses: withWrites(last, 'VTCR_EL2', (low) => low | (1 << 31)) }),
  ],
  [
    'MPU-X-061',
    'VSTCR_EL2 is not written',
    { steps: [assembly, boot('virtual-paging')] },
    ({ accesses }) => ({
      accesses: accesses.filter((one) => one.does !== 'write' || one.register !== 17),
    }),
  ],
];

function domainOf(el1: MpuDomain['el1'], hasMemory: boolean, directMap: boolean): MpuDomain {
  const memory = hasMemory ? [range(A, A + PAGE)] : [];
  return { name: 'domU1', el1, directMap, vcpus: 1, memory, devices: [], emulated: [] };
}

describe('MPU-X: booting', () => {
  it.each(byDeviation)('%s is broken by %s', (id, deviation, script) => {
    expect(verdict(id, script)).toBe('held');
    expect(verdict(id, script, [deviation])).toBe('broken in step -1');
  });

  it.each(byTampering)('%s: broken if %s', (id, _what, script, tampering) => {
    expect(verdict(id, script)).toBe('held');
    expect(verdict(id, script, [], tampering)).toBe('broken in step -1');
  });

  it.each(['MPU-X-002', 'MPU-X-006', 'MPU-X-021', 'MPU-X-040', 'MPU-A-024', 'MPU-A-025'])(
    '%s is broken by XMPU-11, and not exercised where Xen stops',
    (id) => {
      const isMoving = id === 'MPU-X-021' || id === 'MPU-X-040';
      const sections = isMoving ? splitGranule : sharedGranule;
      const script = { sections, steps: modifyAfterInit };

      expect(verdict(id, script)).toBe('not concerned');
      expect(verdict(id, script, ['XMPU-11'])).toMatch(/broken/);
    },
  );

  it('MPU-X-004: booting needs no more regions than there are', () => {
    expect(verdict('MPU-X-004', { machine: machineOf(5), steps: earlyFdt })).toBe('held');
    expect(verdict('MPU-X-004', { machine: machineOf(5), steps: [assembly] })).toBe('held');
  });

  it('MPU-X-007 is broken by XMPU-03: disabling region 64 takes text away', () => {
    const unmapLast = { step: 'unmap', ...range(A + 118 * PAGE, A + 119 * PAGE) } as const;
    const script = { machine: machineOf(65), steps: [...fill(65), unmapLast] };

    expect(verdict('MPU-X-007', script)).toBe('held');
    expect(verdict('MPU-X-007', script, ['XMPU-03'])).toBe('broken in step -1');
  });

  it('MPU-X-007 is broken by XMPU-14: without rodata the limit of text moves', () => {
    const script = {
      sections: { rodata: range(0x260060, 0x260060) },
      steps: [...modifyAfterInit, { step: 'map', ...range(A, A + PAGE), flags: 'rw' } as const],
    };

    expect(verdict('MPU-X-007', script)).toBe('not concerned');
    expect(verdict('MPU-X-007', script, ['XMPU-14'])).toBe('broken in step -2');
  });

  it('MPU-X-007 allows the moves of the end of booting, and what is asked for', () => {
    const uart = range(0x9c090000, 0x9c091000);
    const phases = ['assembly', 'modify-after-init', 'free-init-memory'].map(boot);
    const unmapUart = { step: 'unmap', ...uart } as const;
    const script = { layout: { earlyUart: uart }, steps: [...phases, unmapUart] };

    expect(verdict('MPU-X-007', script)).toBe('held');
    const elsewhere = { ...script, steps: [...phases, fill(6)[0]] };
    expect(
      verdict('MPU-X-007', elsewhere, [], ({ accesses }) => ({
        accesses: [...accesses, write('PRENR_EL2', 0)],
      })),
    ).toBe('broken in step -1');
  });

  it.each([
    ['mpu', true, true, false, 'ok'],
    ['mpu', false, true, false, 'panic'],
    ['mpu', true, false, false, 'panic'],
    ['mmu', true, true, false, 'panic'],
    ['mmu', false, false, true, 'ok'],
  ] as const)(
    'MPU-X-063: el1 %s, static memory %s, direct map %s, VMSA %s: %s',
    (el1, hasMemory, directMap, vmsa, result) => {
      const domain = domainOf(el1, hasMemory, directMap);
      const script = {
        machine: machineOf(16, 64, vmsa),
        layout: { domains: [domain] },
        steps: [assembly, boot('virtual-paging'), { step: 'create-domain', domain: 0 } as const],
      };
      const wrong = result === 'ok' ? 'panic' : 'ok';

      // A domain that is made shows nothing of when one is not.
      expect(verdict('MPU-X-063', script)).toBe(result === 'ok' ? 'not concerned' : 'held');
      expect(verdict('MPU-X-063', script, [], () => ({ result: wrong }))).toBe('broken in step -1');
    },
  );
});
