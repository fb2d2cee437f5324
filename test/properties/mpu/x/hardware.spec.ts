import { MpuRegister } from '../../../../models/contract/mpu-registers';
import type { Script, Tampering } from './support';
import {
  assembly,
  boot,
  fill,
  machineOf,
  map,
  pages,
  unmap,
  verdict,
  withWrites,
  write,
} from './support';

const one = { steps: [map(pages(0, 4))] };
const isSelector = MpuRegister.PRSELR_EL2;

const wide = (count: number): Script => ({ machine: machineOf(count), steps: fill(count) });
const narrow = (count: number): Script => {
  return { machine: machineOf(count, 32), steps: fill(count) };
};

const byTampering: [id: string, what: string, script: Script, tampering: Tampering][] = [
  [
    'MPU-X-032',
    'normal memory is outer shareable',
    one,
    (last) => ({ accesses: withWrites(last, 'PRBAR_EL2', (low) => low & ~0x10) }),
  ],
  [
    'MPU-X-032',
    'a device is inner shareable',
    { steps: [map(pages(0, 4), 'device')] },
    (last) => ({ accesses: withWrites(last, 'PRBAR_EL2', (low) => low | 0x10) }),
  ],
  [
    'MPU-X-033',
    'EL1 may have it',
    one,
    (last) => ({ accesses: withWrites(last, 'PRBAR_EL2', (low) => low | 4) }),
  ],
  [
    'MPU-X-033',
    'XN[0] is set',
    one,
    (last) => ({ accesses: withWrites(last, 'PRBAR_EL2', (low) => low | 1) }),
  ],
  [
    'MPU-X-033',
    'NS is set',
    one,
    (last) => ({ accesses: withWrites(last, 'PRLAR_EL2', (low) => low | 0x10) }),
  ],
  [
    'MPU-X-050',
    'the selector is written again',
    wide(17),
    ({ accesses }) => ({
      accesses: accesses.flatMap((access) =>
        access.does === 'write' && access.register === isSelector ? [access, access] : [access],
      ),
    }),
  ],
  [
    'MPU-X-050',
    'the selector is no block',
    wide(17),
    (last) => ({ accesses: withWrites(last, 'PRSELR_EL2', (low) => low + 1) }),
  ],
  [
    'MPU-X-050',
    'another region is written',
    wide(18),
    ({ accesses }) => ({
      accesses: accesses.map((access) =>
        access.does === 'write' && access.index === 1 ? { ...access, index: 3 } : access,
      ),
    }),
  ],
  [
    'MPU-X-050',
    'no ISB comes after the selector',
    wide(17),
    ({ accesses }) => ({ accesses: accesses.filter(({ does }) => does !== 'isb') }),
  ],
  [
    'MPU-X-050',
    'no ISB comes before a direct register of the block',
    one,
    ({ accesses }) => ({ accesses: accesses.filter(({ does }) => does !== 'isb') }),
  ],
  [
    'MPU-X-051',
    'a direct region is selected',
    narrow(10),
    ({ accesses }) => ({ accesses: [write('PRSELR_EL2', 8), { does: 'isb' }, ...accesses] }),
  ],
  [
    'MPU-X-051',
    'another region is written',
    narrow(34),
    (last) => ({ accesses: withWrites(last, 'PRSELR_EL2', (low) => low + 1) }),
  ],
  [
    'MPU-X-051',
    'the same is selected again',
    { ...narrow(34), steps: [...narrow(34).steps, unmap(pages(56, 57))] },
    ({ accesses }) => ({ accesses: [write('PRSELR_EL2', 33), ...accesses] }),
  ],
  [
    'MPU-X-052',
    'no barrier comes',
    one,
    ({ accesses }) => ({ accesses: accesses.filter(({ does }) => does !== 'barrier') }),
  ],
  [
    'MPU-X-052',
    'no barrier comes between mapping and unmapping what is copied from',
    { steps: [{ step: 'copy-from-paddr', ...pages(0, 1) }] },
    ({ accesses }) => {
      const first = accesses.findIndex(({ does }) => does === 'barrier');
      return { accesses: accesses.filter((_, n) => n !== first) };
    },
  ],
  [
    'MPU-X-052',
    'the barrier comes first',
    { steps: [assembly, boot('modify-after-init')] },
    ({ accesses }) => ({
      accesses: [{ does: 'barrier' }, ...accesses.filter(({ does }) => does !== 'barrier')],
    }),
  ],
];

describe('MPU-X: what is written to the hardware', () => {
  it.each(byTampering)('%s: broken if %s', (id, _what, script, tampering) => {
    expect(verdict(id, script)).toBe('held');
    expect(verdict(id, script, [], tampering)).toBe('broken in step -1');
  });

  it.each([64, 32] as const)('reaches every region up to 254 (PMSAv8-%d)', (format) => {
    const id = format === 64 ? 'MPU-X-050' : 'MPU-X-051';
    const script = { machine: machineOf(255, format), steps: fill(255) };

    expect(verdict(id, script)).toBe('held');
  });

  it('MPU-X-050 and MPU-X-051 are of one format each', () => {
    expect(verdict('MPU-X-051', wide(34))).toBe('not concerned');
    expect(verdict('MPU-X-050', narrow(34))).toBe('not concerned');
  });
});
