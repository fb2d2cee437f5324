import type { MpuMachine } from '../../../models/contract/mpu';
import { mpuAccessNames, mpuLevelNames } from '../../../models/contract/mpu';
import { MpuRegister } from '../../../models/contract/mpu-registers';
import type { MpuChoices, Region } from '../../../models/pmsav8';
import {
  MpuSystem,
  Sweep,
  prbarHigh,
  prbarLow,
  prlarHigh,
  prlarLow,
  stageOf,
  translate,
  usualChoices,
} from '../../../models/pmsav8';

/** The address at which most tests put their regions. */
export const A = 0x30000000;

export function system(machine: Partial<MpuMachine> = {}, choices: Partial<MpuChoices> = {}) {
  const all = { format: 32, el1Regions: 16, el2Regions: 16, vmsa: false, ...machine } as const;
  return new MpuSystem(all, { ...usualChoices, ...choices });
}

/** An enabled region of 4 KiB, read-write for all. */
export function region(base: number, changes: Partial<Region> = {}): Region {
  const rest = { ap: 1, xn: 0, sh: 0, attribute: 0, enabled: true };
  return { base, limit: base + 0xfff, ...rest, ...changes };
}

/** Writes regions 0, 1, … of a level through PRSELR. */
export function program(on: MpuSystem, level: 1 | 2, regions: readonly Region[], first = 0): void {
  const offset = level === 1 ? 0 : 7;
  const { format } = on.machine;
  regions.forEach((r, n) => {
    on.write(MpuRegister.PRSELR_EL1 + offset, -1, first + n, 0);
    on.write(MpuRegister.PRBAR_EL1 + offset, -1, prbarLow(format, r), prbarHigh(format, r));
    on.write(MpuRegister.PRLAR_EL1 + offset, -1, prlarLow(format, r), prlarHigh(format, r));
  });
}

export function write(on: MpuSystem, register: keyof typeof MpuRegister, low: number, high = 0) {
  return on.write(MpuRegister[register], -1, low, high);
}

/** Reads [31:0], unsigned. */
export function read(on: MpuSystem, register: keyof typeof MpuRegister): number {
  on.read(MpuRegister[register]);
  return on.low >>> 0;
}

/** What both resolvers say of an access such as `EL1 read`; they must agree. */
export function resolve(on: MpuSystem, access: string, address: number): number {
  const [level, kind] = access.split(' ');
  const numbers = [
    mpuLevelNames.findIndex((name) => name === level),
    mpuAccessNames.findIndex((name) => name === kind),
  ] as const;
  if (numbers.includes(-1)) throw new Error(`no access: ${access}`);
  const result = translate(on, address, ...numbers);
  expect(new Sweep(on).resolve(address, ...numbers)).toBe(result);
  return result;
}

/** The same in words: `ok`, `stage 1`, `stage 2`. */
export function verdict(on: MpuSystem, access: string, address: number): string {
  const result = resolve(on, access, address);
  return result >= 0 ? 'ok' : `stage ${stageOf(result)}`;
}

/** Who may read, write and execute at an address: `EL2 rw-, EL1 r-x, EL0 ---`. */
export function rights(on: MpuSystem, address: number): string {
  const letters = { read: 'r', write: 'w', execute: 'x' };
  return ['EL2', 'EL1', 'EL0']
    .map((level) => {
      const allowed = Object.entries(letters).map(([access, letter]) =>
        resolve(on, `${level} ${access}`, address) >= 0 ? letter : '-',
      );
      return `${level} ${allowed.join('')}`;
    })
    .join(', ');
}
