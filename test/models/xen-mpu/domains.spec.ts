import type { MpuDomain } from '../../../models/contract/mpu-layout';
import { MpuRegister } from '../../../models/contract/mpu-registers';
import { HypervisorRegister } from '../../../models/contract/mpu-script';
import { xenMpu2026 } from '../../../models/xen-mpu';
import { allDeviations, boot, bootedXen, machineOf, range, usualLayout } from './support';

const domain: MpuDomain = {
  name: 'domU1',
  el1: 'mpu',
  directMap: true,
  vcpus: 1,
  memory: [range(0x60000000, 0x61000000)],
  devices: [],
  emulated: [],
};

function create(domains: MpuDomain[], vmsa: boolean, number = 0) {
  const machine = machineOf(16, 64, vmsa);
  const xen = bootedXen({ machine, layout: { domains } });
  boot(xen, 'virtual-paging');
  return xen.execute({ step: 'create-domain', domain: number });
}

describe('domains', () => {
  it.each<[string, Partial<MpuDomain>, boolean, string]>([
    ['PMSA', {}, false, 'ok'],
    ['PMSA where VMSA is possible', {}, true, 'ok'],
    ['PMSA without direct map', { directMap: false }, false, 'panic'],
    ['PMSA without static memory', { memory: [] }, false, 'panic'],
    ['VMSA', { el1: 'mmu' }, false, 'panic'],
    ['VMSA where it is possible', { el1: 'mmu', directMap: false, memory: [] }, true, 'ok'],
  ])('MPU-X-063: %s', (_name, changes, vmsa, result) => {
    expect(create([{ ...domain, ...changes }], vmsa).result).toBe(result);
  });

  it('gives each a VMID of its own, from 1', () => {
    const layout = { domains: [domain, { ...domain, name: 'domU2' }] };
    const xen = bootedXen({ layout });
    expect(xen.execute({ step: 'create-domain', domain: 0 }).result).toBe('skipped');
    boot(xen, 'virtual-paging');

    const shown = [1, 0, 0, 2].map((number) =>
      xen.execute({ step: 'create-domain', domain: number }),
    );

    expect(shown.map(({ result }) => result)).toEqual(['ok', 'ok', 'skipped', 'skipped']);
    expect(shown.map(({ high }) => high)).toEqual([1 << 16, 2 << 16, 0, 0]);
    expect(shown[0].accesses).toEqual([]);
  });

  it('MPU-X-061: sets stage 2 up: MSA 0, NSA 0, VS 1, SA 0, SC 1', () => {
    const xen = bootedXen();
    xen.hardware.write(HypervisorRegister.VSTCR_EL2, 1 << 30);
    xen.hardware.takeLog();

    const { accesses } = boot(xen, 'virtual-paging');

    expect(accesses.filter(({ does }) => does === 'write')).toEqual([
      { does: 'write', register: MpuRegister.VTCR_EL2, index: -1, low: 1 << 19, high: 0 },
      { does: 'write', register: HypervisorRegister.VSTCR_EL2, index: -1, low: 1 << 20, high: 0 },
    ]);
  });

  it.each([
    [{}, 'ok'],
    [{ msaFrac: 2, vmsa: true }, 'ok'],
    [{ msa: 0 }, 'panic'],
    [{ msa: 1 }, 'panic'],
    [{ msaFrac: 0 }, 'panic'],
    [{ msaFrac: 3 }, 'panic'],
  ])('MPU-X-060: ID_AA64MMFR0_EL1 with %j', (changes, result) => {
    const xen = bootedXen({ machine: { ...machineOf(16), ...changes } });

    expect(boot(xen, 'virtual-paging').result).toBe(result);
  });

  it('XMPU-13: panics in PMSAv8-32', () => {
    const setup = { machine: machineOf(16, 32), layout: { domains: [domain] } };
    const mended = bootedXen({ ...setup, mended: ['XMPU-13'] });

    expect(boot(bootedXen(setup), 'virtual-paging').result).toBe('panic');
    expect(boot(mended, 'virtual-paging').accesses).toEqual([]);
    const { low } = mended.execute({ step: 'create-domain', domain: 0 });
    expect(low).toBe(1 << 16);
  });
});

describe('model:xen-mpu@2026', () => {
  it('offers what it knows, and is mended by id', () => {
    const half = xenMpu2026.repaired!(['XMPU-01', 'XMPU-02']);
    const text = (implementation: typeof xenMpu2026): number => {
      const xen = implementation.create(machineOf(16, 32), usualLayout);
      return xen.execute({ step: 'boot', phase: 'assembly' }).table[0].barBits;
    };

    expect(half.id).toBe('model:xen-mpu@2026');
    expect(half.deviations).toHaveLength(allDeviations.length - 2);
    expect(half.repaired!(allDeviations).deviations).toEqual([]);
    expect([text(xenMpu2026), text(half)]).toEqual([0x18, 0x1c]);
    expect(new Set(allDeviations).size).toBe(allDeviations.length);
  });

  it('skips what it does not know, and what comes before it runs', () => {
    const xen = xenMpu2026.create(machineOf(16), usualLayout);
    const map = { step: 'map', ...range(0x60000000, 0x60001000), flags: 'rw' } as const;

    expect(xen.execute(map).result).toBe('skipped');
    xen.execute({ step: 'boot', phase: 'assembly' });
    expect(xen.execute(map).result).toBe('ok');
    expect(xen.execute({ step: 'idle' })).toMatchObject({ result: 'skipped', accesses: [] });
    expect(xen.execute({ step: 'switch', domain: 0, vcpu: 0 }).table).toHaveLength(6);
  });
});
