import { MpuRegister } from '../../../../models/contract/mpu-registers';
import type { MpuRegisterAccess } from '../../../../models/contract/mpu-script';
import type { Script, Tampering } from './support';
import { assembly, boot, range, verdict, withWrites } from './support';

/** Only what was at stake is exercised. */
describe('MPU-X: stakes', () => {
  it.each<[id: string, what: string, script: Script, tampering: Tampering]>([
    [
      'MPU-X-004',
      'with regions to spare',
      { steps: [assembly] },
      () => ({ result: 'stopped', accesses: [] }),
    ],
    [
      'MPU-X-006',
      'with nothing to round',
      {
        layout: { earlyUart: range(0x9c090000, 0x9c091000) },
        sections: {
          text: range(0x200000, 0x261000),
          rodata: range(0x262000, 0x271000),
          bss: range(0x2a0000, 0x2b2000),
        },
        steps: [assembly],
      },
      (last) => ({ accesses: withWrites(last, 'PRLAR_EL2', (low) => low & ~0x40) }),
    ],
    [
      'MPU-X-042',
      'with one bank',
      {
        layout: { staticHeap: [range(0x50000000, 0x51000000)] },
        steps: [assembly, boot('static-heap')],
      },
      ({ table }) => ({ table: table.slice(0, 5) }),
    ],
    [
      'MPU-X-060',
      'where there is PMSA',
      { steps: [assembly, boot('virtual-paging')] },
      () => ({ result: 'panic' }),
    ],
    [
      'MPU-X-043',
      'with a device tree as long as its header',
      { layout: { fdt: range(0x40000000, 0x40000400) }, steps: [assembly, boot('early-fdt')] },
      (last) => ({ accesses: withWrites(last, 'PRBAR_EL2', (low) => low & ~8) }),
    ],
  ])('%s is not exercised, only broken, %s', (id, _what, script, tampering) => {
    expect(verdict(id, script)).toBe('not concerned');
    expect(verdict(id, script, [], tampering)).toBe('broken in step -1');
  });

  it('MPU-X-001 is broken where the last limit was never written', () => {
    const isLimit = (one: MpuRegisterAccess): boolean =>
      one.does === 'write' && one.register === MpuRegister.PRLAR_EL2;
    const without: Tampering = ({ accesses }) => ({
      accesses: accesses.slice(0, accesses.findLastIndex(isLimit)),
    });

    expect(verdict('MPU-X-001', { steps: [assembly] })).toBe('held');
    expect(verdict('MPU-X-001', { steps: [assembly] }, [], without)).toBe('broken in step -1');
  });

  it('MPU-X-005 is not asked where nothing is done', () => {
    const skipped: Tampering = () => ({ result: 'skipped', strayBytes: 3 });
    expect(verdict('MPU-X-005', { steps: [assembly] }, [], skipped)).toBe('not concerned');
  });
});
