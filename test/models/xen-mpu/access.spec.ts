import { MpuRegister } from '../../../models/contract/mpu-registers';
import type { MpuRegisterAccess } from '../../../models/contract/mpu-script';
import { HypervisorRegister } from '../../../models/contract/mpu-script';
import { MpuSystem } from '../../../models/pmsav8';
import { Hardware } from '../../../models/xen-mpu/hardware';
import { writeLimitFirst, writeRegion } from '../../../models/xen-mpu/upstream/access';
import { enabledRegions, machineOf } from './support';

const region = {
  base: 0x123456789000,
  limit: 0x12345678ffff,
  ap: 2,
  xn: 0,
  sh: 3,
  attribute: 7,
  enabled: true,
};
const region32 = { ...region, base: 0x56789000, limit: 0x5678ffff };

const named = (accesses: readonly MpuRegisterAccess[]): string[] =>
  accesses.map((access) =>
    'register' in access ? `${access.does} ${access.register}.${access.index}` : access.does,
  );

const [SELR, BAR, LAR] = [MpuRegister.PRSELR_EL2, MpuRegister.PRBAR_EL2, MpuRegister.PRLAR_EL2];

describe('write_protection_region', () => {
  it.each([
    [64, 'MPU-X-050'],
    [32, 'MPU-X-051'],
  ] as const)('reaches every region in PMSAv8-%d (%s), whatever is selected', (format, _id) => {
    const hardware = new Hardware(machineOf(255, format));
    const given = format === 64 ? region : region32;
    // Any order: neighbours, then far ones.
    const order = Array.from({ length: 255 }, (_, n) => (n * 67) % 255);

    for (const index of order) {
      for (const write of [writeRegion, writeLimitFirst]) {
        write(hardware, index, { ...given, enabled: write === writeLimitFirst });
        const found = enabledRegions(hardware.system);
        expect(found.map((one) => one.index)).toEqual(write === writeRegion ? [] : [index]);
        if (found.length > 0)
          expect(found[0]).toMatchObject({ base: given.base, limit: given.limit });
      }
      writeRegion(hardware, index, { ...given, enabled: false });
    }
  });

  it('MPU-X-050: selects a block of 16 only when it changes', () => {
    const hardware = new Hardware(machineOf(64));
    const writes = (index: number): string[] => {
      writeRegion(hardware, index, region);
      return named(hardware.takeLog());
    };

    expect(writes(3)).toEqual([`read ${SELR}.-1`, `write ${BAR}.3`, `write ${LAR}.3`]);
    expect(writes(16)).toEqual([
      `read ${SELR}.-1`,
      `write ${SELR}.-1`,
      'isb',
      `write ${BAR}.-1`,
      `write ${LAR}.-1`,
    ]);
    expect(writes(31)).toEqual([`read ${SELR}.-1`, `write ${BAR}.15`, `write ${LAR}.15`]);
    expect(hardware.system.el2.selector).toBe(16);
  });

  it('MPU-X-051: selects from 32 on, each region', () => {
    const hardware = new Hardware(machineOf(64, 32));
    const writes = (index: number): string[] => {
      writeRegion(hardware, index, region32);
      return named(hardware.takeLog()).slice(1);
    };

    expect(writes(31)).toEqual([`write ${BAR}.31`, `write ${LAR}.31`]);
    const selected = [`write ${SELR}.-1`, 'isb', `write ${BAR}.-1`, `write ${LAR}.-1`];
    expect(writes(32)).toEqual(selected);
    expect(writes(32)).toEqual(selected.slice(2));
    expect(writes(33)).toEqual(selected);
  });
});

describe('Hardware', () => {
  it('notes every access down, in order, once', () => {
    const hardware = new Hardware(machineOf(16));

    hardware.write(BAR, 0xffffffc0, 0x12, 1);
    hardware.barrier();
    expect(hardware.read(BAR, 1)).toBe(-64);

    const access = { register: BAR, index: 1, low: -64, high: 0x12 };
    expect(hardware.takeLog()).toEqual([
      { does: 'write', ...access },
      { does: 'barrier' },
      { does: 'read', ...access },
    ]);
    expect(hardware.takeLog()).toEqual([]);
  });

  it('keeps VSTCR_EL2 apart from the MPU', () => {
    const hardware = new Hardware(machineOf(16));
    const image = new Int32Array(hardware.system.imageWords);

    hardware.write(HypervisorRegister.VSTCR_EL2, 5);

    expect(hardware.read(HypervisorRegister.VSTCR_EL2)).toBe(5);
    hardware.system.save(image);
    const fresh = new Int32Array(image.length);
    new MpuSystem(machineOf(16)).save(fresh);
    expect(image).toEqual(fresh);
  });
});
