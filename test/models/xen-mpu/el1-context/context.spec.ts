import { fc, test } from '@fast-check/jest';
import { MpuRegister } from '../../../../models/contract/mpu-registers';
import type { MpuRegisterAccess } from '../../../../models/contract/mpu-script';
import { translationRegisters } from '../../../../models/contract/mpu-script';
import { VTCR_MSA } from '../../../../models/pmsav8';
import type { El1Options } from '../../../../models/xen-mpu';
import { El1Context, El1State } from '../../../../models/xen-mpu';
import { allocatedState } from '../../../../models/xen-mpu/el1-context';
import { Hardware } from '../../../../models/xen-mpu/hardware';

const { PRSELR_EL1, PRBAR_EL1, PRLAR_EL1, MAIR_EL1, SCTLR_EL1, VTCR_EL2, VSCTLR_EL2 } = MpuRegister;
const everyCount = Array.from({ length: 256 }, (_, n) => n);
const regime = { vmsa: false, vsctlr: { low: 0, high: 3 << 16 } };

const hardwareOf = (el1Regions: number, format: 32 | 64 = 64): Hardware =>
  new Hardware({ format, el1Regions, el2Regions: 16, vmsa: format === 64 });

/** Fills EL1 with values that differ from region to region. */
function fill({ system }: Hardware, salt: number): void {
  const { el1 } = system;
  for (let region = 0; region < el1.count; region++) {
    el1.writeBar(region, (0x1000 * (region + salt)) | 2, region);
    el1.writeLar(region, (0x1000 * (region + salt) + 0xfc0) | ((region + salt) & 1), region);
  }
  el1.writePrselr(el1.count > 0 ? (salt * 7) % el1.count : 0);
  el1.writeSctlr((salt & 1) | (1 << 17));
  el1.mairLow = 0x44ff00 + salt;
  el1.mairHigh = salt;
}

/** PRSELR, SCTLR, MAIR and the regions. */
function image({ system: { el1 } }: Hardware): string {
  const words = new Int32Array(el1.imageWords);
  el1.save(words);
  return words.join(' ');
}

const regionAccesses = (log: readonly MpuRegisterAccess[]): MpuRegisterAccess[] =>
  log.filter(
    (access) =>
      'register' in access && [PRSELR_EL1, PRBAR_EL1, PRLAR_EL1].some((r) => r === access.register),
  );

describe('the EL1 context of a vCPU', () => {
  describe.each([32, 64] as const)('PMSAv8-%i', (format) => {
    it.each(['block', 'each'] as const)(
      'MPU-A-031: save and restore is the identity for every number of regions, selected by %s',
      (selection) => {
        for (const count of everyCount) {
          const hardware = hardwareOf(count, format);
          const context = new El1Context(hardware, { ...allocatedState, selection });
          const [one, other] = [new El1State(count), new El1State(count)];
          fill(hardware, 3);
          const before = image(hardware);
          context.save(one, regime);
          context.restore(other, regime);
          expect(image(hardware)).toMatch(/^[0 ]+$/);
          fill(hardware, 4);
          context.save(other, regime);
          context.restore(one, regime);
          expect(image(hardware)).toBe(before);
        }
      },
    );

    it('MPU-A-032, MPU-P-040: every implemented region is accessed, and no other', () => {
      for (const count of everyCount) {
        const hardware = hardwareOf(count, format);
        const context = new El1Context(hardware);
        const touched = new Set<number>();
        for (const name of ['read', 'write'] as const) {
          const plain = hardware[name].bind(hardware) as (...all: number[]) => number;
          hardware[name] = (register: number, ...more: number[]): never => {
            const direct = (name === 'read' ? more[0] : more[2]) ?? -1;
            const { el1 } = hardware.system;
            if (register === PRBAR_EL1 || register === PRLAR_EL1) touched.add(el1.regionOf(direct));
            return plain(register, ...more) as never;
          };
        }
        const state = new El1State(count);
        context.save(state, regime);
        context.restore(state, regime);
        expect([...touched].sort((a, b) => a - b)).toEqual(everyCount.slice(0, count));
      }
    });
  });

  it('MPU-A-034: with VMSA, TCR and TTBR instead of the regions', () => {
    const hardware = hardwareOf(16);
    const context = new El1Context(hardware);
    const [one, other] = [new El1State(16), new El1State(16)];
    const vmsa = { ...regime, vmsa: true };
    translationRegisters.forEach((register, n) => hardware.write(register, 0x1000 + n, n));
    context.save(one, vmsa);
    context.restore(other, vmsa);
    expect(translationRegisters.map((register) => hardware.read(register))).toEqual([0, 0, 0]);
    context.restore(one, vmsa);
    const now = translationRegisters.map((register) => [
      hardware.read(register),
      hardware.system.high,
    ]);
    expect(now).toEqual([0, 1, 2].map((n) => [0x1000 + n, n]));
    expect(regionAccesses(hardware.takeLog())).toEqual([]);
  });

  it('MPU-P-043: without regions neither they nor PRSELR are touched', () => {
    const hardware = hardwareOf(0);
    const context = new El1Context(hardware);
    context.save(new El1State(0), regime);
    context.restore(new El1State(0), regime);

    const log = hardware.takeLog();
    expect(log.length).toBeGreaterThan(0);
    expect(regionAccesses(log)).toEqual([]);
  });

  it('MPU-P-044: regions, MAIR, then SCTLR, VTCR and VSCTLR; an ISB after every PRSELR', () => {
    const hardware = hardwareOf(33);
    new El1Context(hardware).restore(new El1State(33), regime);

    const log = hardware.takeLog();
    const order = log.flatMap((access) => (access.does === 'write' ? [access.register] : []));
    const last = (register: number): number => order.lastIndexOf(register);
    expect(last(PRLAR_EL1)).toBeLessThan(order.indexOf(MAIR_EL1));
    expect(last(MAIR_EL1)).toBeLessThan(order.indexOf(SCTLR_EL1));
    expect(last(SCTLR_EL1)).toBeLessThan(order.indexOf(VTCR_EL2));
    expect(last(VTCR_EL2)).toBeLessThan(order.indexOf(VSCTLR_EL2));
    log.forEach((access, n) => {
      if (access.does !== 'write' || access.register !== PRSELR_EL1) return;
      const next = log.findIndex(
        (other, at) => at > n && 'register' in other && other.register === PRBAR_EL1,
      );
      if (next >= 0) expect(log.slice(n, next)).toContainEqual({ does: 'isb' });
    });
  });

  it('MPU-A-034: a vCPU with VMSA has no regions, but the MSA bit', () => {
    const hardware = hardwareOf(16);
    const context = new El1Context(hardware);
    context.restore(new El1State(16), { ...regime, vmsa: true });
    expect(hardware.system.vtcr).toBe(VTCR_MSA);
    expect(regionAccesses(hardware.takeLog())).toEqual([]);
    context.restore(new El1State(16), regime);
    expect(hardware.system.vtcr).toBe(0);
    expect(hardware.system.vsctlrHigh).toBe(3 << 16);
  });

  test.prop([fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 40 })])(
    'MPU-P-042: an array with too few entries is refused, or as many are saved as it has',
    (count, room) => {
      const of = (beyond: El1Options['beyond']): El1Context =>
        new El1Context(hardwareOf(count), { selection: 'block', room, beyond });
      expect(of('refused').hasRoom).toBe(count <= room);
      expect(of('truncated').hasRoom).toBe(true);
      expect(of('truncated').regions).toBe(Math.min(count, room));
      const overrun = of('overrun');
      overrun.save(new El1State(count), regime);
      expect(overrun.strayBytes).toBe(Math.max(0, count - room) * 16);
    },
  );
});
