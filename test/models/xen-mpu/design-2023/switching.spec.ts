import { Hcr } from '../../../../models/pmsav8';
import type { MpuHypervisorImplementation } from '../../../../models/contract/mpu-implementation';
import type { MpuScriptStep, MpuShown } from '../../../../models/contract/mpu-script';
import {
  xenMpu2023,
  xenMpu2023Reserving,
  xenMpuOnDemand,
  xenMpuPoc2022,
  xenMpuV2of2023,
} from '../../../../models/xen-mpu';
import { Xen2023, revision2023 } from '../../../../models/xen-mpu/design-2023';
import { P2m } from '../../../../models/xen-mpu/design-2023/p2m';
import { hex, range } from '../support';
import {
  GUESTS,
  MIB,
  allPhases,
  bootedXen,
  createStep,
  domainOf,
  executeAll,
  guestRead,
  guestWrite,
  idleStep,
  layout2023,
  layoutOf,
  machine2023,
  mended,
  switchStep,
} from './support';

const designs = [mended(xenMpuPoc2022), mended(xenMpuV2of2023), xenMpu2023, xenMpuOnDemand];
const probe = (
  level: 'EL1' | 'EL2',
  access: 'read' | 'write' | 'execute',
  address: number,
): MpuScriptStep => ({ step: 'probe', level, access, address: hex(address) });

/** Indexes that have another region than with the idle vCPU. */
function guestIndexes(of: MpuHypervisorImplementation): number[] {
  const xen = bootedXen(of);
  const idle = xen.table.show().map((entry) => JSON.stringify(entry));
  const { table } = xen.execute(switchStep(0));
  const changed = table.filter((entry) => !idle.includes(JSON.stringify(entry)));
  expect(changed.map(({ base }) => base)).toEqual([GUESTS, 0x9c0a0000, 0x9c0b0000]);
  return changed.map(({ index }) => index);
}

describe('the context switch', () => {
  describe.each(designs)('$id', (of) => {
    it('MPU-P-020, MPU-P-021: fixed regions stay, switching ones make room for those of the guest', () => {
      const xen = bootedXen(of);
      const before = xen.table.show();
      const fixed = xen.table.indexes('fixed');
      const steps = [switchStep(0), switchStep(0, 1), switchStep(1), idleStep];
      const shown = executeAll(xen, steps);

      for (const { result, table } of shown) {
        expect(result).toBe('ok');
        const kept = before.filter(({ index }) => fixed.includes(index));
        expect(table).toEqual(expect.arrayContaining(kept));
      }
      expect(shown[0].table).toHaveLength(fixed.length + 3);
      expect(shown[2].table).toHaveLength(fixed.length + 1);
      expect(shown[3].table).toEqual(before);
    });

    it('MPU-P-023: what the guest may access, and who else', () => {
      const xen = bootedXen(of);
      xen.execute(switchStep(0));
      expect(xen.hardware.system.hcr & Hcr.VM).toBe(Hcr.VM);
      const resultOf = (...all: Parameters<typeof probe>): string =>
        xen.execute(probe(...all)).result;

      expect(resultOf('EL1', 'write', GUESTS)).toBe('allowed');
      expect(resultOf('EL1', 'execute', GUESTS)).toBe('allowed');
      expect(resultOf('EL1', 'write', 0x9c0a0000)).toBe('allowed');
      expect(resultOf('EL1', 'execute', 0x9c0a0000)).not.toBe('allowed');
      // Emulated: Xen may, the guest may not.
      expect(resultOf('EL1', 'read', 0x9c0b0000)).toBe('fault-2');
      expect(resultOf('EL2', 'write', 0x9c0b0000)).toBe('allowed');
      // Another domain's memory, and Xen's.
      expect(resultOf('EL1', 'read', GUESTS + 16 * MIB)).toBe('fault-2');
      expect(resultOf('EL1', 'read', 0x200000)).toBe('fault-2');
      // Xen reaches its own console while no guest runs only.
      expect(resultOf('EL2', 'write', 0x9c090000)).toBe('fault-1');
      xen.execute(idleStep);
      expect(resultOf('EL2', 'write', 0x9c090000)).toBe('allowed');
    });

    it('MPU-A-031, MPU-P-041: each vCPU finds its registers, between any two of its writes', () => {
      const xen = bootedXen(of, { machine: { el1Regions: 20 } });
      const write = (register: string, value: string): void => {
        expect(xen.execute(guestWrite(register, value)).result).toBe('ok');
      };
      const read = (register: string): number => xen.execute(guestRead(register)).low;
      xen.execute(switchStep(0));
      write('PRSELR_EL1', '0x12');
      executeAll(xen, [switchStep(0, 1), guestWrite('PRSELR_EL1', '0x3'), switchStep(0)]);
      write('PRBAR_EL1', hex(GUESTS | 2));
      executeAll(xen, [idleStep, switchStep(1)]);
      expect(read('PRSELR_EL1')).toBe(0);
      write('PRSELR_EL1', '0x12');
      expect(read('PRBAR_EL1')).toBe(0);
      write('MAIR_EL1', '0x44');
      xen.execute(switchStep(0));
      expect(read('PRSELR_EL1')).toBe(0x12);
      expect(read('PRBAR_EL1')).toBe(GUESTS | 2);
      expect(read('MAIR_EL1')).toBe(0);
    });

    it('MPU-P-026: every domain has its own VMID', () => {
      const xen = bootedXen(of);
      const vmids = [0, 1].map((domain) => {
        xen.execute(switchStep(domain));
        return xen.hardware.system.vsctlrHigh >>> 16;
      });
      expect(vmids).toEqual([1, 2]);
    });

    it('MPU-A-034: PMSA and VMSA in turns', () => {
      const domains = [
        layout2023.domains[0],
        domainOf(GUESTS + 16 * MIB, GUESTS + 32 * MIB, { el1: 'mmu' }),
      ];
      const xen = bootedXen(of, { layout: { domains } });
      executeAll(xen, [switchStep(0), guestWrite('PRBAR1_EL1', '0x60000002'), switchStep(1)]);
      expect(xen.hardware.system.vtcr).not.toBe(0);
      expect(xen.execute(guestRead('PRBAR1_EL1')).result).toBe('skipped');
      expect(xen.execute(guestWrite('SCTLR_EL1', '0x1')).result).toBe('ok');
      xen.execute(switchStep(0));
      expect(xen.hardware.system.vtcr).toBe(0);
      expect(xen.execute(guestRead('PRBAR1_EL1'))).toMatchObject({
        result: 'value',
        low: 0x60000002,
      });
    });
  });

  it('the regions of a guest go behind the fixed ones, or into the holes if these may be used', () => {
    expect(guestIndexes(mended(xenMpuPoc2022))).toEqual([6, 7, 8]);
    expect(guestIndexes(mended(xenMpuV2of2023))).toEqual([6, 7, 8]);
    expect(guestIndexes(xenMpu2023)).toEqual([5, 6, 7]);
    expect(guestIndexes(xenMpu2023Reserving)).toEqual([8, 9, 11]);
  });

  it('switches to nothing that was not made, nor before the end of booting', () => {
    const xen = new Xen2023(machine2023, layout2023, revision2023, () => false);
    const phases = allPhases(xenMpu2023);
    executeAll(xen, [...phases.slice(0, -1), createStep(0)]);
    expect(xen.execute(switchStep(0)).result).toBe('skipped');
    xen.execute(phases.at(-1)!);
    const results = executeAll(xen, [
      ...[idleStep, switchStep(1), switchStep(0, 2), switchStep(0), switchStep(0), createStep(1)],
    ]).map(({ result }) => result);
    expect(results).toEqual(['skipped', 'skipped', 'skipped', 'ok', 'ok', 'skipped']);
  });

  it('MPU-P-042: a guest with a truncated array is told of no more regions than are saved', () => {
    const variant = { ...revision2023, el1Room: 8, el1Beyond: 'truncated' } as const;
    const xen = new Xen2023({ ...machine2023, el1Regions: 20 }, layout2023, variant, () => false);
    executeAll(xen, [...allPhases(xenMpu2023), createStep(0), createStep(1), switchStep(0)]);
    const read = (register: string): MpuShown => xen.execute(guestRead(register));
    expect(read('MPUIR_EL1').low).toBe(8);
    executeAll(xen, [
      ...[guestWrite('PRENR_EL1', '0xffff'), guestWrite('PRSELR_EL1', '0x9')],
      ...[guestWrite('PRLAR_EL1', '0x60000fc1'), guestWrite('PRLAR7_EL1', '0x60000fc1')],
    ]);
    expect(xen.hardware.system.el1.readPrenr()).toBe(0xff);
    expect(read('PRLAR_EL1').low).toBe(0);
    executeAll(xen, [switchStep(1)]);
    expect(xen.hardware.system.el1.readPrenr()).toBe(0);
    executeAll(xen, [switchStep(0)]);
    expect(read('PRLAR7_EL1').low).toBe(0x60000fc1);
  });

  it('MPU-P-025: a lookup finds only what one region has all of', () => {
    const p2m = new P2m(() => false);
    p2m.insert({ start: GUESTS, end: GUESTS + MIB }, 'ram_rw');
    p2m.insert({ start: GUESTS + MIB, end: GUESTS + 2 * MIB }, 'ram_ro');
    expect(p2m.lookup({ start: GUESTS + 0x1000, end: GUESTS + MIB })).toBe('ram_rw');
    expect(p2m.lookup({ start: GUESTS + MIB, end: GUESTS + MIB + 1 })).toBe('ram_ro');
    expect(p2m.lookup({ start: GUESTS, end: GUESTS + MIB + 1 })).toBeUndefined();
    expect(p2m.lookup({ start: 0, end: 0x1000 })).toBeUndefined();
  });
});

describe('mappings', () => {
  const A = 0x30000000;
  const step = (name: 'map' | 'modify', start: number, end: number): MpuScriptStep => ({
    ...{ step: name, ...range(start, end) },
    flags: 'rw',
  });

  it('MPU-P-002: take the holes first, or leave them', () => {
    const indexOf = (of: MpuHypervisorImplementation): number => {
      const { table } = bootedXen(of).execute(step('map', A, A + 0x1000));
      return table.find(({ base }) => base === A)!.index;
    };
    expect(indexOf(xenMpu2023)).toBe(5);
    // Boot modules were at 10.
    expect(indexOf(xenMpu2023Reserving)).toBe(11);
  });

  it('MPU-P-003, MPU-P-022: end before the static heap, with room left for every domain', () => {
    const xen = bootedXen(xenMpu2023);
    const results: string[] = [];
    for (let n = 0; n < 20; n++) {
      results.push(xen.execute(step('map', A + n * 0x2000, A + n * 0x2000 + 0x1000)).result);
    }
    expect(results.filter((result) => result === 'ok')).toHaveLength(15);
    expect(results.at(-1)).toBe('ENOENT');
    expect(layoutOf(xen.execute(step('modify', A, A + 0x1000)))[23]).toBe('static heap');
    for (const domain of [0, 1]) expect(xen.execute(switchStep(domain)).result).toBe('ok');
  });

  it('are refused where something else is, and unmapped as they were mapped', () => {
    const xen = bootedXen(xenMpu2023);
    const unmap = (start: number, end: number): MpuScriptStep => ({
      ...{ step: 'unmap' },
      ...range(start, end),
    });
    const results = executeAll(xen, [
      ...[step('map', A, A + 0x2000), step('map', A + 0x1000, A + 0x3000)],
      ...[step('map', GUESTS, GUESTS + 0x1000), unmap(A, A + 0x1000), unmap(A, A + 0x2000)],
      ...[unmap(A, A + 0x2000), unmap(0x50000000, 0x51000000)],
    ]).map(({ result }) => result);
    expect(results).toEqual(['ok', 'EINVAL', 'EINVAL', 'ENOENT', 'ok', 'ENOENT', 'EINVAL']);
  });
});
